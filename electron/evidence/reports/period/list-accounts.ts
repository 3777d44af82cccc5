import type { ReportList } from '../../../../shared/formats/period-report.ts';
import { column, list, type PeriodView } from './view.ts';

/** Default, shared and service accounts: the application itself, and every service key that ever was. */
export function accounts(view: PeriodView): ReportList {
  const application = view.facts.people.find(({ id }) => id === 'application');
  const own =
    application === undefined
      ? []
      : [
          {
            ...{ account: 'the application itself', kind: 'built_in', entries: application.entries },
            ...{ asked: null, made: null, untilMs: null, lastMs: application.lastMs },
          },
        ];
  return list(
    {
      id: 'accounts',
      title: 'Default, shared and service accounts',
      about:
        'The application ships without accounts: each person is made with a name and a password of their own. The application itself acts before anybody is signed in, and signs such entries with no person’s id. A service key runs one pipeline on one dataset and nothing else; one person asks for it, and a content holder who is somebody else makes it. Whether people share a password cannot be seen from here.',
      query:
        'acts by the application itself in the period; every service_key.proposed before its end, with what became of it',
      empty: 'Nothing but people acted in the period, and no service key was ever asked for.',
      columns: [
        column('account', 'Account', 'text', 25),
        column('kind', 'State', 'state', 11),
        column('asked', 'Asked by', 'person', 15),
        column('made', 'Made by', 'person', 15),
        column('until', 'Good until', 'time', 12),
        column('entries', 'Entries', 'count', 9),
        column('last', 'Last used', 'time', 13),
      ],
    },
    [...own, ...serviceKeys(view)].map((row) => [
      ...[row.account, row.kind, row.asked, row.made, row.untilMs, row.entries, row.lastMs],
    ]),
  );
}

interface Account {
  readonly account: string;
  readonly kind: string;
  readonly asked: string | null;
  readonly made: string | null;
  readonly untilMs: number | null;
  readonly entries: number;
  readonly lastMs: number | null;
}

function serviceKeys(view: PeriodView): Account[] {
  const { toMs, people } = view.facts;
  const before = ({ entry }: { readonly entry: { readonly wallMs: number } }): boolean => entry.wallMs < toMs;
  const done = new Set(
    [...view.doneEver('service_key.made'), ...view.doneEver('service_key.rotated')]
      .filter(before)
      .map(({ entry }) => entry.intent),
  );
  const made = [...view.ever('service_key.made', 'intent'), ...view.ever('service_key.rotated', 'intent')]
    .filter(({ entry }) => done.has(entry.seq))
    .sort((a, b) => a.entry.seq - b.entry.seq);
  const revoked = view.ever('service_key.revoked', 'intent').filter(before);
  const declined = view.ever('service_key.declined', 'event').filter(before);
  const used = view.ever('service_key.used', 'event').filter(before);
  return view
    .ever('service_key.proposed', 'event')
    .filter(before)
    .map(({ entry, body: { key, scope } }) => {
      const isIts = ({ body }: { readonly body: { readonly key: string } }): boolean => body.key === key;
      const last = made.findLast(isIts);
      return {
        account: `${view.nameOf(key)}: ${view.guard.code(scope.template)} on ${view.tableOf(scope.dataset)}`,
        kind: stateOf(last?.body.expiresAtMs, toMs, {
          revoked: revoked.some(isIts),
          declined: declined.some(isIts),
        }),
        asked: view.nameOf(entry.actor.id),
        made: last === undefined ? null : view.nameOf(last.entry.actor.id),
        untilMs: last?.body.expiresAtMs ?? null,
        entries: people.find(({ id }) => id === key)?.entries ?? 0,
        lastMs: used.findLast(isIts)?.entry.wallMs ?? null,
      };
    });
}

function stateOf(
  expiresAtMs: number | undefined,
  atMs: number,
  { revoked, declined }: { readonly revoked: boolean; readonly declined: boolean },
): string {
  if (revoked) return 'revoked';
  if (declined) return 'declined';
  if (expiresAtMs === undefined) return 'asked_for';
  return expiresAtMs <= atMs ? 'expired' : 'good';
}
