import type { ReportId } from '../../shared/domain/index.ts';
import { EVENTS, type Entry } from '../../shared/formats/index.ts';
import type { ReportView } from '../../shared/ipc/index.ts';
import type { Content } from './content.ts';
import type { Desk } from './desk/desk.ts';
import { nameOf } from './people.ts';
import { PERIOD_PDF } from './period-reports.ts';

const RUN_PDF = 'audit/audit_report.pdf';
/** Places for signatures behind the first, as reports are made. */
const MOST_FURTHER_SIGNATURES = 3;

type Issued = Omit<ReportView, 'signatures' | 'maySign'>;

interface Signed {
  readonly person: string;
  readonly view: ReportView['signatures'][number];
}

/**
 * Everything that was ever issued, oldest first, each with the checkpoint that it took along and those
 * who signed it after its author.
 */
export async function listReports(desk: Desk<Content>): Promise<ReportView[]> {
  const found = await desk.journal.read.ofKinds(['report.issue', 'report.countersign', 'journal.checkpoint']);
  const intents = new Map<number, Entry>();
  const reports = new Map<ReportId, { readonly issued: Issued; readonly author: string }>();
  const signatures = new Map<string, Signed[]>();
  let checkpoint: ReportView['checkpoint'];
  const checkpointBefore = new Map<number, ReportView['checkpoint']>();
  for (const { entry } of found) {
    if (entry.kind === 'journal.checkpoint') {
      const { size, root, reason } = EVENTS['journal.checkpoint'].event.parse(entry.body);
      if (reason === 'report') checkpoint = { entry: entry.seq, size, root };
      continue;
    }
    if (entry.phase === 'intent') {
      intents.set(entry.seq, entry);
      checkpointBefore.set(entry.seq, checkpoint);
      continue;
    }
    const intent = intents.get(entry.intent ?? -1);
    if (intent === undefined) continue;
    if (entry.kind === 'report.countersign') {
      const signed = signedBy(desk, entry, intent);
      if (signed === undefined) continue;
      signatures.set(signed.report, [...(signatures.get(signed.report) ?? []), signed]);
      continue;
    }
    const view = issuedBy(desk, entry, intent);
    const taken = checkpointBefore.get(intent.seq);
    if (view !== undefined)
      reports.set(view.id, {
        issued: { ...view, ...(taken === undefined ? {} : { checkpoint: taken }) },
        author: entry.actor.id,
      });
  }
  return [...reports.values()].map(({ issued, author }) => {
    const signed = signatures.get(issued.id) ?? [];
    const me = desk.person?.id;
    return {
      ...issued,
      signatures: signed.map(({ view }) => view),
      maySign:
        me !== undefined &&
        signed.length < MOST_FURTHER_SIGNATURES &&
        ![author, ...signed.map(({ person }) => person)].includes(me),
    };
  });
}

function signedBy(
  desk: Desk<Content>,
  { seq, wallMs, actor, body }: Entry,
  intent: Entry,
): (Signed & { readonly report: ReportId }) | undefined {
  if (!EVENTS['report.countersign'].outcome.parse(body).ok) return undefined;
  const { report, meaning } = EVENTS['report.countersign'].intent.parse(intent.body);
  const view = { entry: seq, by: nameOf(desk.everyone, actor.id), meaning, atMs: wallMs };
  return { report, person: actor.id, view };
}

function issuedBy(
  desk: Desk<Content>,
  { body, wallMs, actor, run }: Entry,
  intent: Entry,
): Issued | undefined {
  const issued = EVENTS['report.issue'].outcome.parse(body);
  if (!issued.ok) return undefined;
  const { report: id, sizeBytes, pages, sha256 } = issued;
  const { throughSeq, kind, fromMs, toMs } = EVENTS['report.issue'].intent.parse(intent.body);
  return {
    ...{ id, kind, sizeBytes, pages, sha256, issuedAtMs: wallMs, throughSeq },
    ...(run === undefined ? {} : { run }),
    ...(fromMs === undefined || toMs === undefined ? {} : { period: { fromMs, toMs } }),
    file: `${id}/${kind === 'run' ? RUN_PDF : PERIOD_PDF}`,
    issuedBy: nameOf(desk.everyone, actor.id),
  };
}
