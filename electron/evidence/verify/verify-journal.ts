import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import {
  epochFileName,
  epochOrigin,
  headFileName,
  parseCheckpoint,
  toHex,
} from '../../../shared/formats/index.ts';
import { checkStorage, type StorageResult } from './check-storage.ts';
import { checkHead, checkOutside, checkRecorded, genuine, openHead } from './checkpoints.ts';
import { chainChecks, checkFor } from './checks.ts';
import { checkpointVerifier, hmacSha256, sha256 } from './node-tools.ts';
import { checkEarlierEpochs, newestEpoch } from './epochs.ts';
import { copyPrivately, type PrivateCopy } from './private-copy.ts';
import type { Check, Fault, Verdict } from './verdict.ts';
import { walkCopy } from './walk-copy.ts';

export interface VerifyJournalOptions {
  /** The workspace; the journal stands in its `journal` folder. Never written to. */
  readonly folder: string;
  readonly databaseKey: Uint8Array;
  /** Without it, MACs are reported as not checked. */
  readonly macKey?: Uint8Array | undefined;
  /** Ed25519, 32 bytes. */
  readonly checkpointPublicKey: Uint8Array;
  readonly origin: string;
  /** Checkpoints kept outside the workspace: notes from printed reports, witnesses, other media. */
  readonly witnessed?: readonly string[] | undefined;
  readonly onProgress?: ((progress: VerifyProgress) => void) | undefined;
}

export interface VerifyProgress {
  readonly phase: 'pages' | 'entries';
  readonly done: number;
  readonly total: number;
}

export interface JournalReport {
  readonly verdict: Verdict;
  /** What the verdict would be without the witnessed checkpoints. */
  readonly withoutWitness: { readonly verdict: Verdict; readonly firstBad: number | undefined };
  /** Position of the first entry that the verdict speaks of, where it speaks of one. */
  readonly firstBad: number | undefined;
  /** Entries read. */
  readonly size: number;
  /** RFC 6962 root over them, hexadecimal. */
  readonly root: string;
  readonly checks: readonly Check[];
  /** Ciphertext hash per payload that an entry cites, for `verifyPayloads`. */
  readonly payloads: ReadonlyMap<string, string>;
}

const COPIES = 3;

/**
 * Recomputes everything about a journal from its stored bytes: pages, log, schema, positions, links,
 * leaf hashes, MACs, entry schemas, checkpoints. Damage of any kind is a verdict, never an exception.
 */
export async function verifyJournal(options: VerifyJournalOptions): Promise<JournalReport> {
  const epoch = await newestEpoch(options.folder);
  const path = join(options.folder, 'journal', epochFileName(epoch));
  for (let attempt = 1; ; attempt += 1) {
    // Before the copy: a head that is written later may know entries that the copy lacks.
    const head = await headText(options.folder, epoch);
    let copy: PrivateCopy;
    try {
      copy = await copyPrivately(path);
    } catch (error) {
      const code = (error as NodeJS.ErrnoException).code ?? 'it kept changing';
      return unreadable([], code === 'ENOENT' ? 'the journal is missing' : `no copy could be made (${code})`);
    }
    try {
      const storage = await checkStorage(copy.path, options.databaseKey, (done, total) => {
        options.onProgress?.({ phase: 'pages', done, total });
      });
      // A writer at work may have been in the middle of a commit; a copy made later tells.
      if (storage.torn && attempt < COPIES) continue;
      return await verifyCopy(copy.path, storage, { epoch, head }, options);
    } finally {
      await copy.remove();
    }
  }
}

async function verifyCopy(
  path: string,
  storage: StorageResult,
  { epoch, head: headFile }: { readonly epoch: number; readonly head: string | undefined },
  options: VerifyJournalOptions,
): Promise<JournalReport> {
  if (storage.hopeless !== undefined) return unreadable(storage.checks, storage.hopeless);

  const mac = options.macKey === undefined ? undefined : hmacSha256(options.macKey);
  const origin = epochOrigin(options.origin, epoch);
  const verifier = checkpointVerifier(origin, options.checkpointPublicKey);
  const opened = openHead(headFile, origin, mac);
  const head = 'head' in opened ? opened.head : undefined;
  const ownNotes = head === undefined || head.note === '' ? [] : [head.note];
  const witnessed = options.witnessed ?? [];
  const wanted = [...(head === undefined ? [] : [head.size]), ...[...ownNotes, ...witnessed].flatMap(sizeOf)];
  const { chain, faults, schema, readAll } = await walkCopy(
    path,
    options.databaseKey,
    { hash: sha256, mac },
    wanted,
    (done, total) => options.onProgress?.({ phase: 'entries', done, total }),
  );

  const recorded = checkRecorded(sha256, chain, verifier);
  // Where reading stopped, whether there once was more is no longer a question of cutting.
  const reach = (fault: Fault | undefined): Fault | undefined =>
    (fault?.verdict === 'tail_cut' || fault?.verdict === 'rolled_back') && fault.seq !== undefined && !readAll
      ? undefined
      : fault;
  const headFault = reach(
    head === undefined ? ('fault' in opened ? opened.fault : undefined) : checkHead(head, chain),
  );
  const held = (notes: readonly string[], whose: string, tooShort: 'tail_cut' | 'rolled_back') =>
    notes.map((note) => {
      const signed = genuine(sha256, note, verifier);
      if (signed !== undefined) return reach(checkOutside(signed, chain, whose, tooShort));
      return { verdict: 'checkpoint_forged', detail: `the signature of ${whose} does not hold` } as const;
    });
  const ownFaults = [headFault, ...held(ownNotes, 'the head record', 'tail_cut')];
  const witnessFaults = held(witnessed, 'a witnessed checkpoint', 'rolled_back');

  const earlier = await checkEarlierEpochs(sha256, chain, options);
  const inside = [...storage.faults, ...faults, ...chain.faults, recorded.fault, ...ownFaults, earlier.fault];
  const alone = worstOf(inside);
  const worst = worstOf([...inside, ...witnessFaults]);
  return {
    verdict: worst?.verdict ?? 'ok',
    withoutWitness: { verdict: alone?.verdict ?? 'ok', firstBad: alone?.seq },
    firstBad: worst?.seq,
    size: chain.size,
    root: toHex(chain.root),
    checks: [
      ...storage.checks,
      schema,
      ...chainChecks(chain, {
        withMac: mac !== undefined,
        stopped: faults.find(({ verdict }) => verdict === 'cannot_read'),
      }),
      checkFor('Checkpoints', [recorded.fault], `${recorded.good} signed checkpoints hold`),
      checkFor('Head record', ownFaults, 'the journal reaches as far as its head record says'),
      witnessCheck(witnessed.length, witnessFaults),
      ...(epoch === 1 ? [] : [earlier.check]),
    ],
    payloads: chain.payloads,
  };
}

/** What only a checkpoint from outside can show: a whole workspace put back, or rewritten with all keys. */
function witnessCheck(count: number, faults: readonly (Fault | undefined)[]): Check {
  const check: Check =
    count === 0
      ? {
          what: 'Witnesses',
          state: 'not_checked',
          detail:
            'no checkpoint from outside was given; only one shows a rollback or a rewrite with all keys',
        }
      : checkFor('Witnesses', faults, `${count} hold: the journal grew out of what they saw`);
  return { ...check, onlyWitness: true };
}

function sizeOf(note: string): number[] {
  try {
    return [parseCheckpoint(note).size];
  } catch {
    return [];
  }
}

async function headText(folder: string, epoch: number): Promise<string | undefined> {
  try {
    return await readFile(join(folder, 'journal', headFileName(epoch)), 'utf8');
  } catch {
    return undefined;
  }
}

function unreadable(checks: readonly Check[], why: string): JournalReport {
  return {
    verdict: 'cannot_read',
    withoutWitness: { verdict: 'cannot_read', firstBad: undefined },
    firstBad: undefined,
    size: 0,
    root: '',
    checks: [...checks, { what: 'File', state: 'failed', detail: why }],
    payloads: new Map(),
  };
}

/** What to say where two faults show at the same place, or at none. */
const PRECEDENCE: readonly Fault['verdict'][] = [
  'entry_missing',
  'order_changed',
  'entry_altered',
  'chain_rewritten',
  'checkpoint_forged',
  'tail_cut',
  'rolled_back',
  'payload_altered',
  'schema_altered',
  'clock_stepped_back',
  'cannot_read',
];

/**
 * The fault that the verdict names. Where something cannot be read, that is it: other faults may follow
 * from it. Else the earliest entry that a fault points at, then what only shows as a whole.
 */
function worstOf(found: readonly (Fault | undefined)[]): Fault | undefined {
  const faults = found.filter((fault) => fault !== undefined);
  const unread = faults.filter(({ verdict }) => verdict === 'cannot_read');
  const place = ({ seq, fromThere }: Fault): number => (fromThere === true ? Infinity : (seq ?? Infinity));
  const compare = (a: Fault, b: Fault): number => {
    const [at, than] = [place(a), place(b)];
    return at === than ? PRECEDENCE.indexOf(a.verdict) - PRECEDENCE.indexOf(b.verdict) : at - than;
  };
  return [...(unread.length > 0 ? unread : faults)].sort(compare)[0];
}
