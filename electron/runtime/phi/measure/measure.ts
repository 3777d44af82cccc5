import { Problem } from '../../../../shared/domain/index.ts';
import type { IdentifierSpan, KnownValue } from '../detector.ts';
import { words } from '../words.ts';
import { makeIdentity, TEXT_CLASSES, type TextClass } from './identities.ts';
import { wilson, type Share } from './interval.ts';
import { plantIdentity, type Plant, type PlantedNote } from './plant.ts';
import { seededRandom } from '../../../core/index.ts';
import { findStyles } from './styles.ts';

export interface MeasureRequest {
  /** Somebody's own notes, in clear. They stay in memory. */
  readonly notes: readonly string[];
  readonly knownValues: readonly KnownValue[];
  /** What people said identifies nobody. */
  readonly ordinaryWords?: readonly string[];
  /** Synthetic people, one value of every text class each. */
  readonly identities: number;
  readonly seed: number;
}

/** What the measuring needs; the detector is the one that runs use. */
export interface MeasurePorts {
  detect(text: string): readonly IdentifierSpan[];
  /** Told the share done, 0 to 1. */
  onProgress?(share: number): void;
  readonly signal?: AbortSignal | undefined;
  /** Gives others a turn now and then. */
  breathe?(): Promise<void>;
}

export interface ClassFigure extends Share {
  readonly class: TextClass;
  readonly planted: number;
  readonly found: number;
}

/** A planted value that was not covered whole; invented, so it may be shown. */
export interface Miss {
  readonly class: TextClass;
  readonly style: Plant['style'];
  /** The line it stood in, with everything else that was found replaced, and the value marked `»…«`. */
  readonly line: string;
}

export interface MeasureResult {
  readonly seed: number;
  readonly identities: number;
  /** Notes the values were planted into, and how many copies that made. */
  readonly notes: number;
  readonly copies: number;
  readonly overall: Share & { readonly planted: number; readonly found: number };
  readonly classes: readonly ClassFigure[];
  /** At most `MISSES_KEPT`. */
  readonly misses: readonly Miss[];
  /** Words that these notes write small elsewhere, and that were redacted all the same. */
  readonly falseRedactions: {
    readonly words: number;
    readonly redacted: number;
    readonly examples: readonly { readonly word: string; readonly count: number }[];
  };
}

export const MISSES_KEPT = 200;
const EXAMPLES_KEPT = 50;

/**
 * Plants invented identities into copies of somebody's own notes, in the styles found there, runs the
 * detector, and counts what it finds per class. The copies never leave memory.
 *
 * @throws Problem `invalid_input` without notes, `cancelled`
 */
export async function measureRecall(request: MeasureRequest, ports: MeasurePorts): Promise<MeasureResult> {
  const notes = request.notes.filter((note) => note.trim() !== '');
  if (notes.length === 0)
    throw new Problem(
      'invalid_input',
      'there is no free text to measure on',
      'Choose a dataset with a column of notes.',
    );
  const random = seededRandom(request.seed);
  const step = stepper(ports, notes.length + request.identities);
  const read: { text: string; spans: readonly IdentifierSpan[] }[] = [];
  for (const text of notes) {
    read.push({ text, spans: ports.detect(text) });
    await step();
  }
  const styles = findStyles(read, request.knownValues);
  const found = new Map<TextClass, number>();
  const misses: Miss[] = [];
  let copies = 0;
  for (let index = 0; index < request.identities; index += 1) {
    for (const copy of plantIdentity(makeIdentity(random), notes, styles, random)) {
      copies += 1;
      const spans = ports.detect(copy.text);
      for (const plant of copy.plants)
        if (isCovered(copy.text, plant, spans)) found.set(plant.class, (found.get(plant.class) ?? 0) + 1);
        else if (misses.length < MISSES_KEPT)
          misses.push({ class: plant.class, style: plant.style, line: lineOf(copy, plant, spans) });
    }
    await step();
  }
  const classes = TEXT_CLASSES.map((name): ClassFigure => {
    const hits = found.get(name) ?? 0;
    return { class: name, planted: request.identities, found: hits, ...wilson(hits, request.identities) };
  });
  const planted = classes.reduce((sum, figure) => sum + figure.planted, 0);
  const hits = classes.reduce((sum, figure) => sum + figure.found, 0);
  return {
    ...{ seed: request.seed, identities: request.identities, notes: notes.length, copies, classes, misses },
    overall: { planted, found: hits, ...wilson(hits, planted) },
    falseRedactions: falseRedactions(read),
  };
}

/** After each piece of work: progress, a turn for others, and the way out. */
function stepper({ onProgress, signal, breathe }: MeasurePorts, total: number): () => Promise<void> {
  let done = 0;
  return async () => {
    done += 1;
    if (signal?.aborted === true) throw new Problem('cancelled', 'the measuring was cancelled');
    if (done % 16 !== 0 && done !== total) return;
    onProgress?.(done / total);
    await breathe?.();
  };
}

const MARK = /[\p{L}\p{N}]/u;

/** Whether every letter and digit of a planted value lies in spans. */
function isCovered(text: string, { start, end }: Plant, spans: readonly IdentifierSpan[]): boolean {
  for (let at = start; at < end; at += 1)
    if (MARK.test(text[at] ?? '') && !spans.some((span) => span.start <= at && at < span.end)) return false;
  return true;
}

/** The line of a miss. What else stands in it came from a note, so all that was found there is replaced. */
function lineOf({ text }: PlantedNote, plant: Plant, spans: readonly IdentifierSpan[]): string {
  const from = text.lastIndexOf('\n', plant.start - 1) + 1;
  const end = text.indexOf('\n', plant.end);
  const to = end === -1 ? text.length : end;
  const outside = (low: number, high: number): string => {
    let result = '';
    let at = low;
    for (const span of spans) {
      if (span.end <= at || span.start >= high) continue;
      result += text.slice(at, Math.max(at, span.start)) + `[${span.label}]`;
      at = Math.min(high, span.end);
    }
    return result + text.slice(at, high);
  };
  return `${outside(from, plant.start)}»${text.slice(plant.start, plant.end)}«${outside(plant.end, to)}`;
}

/** Words written small in at least three notes, outside of what is redacted, are everyday words there, whatever else they may be. */
const EVERYDAY_IN = 3;

function falseRedactions(
  read: readonly { readonly text: string; readonly spans: readonly IdentifierSpan[] }[],
): MeasureResult['falseRedactions'] {
  const notesWith = new Map<string, number>();
  for (const { text, spans } of read) {
    const outside = words(text).filter(({ start, end }) => !touches(spans, start, end));
    const small = new Set(outside.flatMap(({ text: word, lower }) => (word === lower ? [lower] : [])));
    for (const word of small)
      if (/^\p{L}{3,}$/u.test(word)) notesWith.set(word, (notesWith.get(word) ?? 0) + 1);
  }
  const counts = new Map<string, number>();
  let seen = 0;
  let redacted = 0;
  for (const { text, spans } of read)
    for (const { lower, start, end } of words(text)) {
      if ((notesWith.get(lower) ?? 0) < EVERYDAY_IN) continue;
      seen += 1;
      if (!touches(spans, start, end)) continue;
      redacted += 1;
      counts.set(lower, (counts.get(lower) ?? 0) + 1);
    }
  const examples = [...counts]
    .map(([word, count]) => ({ word, count }))
    .sort((a, b) => b.count - a.count || (a.word < b.word ? -1 : 1));
  return { words: seen, redacted, examples: examples.slice(0, EXAMPLES_KEPT) };
}

function touches(spans: readonly IdentifierSpan[], start: number, end: number): boolean {
  return spans.some((span) => span.start < end && start < span.end);
}
