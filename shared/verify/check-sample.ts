import { Problem } from '../domain/problem.ts';
import { equalBytes, fromHex, toHex } from '../formats/journal/bytes.ts';
import { parseCheckpoint, type Checkpoint } from '../formats/journal/checkpoint.ts';
import { CompactRange } from '../formats/journal/merkle.ts';
import {
  belongs,
  drawingRank,
  MOST_DRAWN,
  SAMPLE_FILES,
  SAMPLE_FORMAT,
  SAMPLE_VERSION,
  SEED,
  type SampleCondition,
  type SampledEntry,
  type SampleDocument,
} from '../formats/sample.ts';
import { leafOf, readEvidence, type FileReader } from './evidence.ts';
import type { VerifierTools } from './tools.ts';
import type { Lines } from './verdict.ts';

const NAMES = {
  sample: 'Sample',
  population: 'Population',
  drawing: 'Drawing',
  withheld: 'Withheld',
} as const;

/** What was found among all entries under the checkpoint. */
interface Found {
  /** Leaf hashes of entries that belong, by position. */
  readonly members: ReadonlyMap<number, string>;
  /** Leaf hashes of those that are given by hash alone. */
  readonly withheld: ReadonlyMap<number, string>;
}

/**
 * Lines about a sample: that its population is all there is of it under the checkpoint, and that the seed
 * draws just these entries. The checkpoint, and the proofs of the drawn entries, were checked before.
 *
 * @param note the checkpoint, whose signature holds; undefined where there is none
 */
export async function checkSample(
  lines: Lines,
  file: FileReader,
  note: string | undefined,
  tools: VerifierTools,
): Promise<void> {
  const bytes = file(SAMPLE_FILES.sample);
  if (bytes === undefined) return;
  if (note === undefined) {
    lines.fail(
      NAMES.sample,
      'nothing shows what it was drawn from: its evidence is missing or does not hold',
    );
    lines.notReached([NAMES.population, NAMES.drawing]);
    return;
  }
  const checkpoint = parseCheckpoint(note);
  const sample = await lines.check(
    NAMES.sample,
    () => readSample(bytes, checkpoint, tools),
    ({ query, seed, size }) =>
      `${size} asked for from ${day(query.fromMs)} to ${day(query.toMs - 1)}, with the seed \`${seed}\``,
  );
  if (sample === undefined) {
    lines.notReached([NAMES.population, NAMES.drawing]);
    return;
  }
  const found = await lines.check(
    NAMES.population,
    () => findPopulation(sample, checkpoint, file, tools),
    ({ members }) =>
      `all ${checkpoint.size} entries under the checkpoint are here and make its root; the query finds ${members.size} of them`,
  );
  if (found === undefined) {
    lines.notReached([NAMES.drawing]);
    return;
  }
  await lines.check(
    NAMES.drawing,
    () => {
      checkDrawing(sample, found, file, tools);
    },
    () => `the seed draws these ${sample.drawn.length} entries, in this order`,
  );
  if (found.withheld.size > 0)
    lines.add({
      what: NAMES.withheld,
      verdict: 'unknown',
      detail: `${found.withheld.size} entries are given by their hash alone; whether they belong to the population is the word of the signer`,
    });
}

function readSample(bytes: Uint8Array, checkpoint: Checkpoint, tools: VerifierTools): SampleDocument {
  let json: unknown;
  try {
    json = JSON.parse(tools.utf8(bytes));
  } catch {
    throw bad('what the sample says of itself is no JSON');
  }
  if (!isRecord(json) || json.format !== SAMPLE_FORMAT) throw bad('the bundle holds no sample');
  if (json.version !== SAMPLE_VERSION)
    throw new Problem('newer_format', 'the sample is of a newer version than this program reads');
  if (!isSample(json)) throw bad('what the sample says of itself is not well-formed');
  const { firstSeq, entries, size, drawn, populationSize } = json;
  if (entries !== checkpoint.size) throw bad('the sample speaks of another checkpoint');
  if (drawn.length !== Math.min(size, populationSize))
    throw bad(`${drawn.length} entries were drawn, ${Math.min(size, populationSize)} should be`);
  if (new Set(drawn).size !== drawn.length) throw bad('an entry was drawn twice');
  if (drawn.some((seq) => seq < firstSeq || seq >= firstSeq + entries))
    throw bad('an entry was drawn that the checkpoint does not cover');
  return json;
}

type JsonRecord = Readonly<Record<string, unknown>>;

function isRecord(value: unknown): value is JsonRecord {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isCount(value: unknown): value is number {
  return typeof value === 'number' && Number.isSafeInteger(value) && value >= 0;
}

function isSample(json: JsonRecord): json is JsonRecord & SampleDocument {
  const { query, seed, size, drawn, firstSeq, entries, populationSize } = json;
  return (
    isRecord(query) &&
    isMoment(query.fromMs) &&
    isMoment(query.toMs) &&
    Array.isArray(query.anyOf) &&
    query.anyOf.length <= 50 &&
    query.anyOf.every(isCondition) &&
    typeof seed === 'string' &&
    SEED.test(seed) &&
    isCount(size) &&
    size >= 1 &&
    size <= MOST_DRAWN &&
    [firstSeq, entries, populationSize].every(isCount) &&
    Array.isArray(drawn) &&
    drawn.length <= MOST_DRAWN &&
    drawn.every(isCount)
  );
}

/** Milliseconds that a `Date` can hold. */
function isMoment(value: unknown): boolean {
  return isCount(value) && value <= 8.64e15;
}

function isCondition(value: unknown): value is SampleCondition {
  if (!isRecord(value)) return false;
  const { kind, phase, member, values } = value;
  return (
    typeof kind === 'string' &&
    typeof phase === 'string' &&
    (member === undefined ||
      (typeof member === 'string' && Array.isArray(values) && values.every((one) => typeof one === 'string')))
  );
}

/** Every entry under the checkpoint, each in its place, and what the query finds among them. @throws Problem */
function findPopulation(
  { query, firstSeq, populationSize }: SampleDocument,
  checkpoint: Checkpoint,
  file: FileReader,
  tools: VerifierTools,
): Found {
  const bytes = file(SAMPLE_FILES.journal);
  if (bytes === undefined) throw bad(`\`${SAMPLE_FILES.journal}\` is missing`);
  const { rows } = readEvidence(bytes, tools);
  if (rows.length !== checkpoint.size)
    throw bad(`${rows.length} of the ${checkpoint.size} entries under the checkpoint are here`);
  const tree = new CompactRange(tools.sha256);
  const members = new Map<number, string>();
  const withheld = new Map<number, string>();
  rows.forEach((row, index) => {
    const fail = (why: string): Problem => bad(`entry ${row.seq} ${why}`);
    if (row.seq !== firstSeq + index) throw fail('is not in its place');
    const leaf = leafOf(row, tools, fail);
    tree.append(leaf);
    if ('leaf' in row) withheld.set(row.seq, row.leaf);
    else if (belongs(entryIn(row.bytes, fail), query)) members.set(row.seq, toHex(leaf));
  });
  if (!equalBytes(tree.root(), checkpoint.root))
    throw bad('the entries do not make the checkpoint’s root: one was changed, left out or added');
  if (populationSize < members.size || populationSize > members.size + withheld.size)
    throw bad(`the query finds ${members.size} entries, the sample says ${populationSize}`);
  return { members, withheld };
}

function entryIn(text: string, fail: (why: string) => Problem): SampledEntry {
  const json: unknown = JSON.parse(text);
  if (!isRecord(json)) throw fail('is no entry');
  const { kind, phase, wallMs, body } = json;
  if (typeof kind !== 'string' || typeof phase !== 'string' || typeof wallMs !== 'number' || !isRecord(body))
    throw fail('is no entry');
  return { kind, phase, wallMs, body };
}

/** Draws again. An entry that is given by its hash alone may have been drawn; its rank is known. @throws Problem */
function checkDrawing(
  { seed, size, drawn }: SampleDocument,
  { members, withheld }: Found,
  file: FileReader,
  tools: VerifierTools,
): void {
  const rankOf = (leaf: string): string => toHex(drawingRank(tools.sha256, seed, leaf));
  let before = '';
  for (const seq of drawn) {
    const leaf = members.get(seq) ?? withheld.get(seq);
    if (leaf === undefined) throw bad(`entry ${seq} was drawn and is not in the population`);
    const rank = rankOf(leaf);
    if (rank <= before) throw bad(`entry ${seq} does not stand where the seed draws it`);
    before = rank;
  }
  const chosen = new Set(drawn);
  for (const [seq, leaf] of members)
    if (!chosen.has(seq) && (drawn.length < size || rankOf(leaf) < before))
      throw bad(`the seed draws entry ${seq}, which is not in the sample`);
  requireProven(drawn, members, withheld, file, tools);
}

/** The entries that are proven one by one are those that were drawn. */
function requireProven(
  drawn: readonly number[],
  members: Found['members'],
  withheld: Found['withheld'],
  file: FileReader,
  tools: VerifierTools,
): void {
  const bytes = file('evidence.jsonl');
  if (bytes === undefined) throw bad('the drawn entries are missing');
  const { rows } = readEvidence(bytes, tools);
  const ordered = drawn.toSorted((a, b) => a - b);
  if (rows.length !== ordered.length || rows.some(({ seq }, at) => seq !== ordered[at]))
    throw bad('other entries are proven than were drawn');
  for (const row of rows) {
    const leaf = leafOf(row, tools, (why) => bad(`entry ${row.seq} ${why}`));
    if (!equalBytes(leaf, fromHex(members.get(row.seq) ?? withheld.get(row.seq) ?? '')))
      throw bad(`entry ${row.seq} is another one among the drawn than in the journal`);
  }
}

function day(ms: number): string {
  return new Date(ms).toISOString().slice(0, 10);
}

function bad(what: string): Problem {
  return new Problem('check_failed', what);
}
