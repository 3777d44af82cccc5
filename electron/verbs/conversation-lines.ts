import { withholdInDocument, type RunId } from '../../shared/domain/index.ts';
import type { Entry } from '../../shared/formats/index.ts';
import type { ContentStore } from '../evidence/index.ts';

export interface ConversationFile {
  readonly bytes: Uint8Array;
  readonly agents: readonly string[];
  readonly lines: number;
  /** Lines without their text. */
  readonly erased: number;
}

/** SEC: what is done to a text once more on its way out of the workspace. */
export interface Leaving {
  readonly smallCellThreshold: number;
  /** With what the redactor has learned since it was said. */
  readonly redact: (text: string) => string;
}

/** What was said in a run: the outcomes of its model calls, of one agent or of all. */
export function conversationEntries(entries: readonly Entry[], agent: string | undefined): Entry[] {
  return entries.filter(
    (entry) =>
      entry.kind === 'model.call' &&
      entry.phase === 'outcome' &&
      entry.payloads.length > 0 &&
      (agent === undefined || entry.agent === agent),
  );
}

/**
 * The run's conversations as JSON lines, one per question and answer, in the order of the journal
 * (`resources/docs/conversations.md`), without small counts. A line whose payload was erased says so and has no text.
 *
 * @throws Problem `damaged` for a payload that is not what the journal cites
 */
export async function conversationFile(
  run: RunId,
  entries: readonly Entry[],
  agent: string | undefined,
  payloads: Pick<ContentStore, 'get' | 'states'>,
  leaving: Leaving,
): Promise<ConversationFile> {
  const said = conversationEntries(entries, agent);
  const states = await payloads.states(
    said.flatMap((entry) => entry.payloads.slice(0, 1).map(({ id }) => id)),
  );
  const lines: string[] = [];
  let erased = 0;
  for (const [index, entry] of said.entries()) {
    const [ref] = entry.payloads;
    const intent = entries.find(({ seq }) => seq === entry.intent);
    if (ref === undefined) continue;
    const state = states[index] ?? 'missing';
    if (state !== 'kept') erased += 1;
    lines.push(
      JSON.stringify({
        ...{ v: 1, run, agent: entry.agent, seq: entry.seq, call: entry.call, wallMs: entry.wallMs },
        ...{ step: intent?.body.step, turn: intent?.body.turn, payloadSha256: ref.sha256 },
        ...(state === 'kept' ? await textOf(ref, payloads, leaving) : { [state]: true }),
      }),
    );
  }
  const agents = [...new Set(said.map((entry) => entry.agent ?? ''))];
  const text = lines.length === 0 ? '' : `${lines.join('\n')}\n`;
  return { bytes: new TextEncoder().encode(text), agents, lines: lines.length, erased };
}

async function textOf(
  ref: Entry['payloads'][number],
  payloads: Pick<ContentStore, 'get'>,
  { smallCellThreshold, redact }: Leaving,
): Promise<{ readonly prompt: unknown; readonly answer: unknown }> {
  const text = new TextDecoder().decode(await payloads.get('conversation_history', ref));
  const { prompt, answer } = JSON.parse(text) as { prompt?: unknown; answer?: unknown };
  const clean = (value: unknown): unknown => (typeof value === 'string' ? redact(value) : value);
  return { prompt: clean(withoutSmallCounts(prompt, smallCellThreshold)), answer: clean(answer) };
}

/** Findings count rows: what leaves shows no group of 1 to so many, nor the percentage that stands for one. */
function withoutSmallCounts(prompt: unknown, threshold: number): unknown {
  const rows = typeof prompt === 'string' ? ROWS_OF_TABLE.exec(prompt)?.[1] : undefined;
  return withholdInDocument(prompt, threshold, rows === undefined ? undefined : Number(rows));
}

const ROWS_OF_TABLE = /^table \S+ rows (\d+) /m;
