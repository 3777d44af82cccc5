import { EVENTS, type Entry } from '../../shared/formats/index.ts';
import type { ReportAnchoring, ReportDrill } from '../../shared/formats/report.ts';
import { ATTACKS, type IssuedCheckpoint, type Journal } from '../evidence/index.ts';
import { readWitnessState, type OwnKeys } from './witness-state.ts';

/** What a report says of witnesses and drills, as the journal tells it when the report is made. */
export interface ReportedAnchoring {
  readonly anchored: boolean;
  readonly anchoring: ReportAnchoring;
  readonly drill: ReportDrill | undefined;
}

/** @param checkpoint that of the report itself, which nobody outside knows yet */
export async function collectAnchoring(
  journal: Pick<Journal, 'read'>,
  keys: OwnKeys,
  checkpoint: IssuedCheckpoint,
): Promise<ReportedAnchoring> {
  const { lastAnchored } = await readWitnessState(journal, keys);
  const before = await checkpointOfReport(journal, checkpoint.seq - 1);
  const drilled = (await journal.read.ofKinds(['integrity.drilled'])).at(-1)?.entry;
  const { size } = checkpoint;
  return {
    anchored: (lastAnchored?.size ?? 0) >= size,
    anchoring: {
      unanchoredEntries: Math.max(0, size - (lastAnchored?.size ?? 0)),
      ...(lastAnchored === undefined ? {} : { last: renamed(lastAnchored) }),
      ...(before === undefined ? {} : { previous: before }),
    },
    drill: drilled === undefined ? undefined : drillOf(drilled),
  };
}

export type ReportCheckpoint = NonNullable<ReportAnchoring['previous']>;

/** The newest checkpoint up to a position that was signed for a report. */
export async function checkpointOfReport(
  { read }: Pick<Journal, 'read'>,
  throughSeq: number,
): Promise<ReportCheckpoint | undefined> {
  const { firstSeq } = await read.state();
  const checkpoints = await read.ofKinds(['journal.checkpoint'], firstSeq);
  const found = checkpoints.findLast(
    ({ entry }) => entry.seq <= throughSeq && entry.body.reason === 'report',
  )?.entry;
  if (found === undefined) return undefined;
  const { size, note } = EVENTS['journal.checkpoint'].event.parse(found.body);
  return { entry: found.seq, atMs: found.wallMs, size, note };
}

function renamed({
  kind,
  size,
  wallMs,
  witness,
}: {
  kind: 'report' | 'file' | 'workspace';
  size: number;
  wallMs: number;
  witness?: string | undefined;
}): NonNullable<ReportAnchoring['last']> {
  return { kind, size, atMs: wallMs, ...(witness === undefined ? {} : { witness }) };
}

function drillOf({ seq, wallMs, body }: Entry): ReportDrill {
  const { size, asExpected, attacks } = EVENTS['integrity.drilled'].event.parse(body);
  const words = (verdict: string): string => verdict.replaceAll('_', ' ');
  return {
    entry: seq,
    atMs: wallMs,
    size,
    asExpected,
    attacks: attacks.map(({ attack, without, with: witnessed }) => ({
      what: ATTACKS[attack].what,
      without: words(without),
      with: words(witnessed),
    })),
  };
}
