import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setImmediate as breathe } from 'node:timers/promises';
import { epochFileName, headFileName } from '../../../shared/formats/index.ts';
import { CitedPayloads } from './cited-payloads.ts';
import { checkEarlierEpochs, newestEpoch } from './epochs.ts';
import { sha256 } from './node-tools.ts';
import { copyPrivately, readBeside, readBesideCopy, stampOf, type Beside } from './private-copy.ts';
import { scanAll, scanHere } from './scan-all.ts';
import { fileImage, memoryImage } from './storage/index.ts';
import type { Check, Fault, Verdict } from './verdict.ts';
import { EpochVerification, rootInHex, type EpochConclusion, type EpochKeys } from './verify-epoch.ts';
import { worstOf } from './worst.ts';

export interface VerifyJournalOptions extends EpochKeys {
  /** The workspace; the journal stands in its `journal` folder. Never written to. */
  readonly folder: string;
  readonly onProgress?: ((progress: VerifyProgress) => void) | undefined;
  /** Ends it early; it rejects with the reason then. */
  readonly signal?: AbortSignal | undefined;
  /** Takes the payloads that entries cite, for `verifyPayloads`. The caller closes it. */
  readonly payloads?: CitedPayloads | undefined;
}

/** How many of the pages with entries are verified. */
export interface VerifyProgress {
  readonly done: number;
  readonly total: number;
}

export interface JournalReport {
  readonly verdict: Verdict;
  /** What the verdict would be without the witnessed checkpoints. */
  readonly withoutWitness: { readonly verdict: Verdict; readonly firstBad: number | undefined };
  /** Position of the first entry that the verdict speaks of, where it speaks of one. */
  readonly firstBad: number | undefined;
  /** Entries of the epoch that is written to. */
  readonly size: number;
  /** RFC 6962 root over them, hexadecimal; empty where entries are missing. */
  readonly root: string;
  readonly checks: readonly Check[];
}

/** Tries before a journal that is being written to counts as it was found. */
const TRIES = 3;

/**
 * Recomputes everything about a journal from its stored bytes: pages, log, schema, positions, links,
 * leaf hashes, MACs, entry schemas, checkpoints. Damage of any kind is a verdict, never an exception.
 *
 * Reads the files in their place, without SQLite, so that nothing is copied and nothing written. Where a
 * writer was at work meanwhile and something looks wrong, a private copy tells.
 */
export async function verifyJournal(options: VerifyJournalOptions): Promise<JournalReport> {
  const epoch = await newestEpoch(options.folder);
  const path = join(options.folder, 'journal', epochFileName(epoch));
  for (let attempt = 1; ; attempt += 1) {
    try {
      const before = stampOf(path);
      const found = await verifyOnce(path, epoch, attempt > 1, options);
      const settled = stampOf(path) === before || attempt === TRIES;
      if ((found.report.verdict === 'ok' && !found.torn) || settled) return found.report;
    } catch (error) {
      const { code } = error as NodeJS.ErrnoException;
      if (code === 'ENOENT') return unreadable('the journal is missing');
      if (code === undefined && attempt < TRIES) continue;
      return unreadable(`it cannot be read (${code ?? 'it kept changing'})`);
    }
  }
}

interface Found {
  readonly report: JournalReport;
  readonly torn: boolean;
}

async function verifyOnce(
  path: string,
  epoch: number,
  copied: boolean,
  options: VerifyJournalOptions,
): Promise<Found> {
  // Before all else: a head that is written later may know entries that were not read.
  const head = await headText(options.folder, epoch);
  if (!copied) return verifyFile({ path, epoch, head, ...readBeside(path) }, options);
  const copy = await copyPrivately(path);
  try {
    return await verifyFile({ path: copy.path, epoch, head, ...readBesideCopy(copy.path) }, options);
  } finally {
    await copy.remove();
  }
}

interface FileEvidence extends Beside {
  readonly path: string;
  readonly epoch: number;
  readonly head: string | undefined;
}

async function verifyFile(evidence: FileEvidence, options: VerifyJournalOptions): Promise<Found> {
  const image = fileImage(evidence.path);
  const payloads = options.payloads ?? new CitedPayloads();
  try {
    payloads.clear();
    const earlierHeads = await headsBefore(options.folder, evidence.epoch);
    const verification = new EpochVerification({ ...evidence, image, earlierHeads }, options, payloads);
    const { source, wal, range, leaves } = verification;
    const data = {
      path: evidence.path,
      sizeBytes: image.sizeBytes,
      databaseKey: options.databaseKey,
      macKey: options.macKey,
      log: evidence.log,
      logPages: wal.pages,
      range,
    };
    await scanAll(source, leaves, data, {
      signal: options.signal,
      onScanned: (scanned) => {
        verification.take(scanned);
      },
      onLeaves: (done, total) => options.onProgress?.({ done, total }),
    });
    for (const others = verification.checkOtherPages(); others.next().done !== true;) await breathe();
    const concluded = verification.conclude();
    const earlier = await checkEarlierEpochs(sha256, concluded.chain, options);
    const checks = evidence.epoch === 1 ? [] : [earlier.check];
    return { report: toReport(concluded, checks, earlier.fault), torn: concluded.torn };
  } finally {
    image.close();
    if (options.payloads === undefined) payloads.close();
  }
}

/** The files of an epoch as bytes in memory. */
export interface JournalImage {
  readonly database: Uint8Array;
  /** Empty where the journal was closed in order. */
  readonly log: Uint8Array;
  /** The log's index (`-shm`), where there is one. */
  readonly index?: Uint8Array | undefined;
  readonly head: string | undefined;
  /** 1 unless told otherwise. */
  readonly epoch?: number | undefined;
}

/**
 * The same for an epoch in memory, at once and in this thread: for who changes its bytes many times. Files
 * of earlier epochs are not looked at.
 */
export function verifyJournalImage(image: JournalImage, keys: EpochKeys): JournalReport {
  const payloads = new CitedPayloads();
  const evidence = {
    epoch: image.epoch ?? 1,
    image: memoryImage(image.database),
    log: image.log,
    index: image.index ?? new Uint8Array(),
    head: image.head,
  };
  const verification = new EpochVerification(evidence, keys, payloads);
  const { source, range, leaves } = verification;
  scanHere(source, leaves, { macKey: keys.macKey, range }, (scanned) => {
    verification.take(scanned);
  });
  for (const others = verification.checkOtherPages(); others.next().done !== true;);
  return toReport(verification.conclude(), [], undefined);
}

function toReport(
  concluded: EpochConclusion,
  more: readonly Check[],
  fault: Fault | undefined,
): JournalReport {
  const inside = [...concluded.faults, fault];
  const alone = worstOf(inside);
  const worst = worstOf([...inside, ...concluded.witnessFaults]);
  return {
    verdict: worst?.verdict ?? 'ok',
    withoutWitness: { verdict: alone?.verdict ?? 'ok', firstBad: alone?.seq },
    firstBad: worst?.seq,
    size: concluded.chain.size,
    root: rootInHex(concluded.chain),
    checks: [...concluded.checks, ...more],
  };
}

async function headText(folder: string, epoch: number): Promise<string | undefined> {
  try {
    return await readFile(join(folder, 'journal', headFileName(epoch)), 'utf8');
  } catch {
    return undefined;
  }
}

async function headsBefore(folder: string, epoch: number): Promise<ReadonlyMap<number, string>> {
  const heads = new Map<number, string>();
  for (let earlier = 1; earlier < epoch; earlier += 1) {
    const text = await headText(folder, earlier);
    if (text !== undefined) heads.set(earlier, text);
  }
  return heads;
}

function unreadable(why: string): JournalReport {
  return {
    verdict: 'cannot_read',
    withoutWitness: { verdict: 'cannot_read', firstBad: undefined },
    firstBad: undefined,
    size: 0,
    root: '',
    checks: [{ what: 'File', state: 'failed', detail: why }],
  };
}
