import { parseCheckpoint, toHex, epochOrigin } from '../../../shared/formats/index.ts';
import { ChainJoin, type ChainResult } from './chain.ts';
import { checkHead, checkOutside, checkRecorded, genuine, openHead } from './checkpoints.ts';
import { chainChecks, checkFor } from './checks.ts';
import { checkEarlierWitness } from './earlier-witness.ts';
import type { CitedPayloads } from './cited-payloads.ts';
import { DamagedPage, readLayout, type EpochLayout } from './layout.ts';
import { checkpointVerifier, hmacSha256, scanTools, sha256 } from './node-tools.ts';
import type { ScannedLeaves } from './scan-leaves.ts';
import type { ScanRange } from './scan.ts';
import {
  MalformedPage,
  PAGE_BYTES,
  PageCheck,
  PageSource,
  readWal,
  readWalIndex,
  type DatabaseImage,
  type WalReport,
} from './storage/index.ts';
import type { Check, Fault } from './verdict.ts';

/** The bytes that an epoch consists of. */
export interface EpochEvidence {
  readonly epoch: number;
  readonly image: DatabaseImage;
  readonly log: Uint8Array;
  /** The start of the log's index; empty where there is none. */
  readonly index: Uint8Array;
  /** The text of the head record, where there is one. */
  readonly head: string | undefined;
  /** Texts of the head records of earlier epochs, by epoch. */
  readonly earlierHeads?: ReadonlyMap<number, string> | undefined;
}

export interface EpochKeys {
  readonly databaseKey: Uint8Array;
  /** Without it, MACs are reported as not checked. */
  readonly macKey?: Uint8Array | undefined;
  /** Ed25519, 32 bytes. */
  readonly checkpointPublicKey: Uint8Array;
  /** Of the journal; each epoch has its own behind that. */
  readonly origin: string;
  /** Checkpoints kept outside the workspace: notes from printed reports, witnesses, other media. */
  readonly witnessed?: readonly string[] | undefined;
}

export interface EpochConclusion {
  readonly chain: ChainResult;
  readonly checks: readonly Check[];
  /** What the epoch itself shows, and what only a checkpoint from outside does. */
  readonly faults: readonly (Fault | undefined)[];
  readonly witnessFaults: readonly (Fault | undefined)[];
  /** The log ends in a commit that a writer may be in the middle of. */
  readonly torn: boolean;
}

/**
 * Verifies one epoch in three steps: opening finds its pages, `take` joins what was scanned of them in
 * their order, `conclude` holds the whole against head, checkpoints and witnesses.
 */
export class EpochVerification {
  readonly source: PageSource;
  readonly wal: WalReport;
  readonly range: ScanRange;
  readonly #evidence: EpochEvidence;
  readonly #keys: EpochKeys;
  readonly #payloads: CitedPayloads;
  readonly #layout: EpochLayout | undefined;
  readonly #pages: number;
  readonly #join: ChainJoin;
  readonly #unread: Fault[] = [];
  readonly #bad = new Set<number>();

  constructor(evidence: EpochEvidence, keys: EpochKeys, payloads: CitedPayloads) {
    this.#evidence = evidence;
    this.#keys = keys;
    this.#payloads = payloads;
    const { image, log } = evidence;
    const start = Buffer.alloc(16);
    image.read(start, 0);
    const check = new PageCheck(keys.databaseKey, start);
    this.wal = readWal(log, check, readWalIndex(evidence.index));
    this.source = new PageSource(image, check, { log, pages: this.wal.pages });
    this.#pages = Math.max(Math.ceil(image.sizeBytes / PAGE_BYTES), this.wal.databasePages);
    this.#layout = this.#find();
    const { epoch, firstSeq } = this.#layout?.start ?? { epoch: evidence.epoch, firstSeq: 0 };
    this.range = { epoch, firstSeq, wanted: this.#wantedSizes() };
    this.#join = new ChainJoin(
      scanTools(keys.macKey),
      { epoch, firstSeq },
      {
        onPayloads: (records) => {
          payloads.add(records);
        },
      },
      this.range.wanted,
    );
  }

  /** Leaf pages to scan, in the order of their entries. */
  get leaves(): Uint32Array {
    return this.#layout?.leaves ?? new Uint32Array();
  }

  take({ summary, broken, overflow }: ScannedLeaves): void {
    const before = this.#join.end;
    this.#join.add(summary);
    for (const { page, after } of broken) this.#cannotRead(page, after === undefined ? before : after + 1);
    for (const page of overflow)
      if (this.#layout?.seen.mark(page) === false) this.#cannotRead(page, undefined);
  }

  /** Checks every page that no entry stands on: a piece at a time, as a file may have many. */
  *checkOtherPages(): Generator<number> {
    const rest = this.#layout?.seen.rest(PAGES_AT_ONCE) ?? stretches(this.#pages);
    for (const [first, count] of rest) {
      for (const page of this.source.bad(first, count)) this.#cannotRead(page, undefined);
      yield first + count;
    }
  }

  conclude(): EpochConclusion {
    const { epoch, head: headText } = this.#evidence;
    const { macKey, checkpointPublicKey, origin: journalOrigin, witnessed = [] } = this.#keys;
    const contradiction = this.#payloads.contradiction();
    if (contradiction !== undefined)
      this.#join.addFault({
        verdict: 'payload_altered',
        seq: contradiction,
        detail: 'it cites a payload under another hash than an earlier entry',
      });
    const chain = this.#join.finish();
    const origin = epochOrigin(journalOrigin, epoch);
    const verifier = checkpointVerifier(origin, checkpointPublicKey);
    const opened = openHead(headText, origin, macKey === undefined ? undefined : hmacSha256(macKey));
    const ownNotes = 'head' in opened && opened.head.note !== '' ? [opened.head.note] : [];
    const recorded = checkRecorded(sha256, chain, verifier);
    const schemaFault = this.#schemaFault();

    // Where reading stopped, whether there once was more is no longer a question of cutting.
    const readAll = this.#unread.length === 0;
    const reach = (fault: Fault | undefined): Fault | undefined =>
      !readAll && fault?.seq !== undefined && TOO_SHORT.has(fault.verdict) ? undefined : fault;
    const held = (notes: readonly string[], whose: string, tooShort: 'tail_cut' | 'rolled_back') =>
      notes.map((note) => {
        const signed = genuine(sha256, note, verifier);
        if (signed !== undefined) return reach(checkOutside(signed, chain, whose, tooShort));
        return { verdict: 'checkpoint_forged', detail: `the signature of ${whose} does not hold` } as const;
      });
    const headFaults = [
      reach('head' in opened ? checkHead(opened.head, chain) : opened.fault),
      ...held(ownNotes, 'the head record', 'tail_cut'),
    ];
    const { current, earlier } = partNotes(witnessed, journalOrigin, epoch);
    const before = earlier.map((note) =>
      checkEarlierWitness(sha256, note, chain, {
        ...{ origin: journalOrigin, checkpointPublicKey, epochs: epoch - 1 },
        heads: this.#evidence.earlierHeads ?? new Map<number, string>(),
      }),
    );
    const witnessFaults = [
      ...held(current, 'a witnessed checkpoint', 'rolled_back'),
      ...before.map(({ fault }) => fault),
    ];
    const logFault = this.#logFault();
    const stopped = this.#unread[0];
    return {
      chain,
      torn: this.wal.state === 'torn' && this.wal.untold !== true,
      faults: [...this.#unread, logFault, schemaFault, ...chain.faults, recorded.fault, ...headFaults],
      witnessFaults,
      checks: [
        this.#pagesCheck(),
        describeLog(this.#evidence.log.length, this.wal),
        this.#layout === undefined
          ? { what: 'Schema', state: 'unknown', detail: 'could not be read' }
          : checkFor('Schema', [schemaFault], 'tables, triggers and views are as they should be'),
        ...chainChecks(chain, {
          withMac: macKey !== undefined,
          stopped,
          payloads: this.#payloads.citations,
        }),
        checkFor('Checkpoints', [recorded.fault], `${recorded.good} signed checkpoints hold`),
        checkFor('Head record', headFaults, 'the journal reaches as far as its head record says'),
        witnessCheck(
          current.length,
          before.map(({ words }) => words),
          witnessFaults,
        ),
        riskWindow(chain, current),
      ],
    };
  }

  #find(): EpochLayout | undefined {
    try {
      const layout = readLayout(this.source, this.#pages);
      for (const page of layout.broken) this.#cannotRead(page, undefined);
      return layout;
    } catch (error) {
      if (!(error instanceof DamagedPage) && !(error instanceof MalformedPage)) throw error;
      this.#cannotRead(error.page, undefined);
      return undefined;
    }
  }

  #cannotRead(page: number, seq: number | undefined): void {
    if (this.#bad.has(page)) return;
    if (this.#bad.size < MOST_NAMED) this.#bad.add(page);
    const detail =
      seq === undefined
        ? `page ${page} is damaged`
        : `page ${page} is damaged: entries from here on are on it`;
    this.#unread.push({ verdict: 'cannot_read', seq, detail });
  }

  #wantedSizes(): number[] {
    const notes = this.#keys.witnessed ?? [];
    const sizes = notes.flatMap(sizeOf);
    try {
      const { size, note } = JSON.parse(this.#evidence.head ?? '') as { size?: unknown; note?: unknown };
      if (typeof size === 'number') sizes.push(size);
      if (typeof note === 'string') sizes.push(...sizeOf(note));
    } catch {
      // What is wrong with the head record is said where it is judged.
    }
    return sizes;
  }

  #schemaFault(): Fault | undefined {
    const detail = this.#layout?.schemaFault;
    if (detail !== undefined) return { verdict: 'schema_altered', detail };
    if (this.#layout === undefined || this.#layout.start.epoch === this.#evidence.epoch) return undefined;
    return { verdict: 'schema_altered', detail: 'the file holds another epoch than its name says' };
  }

  #logFault(): Fault | undefined {
    if (this.wal.state !== 'damaged') return undefined;
    return { verdict: 'tail_cut', detail: 'the log is damaged: entries behind the damage are lost' };
  }

  #pagesCheck(): Check {
    const what = 'Pages';
    if (this.#bad.size === 0)
      return { what, state: 'ok', detail: `all ${this.#pages} pages carry their HMAC` };
    if (this.#bad.size >= this.#pages)
      return { what, state: 'failed', detail: 'no page opens: another key, or not a journal' };
    const first = [...this.#bad].sort((a, b) => a - b)[0] ?? 0;
    const count = this.#bad.size === MOST_NAMED ? `at least ${MOST_NAMED}` : String(this.#bad.size);
    const detail = `${count} of ${this.#pages} pages do not carry their HMAC, or what SQLite would write`;
    return { what, state: 'failed', detail, firstBad: `page ${first}` };
  }
}

const PAGES_AT_ONCE = 256;
/** Bad pages that are kept apart; a file that has more is described well enough. */
const MOST_NAMED = 100_000;
const TOO_SHORT: ReadonlySet<string> = new Set(['tail_cut', 'rolled_back']);

function* stretches(pages: number): Generator<readonly [number, number]> {
  for (let first = 1; first <= pages; first += PAGES_AT_ONCE)
    yield [first, Math.min(PAGES_AT_ONCE, pages - first + 1)];
}

/** Witnessed checkpoints of this epoch, and those of epochs before it, of which only the files are known. */
function partNotes(
  notes: readonly string[],
  journalOrigin: string,
  epoch: number,
): { readonly current: string[]; readonly earlier: string[] } {
  const origins = new Set(Array.from({ length: epoch - 1 }, (_, i) => epochOrigin(journalOrigin, i + 1)));
  const [current, earlier]: [string[], string[]] = [[], []];
  for (const note of notes) (origins.has(originIn(note)) ? earlier : current).push(note);
  return { current, earlier };
}

/** What only a checkpoint from outside can show: a whole workspace put back, or rewritten with all keys. */
function witnessCheck(
  count: number,
  earlier: readonly string[],
  faults: readonly (Fault | undefined)[],
): Check {
  const asides = earlier.join('; ');
  const held = count === 0 ? [] : [`${count} hold: the journal grew out of what they saw`];
  const check: Check =
    count + earlier.length === 0
      ? {
          what: 'Witnesses',
          state: 'not_checked',
          detail:
            'no checkpoint from outside was given; only one shows a rollback or a rewrite with all keys',
        }
      : checkFor('Witnesses', faults, [...held, ...earlier].join('; '));
  // What an epoch before this one held is not read again, whatever a witness knows of it.
  if (count === 0 && check.state === 'ok')
    return { what: 'Witnesses', state: 'unknown', detail: asides, onlyWitness: true };
  return { ...check, onlyWitness: true };
}

/** Entries that nobody outside this machine could vouch for. */
function riskWindow({ size, anchored }: ChainResult, witnessed: readonly string[]): Check {
  const known = Math.max(anchored, ...witnessed.flatMap(sizeOf).filter((covered) => covered <= size));
  const detail =
    known === 0
      ? `all ${size} entries: no checkpoint is known to have left this machine`
      : `${size - known} of ${size} entries, since the last checkpoint that left this machine`;
  return { what: 'Risk window', state: known === size ? 'ok' : 'unknown', detail, onlyWitness: true };
}

function describeLog(length: number, { state, untold }: WalReport): Check {
  const what = 'Write-ahead log';
  if (state === 'damaged')
    return { what, state: 'failed', detail: 'damaged: entries since it was last written back may be lost' };
  if (length === 0) return { what, state: 'ok', detail: 'empty: the journal was closed in order' };
  if (state === 'whole') return { what, state: 'ok', detail: 'every frame carries its checksum and HMAC' };
  if (untold === true)
    return {
      what,
      state: 'ok',
      detail: 'its last commit was cut off by a crash before anyone was told of it',
    };
  return {
    what,
    state: 'unknown',
    detail:
      'its last commit is incomplete: cut off by a crash before anyone was told of it, or damaged since',
  };
}

function originIn(note: string): string {
  try {
    return parseCheckpoint(note).origin;
  } catch {
    return '';
  }
}

function sizeOf(note: string): number[] {
  try {
    return [parseCheckpoint(note).size];
  } catch {
    return [];
  }
}

/** The root of an epoch in hexadecimal; empty where entries are missing. */
export function rootInHex({ root }: ChainResult): string {
  return root === undefined ? '' : toHex(root);
}
