import { randomBytes, randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Problem } from '../../../shared/domain/index.ts';
import { DRILL_ATTACKS, type DrillAttack, type Verdict } from '../../../shared/formats/index.ts';
import type { Clock } from '../../core/index.ts';
import { createJournal, verifyWorkspace, type JournalOptions } from '../journal/index.ts';
import { checkpointSigner } from '../journal/signer.ts';
import { verdictInWords } from '../verify/index.ts';
import { ATTACKS, type AttackAbout } from './attacks.ts';
import { attackCopy } from './act.ts';
import { makeCopy, type DrillCopy } from './copy.ts';

/** What verifying an attacked copy said. */
export interface DrillVerdict {
  readonly verdict: Verdict | 'not_checked';
  readonly words: string;
  readonly firstBad?: string;
}

export interface DrillRow extends AttackAbout {
  readonly attack: DrillAttack;
  readonly without: DrillVerdict;
  readonly with: DrillVerdict;
  readonly onlyWitness: boolean;
  readonly asExpected: boolean;
}

export interface DrillResult {
  /** Entries of the copy that was attacked. */
  readonly size: number;
  readonly rows: readonly DrillRow[];
  readonly asExpected: boolean;
}

export interface DrillPorts {
  onProgress?(done: number, total: number, message: string): void;
  readonly signal?: AbortSignal | undefined;
}

/**
 * Attacks a copy of a journal in every way that the drill knows, and verifies each with and without a
 * checkpoint that was kept elsewhere. The journal itself is only read.
 *
 * @throws Problem `damaged` or `cannot be opened` for a journal that does not verify to begin with,
 * `cancelled`
 */
export async function runDrill(options: JournalOptions, ports: DrillPorts = {}): Promise<DrillResult> {
  const total = DRILL_ATTACKS.length + 1;
  const step = (done: number, message: string): void => {
    if (ports.signal?.aborted === true) throw new Problem('cancelled', 'the drill was cancelled');
    ports.onProgress?.(done, total, message);
  };
  step(0, 'copying the journal');
  const copy = await makeCopy(options);
  try {
    step(0, 'verifying the untouched copy');
    const untouched = await judge(copy, options);
    if (untouched.with.verdict !== 'ok')
      throw new Problem(
        'damaged',
        'the journal does not verify as it is, so a drill would show nothing',
        'Run `swarm audit verify` on the workspace first.',
      );
    const rows: DrillRow[] = [];
    for (const attack of DRILL_ATTACKS) {
      const about = ATTACKS[attack];
      step(rows.length + 1, about.what);
      await attackCopy(attack, copy, options);
      rows.push(rowOf(attack, about, await judge(copy, options)));
      await copy.restore();
    }
    step(total, 'done');
    return { size: copy.size, rows, asExpected: rows.every(({ asExpected }) => asExpected) };
  } finally {
    await copy.remove();
  }
}

/** A drill on a small journal of its own: needs no workspace and no password. */
export async function runDemoDrill(clock: Clock, ports: DrillPorts = {}): Promise<DrillResult> {
  const folder = await mkdtemp(join(tmpdir(), 'swarm-drill-demo-'));
  const options: JournalOptions = {
    folder,
    databaseKey: randomBytes(32),
    macKey: randomBytes(32),
    checkpointSeed: randomBytes(32),
    origin: `swarm-clinical.invalid/${randomUUID()}`,
    clock,
  };
  try {
    const journal = await createJournal(options);
    const context = { actor: { id: 'application', role: 'none' }, correlation: 'demo' } as const;
    for (let i = 0; i < 20; i += 1) await journal.event('journal.viewed', { what: 'entries' }, context);
    await journal.checkpoint('exit');
    await journal.close();
    return await runDrill(options, ports);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** The row of an attack from what is kept of it: for drills that the journal records. */
export function rowOf(
  attack: DrillAttack,
  about: AttackAbout,
  verdicts: { readonly without: DrillVerdict; readonly with: DrillVerdict },
): DrillRow {
  const { without, with: witnessed } = verdicts;
  const { expected } = about;
  return {
    attack,
    ...about,
    without,
    with: witnessed,
    onlyWitness: without.verdict === 'ok' && witnessed.verdict !== 'ok',
    asExpected: without.verdict === expected.without && witnessed.verdict === expected.with,
  };
}

async function judge(
  copy: DrillCopy,
  options: JournalOptions,
): Promise<{ readonly without: DrillVerdict; readonly with: DrillVerdict }> {
  const { journal, payloads } = await verifyWorkspace({
    folder: copy.folder,
    databaseKey: options.databaseKey,
    macKey: options.macKey,
    checkpointPublicKey: checkpointSigner(options.checkpointSeed).publicKey,
    origin: options.origin,
    witnessed: [copy.note],
    contentDatabaseKey: copy.contentDatabaseKey,
    onlyPayloads: [...copy.payloads.keys()],
  });
  const tell = (verdict: Verdict, firstBad: number | undefined): DrillVerdict => {
    if (verdict === 'ok' && payloads.verdict === 'payload_altered')
      return { verdict: 'payload_altered', words: verdictInWords({ verdict: 'payload_altered', firstBad }) };
    return {
      verdict,
      words: verdictInWords({ verdict, firstBad: undefined }),
      ...(firstBad === undefined ? {} : { firstBad: `entry ${firstBad}` }),
    };
  };
  return {
    without: tell(journal.withoutWitness.verdict, journal.withoutWitness.firstBad),
    with: tell(journal.verdict, journal.firstBad),
  };
}
