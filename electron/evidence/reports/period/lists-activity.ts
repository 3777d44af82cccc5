import type { ReportList } from '../../../../shared/formats/period-report.ts';
import type { EventBody } from '../../../../shared/formats/journal/index.ts';
import { plural, safeWord, words } from '../text.ts';
import { agentName, column, list, type PeriodView } from './view.ts';

/** What each person did, as far as a reviewer asks. */
export function personActivity(view: PeriodView): ReportList {
  const failed = new Map<string, number>();
  for (const { body } of view.within('auth.sign_in_failed', 'event'))
    failed.set(body.claimed, (failed.get(body.claimed) ?? 0) + 1);
  const known = new Set(view.facts.people.map(({ id }) => id));
  const onlyFailed = [...failed].filter(([id]) => !known.has(id));
  return list(
    {
      id: 'person_activity',
      title: 'Activity of each person',
      about:
        'Sign-ins, failed sign-ins under the person’s name, entries that mark access to patient data, looks into the record itself, and refused requests.',
      query: 'all entries of the period by actor; auth.sign_in_failed by the claimed person',
      empty: 'Nobody acted in the period.',
      columns: [
        column('person', 'Person', 'text', 24),
        column('days', 'Days', 'count', 8),
        column('entries', 'Entries', 'count', 10),
        column('signIns', 'Sign-ins', 'count', 10),
        column('failed', 'Failed', 'count', 9),
        column('phi', 'Patient data', 'count', 12),
        column('views', 'Looks', 'count', 9),
        column('refused', 'Refused', 'count', 10),
        column('first', 'First', 'time', 18),
        column('last', 'Last', 'time', 18),
      ],
    },
    [
      ...view.facts.people
        .toSorted((a, b) => b.entries - a.entries)
        .map((person) => [
          ...[view.nameOf(person.id), person.days, person.entries, person.signIns],
          ...[failed.get(person.id) ?? 0, person.phiEntries, person.views, person.refused],
          ...[person.firstMs, person.lastMs],
        ]),
      ...onlyFailed.map(([id, count]) => [
        ...[
          id === 'unknown' ? 'a name that no person has' : view.nameOf(id),
          0,
          0,
          0,
          count,
          0,
          0,
          0,
          null,
          null,
        ],
      ]),
    ],
  );
}

export function failedSignIns(view: PeriodView): ReportList {
  return list(
    {
      id: 'failed_sign_ins',
      title: 'Failed sign-ins',
      about:
        'Attempts with a wrong password or an unknown name. An attempt before the workspace was open was kept outside the journal and merged at the next unlock; its own time is given where it is known.',
      query: 'entries auth.sign_in_failed and auth.locked_out in the period',
      empty: 'No sign-in failed in the period.',
      columns: [
        column('entry', 'Entry', 'entry', 10),
        column('at', 'Happened', 'time', 24),
        column('claimed', 'Under the name of', 'text', 30),
        column('reason', 'Why', 'text', 40),
      ],
    },
    [
      ...view.within('auth.sign_in_failed', 'event').map(({ entry, body }) => ({
        ...{ entry, atMs: body.happenedAtMs, claimed: body.claimed, why: body.reason },
      })),
      ...view.within('auth.locked_out', 'event').map(({ entry, body }) => ({
        ...{ entry, atMs: body.happenedAtMs, claimed: body.claimed },
        why: `${body.failures} wrong passwords in a row: the next one has to wait`,
      })),
    ]
      .sort((a, b) => a.entry.seq - b.entry.seq)
      .map(({ entry, atMs, claimed, why }) => [
        ...[entry.seq, atMs ?? entry.wallMs],
        claimed === 'unknown' ? 'a name that no person has' : view.nameOf(claimed),
        view.guard.code(why),
      ]),
  );
}

export function emergencies(view: PeriodView): ReportList {
  const ended = new Map(view.ever('emergency.ended', 'event').map((fact) => [fact.body.began, fact]));
  const reviewed = new Map(view.ever('emergency.reviewed', 'event').map((fact) => [fact.body.began, fact]));
  return list(
    {
      id: 'emergency_access',
      title: 'Access in emergencies',
      about: 'Who went beyond their rights, why, when it ended, and who judged it. Nobody judges their own.',
      query: 'entries emergency.began in the period, with emergency.ended and emergency.reviewed of any time',
      empty: 'No emergency access in the period.',
      columns: [
        column('entry', 'Entry', 'entry', 8),
        column('person', 'Person', 'person', 18),
        column('at', 'Began', 'time', 17),
        column('ended', 'Ended', 'time', 17),
        column('reason', 'Reason, and what was opened', 'text', 30),
        column('judgement', 'Judged', 'state', 13),
        column('by', 'By', 'person', 17),
      ],
    },
    view.within('emergency.began', 'event').map(({ entry, body }) => {
      const review = reviewed.get(entry.seq);
      return [
        ...[entry.seq, view.nameOf(body.person), entry.wallMs, ended.get(entry.seq)?.entry.wallMs ?? null],
        reasonOf(body, ended.get(entry.seq)?.body.views),
        ...[review?.body.judgement ?? null, review === undefined ? null : view.nameOf(review.entry.actor.id)],
      ];
    }),
  );
}

/** The word for the reason, what the access was for, and how often something was looked at. */
function reasonOf({ reason, scope }: EventBody<'emergency.began'>, views: number | undefined): string {
  const what = scope.kind === 'dataset' ? 'one table' : 'one run';
  return `${words(reason)}: ${what}${views === undefined ? '' : `, ${plural(views, 'look')}`}`;
}

/** Agents that were stopped, and who let them work again. */
export function pausedAgents(view: PeriodView): ReportList {
  return list(
    {
      id: 'paused_agents',
      title: 'Agents that were stopped',
      about: 'An agent that keeps trying what is denied is stopped until a person lets it work again.',
      query: 'entries agent.paused and agent.released in the period',
      empty: 'No agent was stopped in the period.',
      columns: [
        column('entry', 'Entry', 'entry', 8),
        column('at', 'When', 'time', 18),
        column('agent', 'Agent', 'code', 18),
        column('what', 'What', 'text', 40),
        column('who', 'Person', 'person', 18),
      ],
    },
    [
      ...view.within('agent.paused', 'event').map(({ entry, body }) => ({
        entry,
        what: view.guard.code(`stopped after ${body.denials} denials by ${body.ruleId}`),
        who: view.nameOf(body.forPerson),
      })),
      ...view.within('agent.released', 'event').map(({ entry, body }) => ({
        entry,
        what: view.guard.person(`let work again (${body.meaning}): ${body.reason}`),
        who: view.nameOf(entry.actor.id),
      })),
    ]
      .sort((a, b) => a.entry.seq - b.entry.seq)
      .map(({ entry, what, who }) => [entry.seq, entry.wallMs, agentName(entry.agent), what, who]),
  );
}

/** Looks into the record and checks of it, by person: that it was examined. */
export function examinations(view: PeriodView): ReportList {
  const checks = [
    ...view.within('integrity.verified', 'event').map(({ entry, body }) => ({
      entry,
      what: `verified over ${body.size} entries`,
      outcome: body.verdict,
    })),
    ...view.within('integrity.drilled', 'event').map(({ entry, body }) => ({
      entry,
      what: `tamper drill on a copy of ${body.size} entries`,
      outcome: body.asExpected ? 'ok' : 'failed',
    })),
    ...view
      .within('report.issue', 'outcome')
      .flatMap(({ entry, body }) =>
        body.ok ? [{ entry, what: `report of ${body.pages} pages issued`, outcome: 'done' }] : [],
      ),
  ].sort((a, b) => a.entry.seq - b.entry.seq);
  return list(
    {
      id: 'examinations',
      title: 'Examinations of the record',
      about:
        'Verifications, drills and reports. Looks into entries are counted for each person in the list of activity.',
      query: 'entries integrity.verified, integrity.drilled and report.issue (outcome) in the period',
      empty: 'The record was not examined in the period.',
      columns: [
        column('entry', 'Entry', 'entry', 8),
        column('at', 'When', 'time', 20),
        column('by', 'By', 'person', 22),
        column('what', 'What', 'text', 34),
        column('outcome', 'Outcome', 'text', 16),
      ],
    },
    checks.map(({ entry, what, outcome }) => [
      ...[entry.seq, entry.wallMs, view.nameOf(entry.actor.id), view.guard.code(what)],
      view.guard.code(outcome.replaceAll('_', ' ')),
    ]),
  );
}

/** Runs that began in the period. */
export function runsList(view: PeriodView): ReportList {
  const ended = new Map(view.ever('run.ended', 'event').map((fact) => [fact.entry.run, fact.body]));
  return list(
    {
      id: 'runs',
      title: 'Runs of agents',
      about:
        'Runs that began in the period, with the table, the purpose, the profile and how they ended. Each has a report of its own.',
      query: 'entries run.started in the period, with run.ended of any time',
      empty: 'No run began in the period.',
      columns: [
        column('entry', 'Entry', 'entry', 8),
        column('at', 'Began', 'time', 17),
        column('who', 'Person', 'person', 17),
        column('pipeline', 'Pipeline', 'code', 17),
        column('table', 'Table', 'text', 16),
        column('purpose', 'Purpose', 'code', 11),
        column('profile', 'Profile', 'code', 10),
        column('state', 'State', 'state', 13),
        column('calls', 'Calls', 'count', 8),
        column('denials', 'Denials', 'count', 9),
      ],
    },
    view.within('run.started', 'event').map(({ entry, body }) => {
      const end = ended.get(entry.run);
      return [
        ...[entry.seq, entry.wallMs, view.nameOf(entry.actor.id), safeWord(body.template)],
        ...[
          body.table ?? view.tableOf(body.dataset),
          safeWord(body.purpose),
          safeWord(body.complianceProfile),
        ],
        ...[end?.state ?? 'not_ended', end?.calls ?? null, end?.denials ?? null],
      ];
    }),
  );
}

/** Policies, keys and people's own words for the redactor: what was changed, by whom. */
export function changesList(view: PeriodView): ReportList {
  const changes = [
    ...view.within('policy.activated', 'event').map(({ entry, body }) => ({
      entry,
      what: `policy of profile ${body.profile} in effect, replacing another (${body.meaning})`,
      sha256: body.policySha256,
    })),
    ...view.within('policy.withdrawn', 'event').map(({ entry }) => ({
      entry,
      what: 'policy withdrawn',
      sha256: null,
    })),
    ...view.within('policy.site_trusted', 'event').map(({ entry, body }) => ({
      entry,
      what: 'key of the site for policy packs trusted',
      sha256: body.siteFingerprint,
    })),
    ...view.within('key.created', 'event').map(({ entry, body }) => ({
      entry,
      what: `key made: ${body.what}`,
      sha256: body.fingerprint ?? null,
    })),
    ...view.doneWithin('key.rotated').map(({ entry, body }) => ({
      entry,
      what: `content keys changed: epoch ${body.epoch}`,
      sha256: null,
    })),
    ...view.doneWithin('model.pin').map(({ entry, body }) => ({
      entry,
      what: `model pinned: ${body.name}`,
      sha256: body.sha256,
    })),
    ...view.within('redaction.dictionary_changed', 'event').map(({ entry, body }) => ({
      entry,
      what: `dictionary of the redactor changed: ${body.identifiers} identifiers, ${body.words} words`,
      sha256: null,
    })),
    ...view.within('payload.erase', 'intent').map(({ entry, body }) => ({
      entry,
      what: `keys of ${body.payloads} payloads asked to be destroyed: ${body.reason}`,
      sha256: null,
    })),
  ].sort((a, b) => a.entry.seq - b.entry.seq);
  return list(
    {
      id: 'changes',
      title: 'Policies, keys, models and erasures: what was changed',
      about:
        'Changes of what governs work, with who made them. A policy is put in effect by another person than its author.',
      query:
        'entries policy.activated, policy.withdrawn, policy.site_trusted, key.*, model.pin (outcome), redaction.dictionary_changed and payload.erase in the period',
      empty: 'Nothing of this was changed in the period.',
      columns: [
        column('entry', 'Entry', 'entry', 8),
        column('at', 'When', 'time', 18),
        column('by', 'By', 'person', 18),
        column('what', 'What', 'text', 36),
        column('sha256', 'SHA-256 or fingerprint', 'sha256', 26),
      ],
    },
    changes.map(({ entry, what, sha256 }) => [
      ...[entry.seq, entry.wallMs, view.nameOf(entry.actor.id), view.guard.person(what), sha256],
    ]),
  );
}
