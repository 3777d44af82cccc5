import type { IdentifierSpan, KnownValue } from '../detector.ts';
import { CARRIERS } from './carriers.ts';
import { TEXT_CLASSES, type Identity, type TextClass } from './identities.ts';
import { FAMILY, GIVEN } from './people.ts';
import type { SeededRandom } from '../../../core/index.ts';
import { nameLike, sameShape } from './shapes.ts';

/** How identifiers are written and what stands around them, as found in somebody's own texts. */
export interface Styles {
  /** Sentences that carry a value, with `@` in its place. Found ones hold no other identifier. */
  readonly carriers: Readonly<Record<TextClass, readonly [string, ...string[]]>>;
  /** Values as found; only their shape is followed. */
  readonly values: Readonly<Record<TextClass, readonly string[]>>;
}

/** As many of each class as are kept. */
const KEPT = 200;
/** A carrier is a line or sentence of this length at most. */
const LONGEST_CARRIER = 160;

/**
 * @param notes texts, each with what the detector finds in it
 * @param knownValues values of identifying columns of the same tables
 */
export function findStyles(
  notes: readonly { readonly text: string; readonly spans: readonly IdentifierSpan[] }[],
  knownValues: readonly KnownValue[],
): Styles {
  const carriers = new Map<string, string[]>(TEXT_CLASSES.map((name) => [name, [...CARRIERS[name]]]));
  const values = new Map<string, string[]>(TEXT_CLASSES.map((name) => [name, []]));
  const keep = (from: Map<string, string[]>, name: string, value: string): void => {
    const kept = from.get(name);
    if (kept !== undefined && kept.length < KEPT) kept.push(value);
  };
  for (const { label, value } of knownValues) keep(values, label, value);
  for (const { text, spans } of notes)
    for (const [at, span] of spans.entries()) {
      keep(values, span.label, text.slice(span.start, span.end));
      const carrier = carrierAround(text, span, spans[at - 1]?.end ?? 0, spans[at + 1]?.start ?? text.length);
      if (carrier !== undefined) keep(carriers, span.label, carrier);
    }
  const byClass = (from: Map<string, string[]>): object =>
    Object.fromEntries(TEXT_CLASSES.map((name) => [name, from.get(name) ?? []]));
  return { carriers: byClass(carriers), values: byClass(values) } as Styles;
}

/** The sentence or line around a span, where it lies between its neighbours and is short. */
function carrierAround(
  text: string,
  { start, end, label }: IdentifierSpan,
  after: number,
  before: number,
): string | undefined {
  const head = /[^.\n]*$/.exec(text.slice(Math.max(after, start - LONGEST_CARRIER), start))?.[0] ?? '';
  const tail = /^[^.\n]*\.?/.exec(text.slice(end, Math.min(before, end + LONGEST_CARRIER)))?.[0] ?? '';
  const place = placeIn(label, text.slice(start, end));
  if (place === undefined) return undefined;
  const carrier = `${head}${place}${tail}`.trim();
  const isWhole = start - head.length > after || after === 0;
  const holdsMore = (head + place + tail).split('@').length !== 2 || /\d{3}/.test(head + tail);
  if (!isWhole || holdsMore || carrier.length > LONGEST_CARRIER || carrier.length < 8) return undefined;
  return carrier;
}

/** Where a value goes within what was found. An age is found with the words that make it one: they stay around it. */
function placeIn(label: IdentifierSpan['label'], found: string): string | undefined {
  if (label !== 'AGE_OVER_89') return '@';
  return /\d/.test(found) ? found.replace(/\d+/, '@') : undefined;
}

/** A value of a class, written every second time as one that was found. */
export function valueInStyle(
  name: TextClass,
  identity: Identity,
  styles: Styles,
  random: SeededRandom,
): { readonly value: string; readonly style: 'found' | 'built_in' } {
  const found = styles.values[name];
  const usual = { value: identity[name], style: 'built_in' } as const;
  if (found.length === 0 || random.next() < 0.5) return usual;
  const pattern = found[random.between(0, found.length - 1)] ?? '';
  if (name === 'NAME') {
    const value = nameLike(pattern, random.pick(GIVEN), random.pick(FAMILY), random.letters(1));
    return { value, style: 'found' };
  }
  // A date, a place or an age of the same shape need not be one: those keep their usual ways.
  const isCode = !['DATE', 'ADDRESS', 'AGE_OVER_89', 'URL', 'IP', 'VEHICLE', 'LICENSE', 'SSN'].includes(name);
  const value = isCode ? sameShape(pattern, random) : undefined;
  return value === undefined ? usual : { value, style: 'found' };
}
