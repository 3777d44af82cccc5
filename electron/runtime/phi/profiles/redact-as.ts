import { Problem, type IdentifierClass } from '../../../../shared/domain/index.ts';
import type { IdentifierSpan, Redacted, Redactor } from '../detector.ts';
import { resolveOverlaps } from '../overlaps.ts';
import { PLACEHOLDER, placeholder } from '../placeholder.ts';
import { Originals } from '../structures/originals.ts';
import { renderRedacted, replacementFor, type RenderSettings } from './profile.ts';

const ROUNDS = 6;

/**
 * A text with every identifier replaced as a profile says. What is found is found as for a mask, and then once more in what
 * a mask would leave, until nothing is. SAFETY: the result is searched for every value that had to go; a hit withholds it.
 *
 * @throws Problem `check_failed`
 */
export function redactAs(
  text: string,
  redactor: Pick<Redactor, 'detect'>,
  settings: RenderSettings,
): Redacted {
  const spans = allSpans(text, redactor);
  const counts: Partial<Record<IdentifierClass, number>> = {};
  for (const { label } of spans) counts[label] = (counts[label] ?? 0) + 1;
  return { text: rendered(text, spans, settings), spans, counts };
}

/**
 * The text with these spans replaced, searched for what had to go.
 *
 * @throws Problem `check_failed`
 */
export function rendered(text: string, spans: readonly IdentifierSpan[], settings: RenderSettings): string {
  if (spans.length === 0) return text;
  const result = renderRedacted(text, spans, settings);
  if (!remains(text, spans, result, settings)) return result;
  // Of values that are drawn like real ones, one may read like another value of this text.
  const plain = { ...settings, realistic: false };
  const again = settings.realistic ? renderRedacted(text, spans, plain) : result;
  if (settings.realistic && !remains(text, spans, again, plain)) return again;
  throw new Problem(
    'check_failed',
    'an identifier that was found still stood in the redacted text, which is withheld',
  );
}

/** A date that was moved may be another date of the text; what stays by the profile stays. */
function remains(
  text: string,
  spans: readonly IdentifierSpan[],
  result: string,
  settings: RenderSettings,
): boolean {
  const gone = spans.filter((span) => {
    if (span.label === 'DATE' && settings.profile === 'expert') return false;
    const value = text.slice(span.start, span.end);
    return replacementFor(span, value, settings) !== value;
  });
  const originals = new Originals();
  originals.add(text, gone);
  return originals.find(result.replace(PLACEHOLDER, '\n')).length > 0;
}

function allSpans(text: string, redactor: Pick<Redactor, 'detect'>): readonly IdentifierSpan[] {
  let spans = redactor.detect(text);
  for (let round = 0; spans.length > 0; round += 1) {
    if (round === ROUNDS) throw new Problem('check_failed', 'the redactor did not come to rest on a text');
    const masked = new Masked(text, spans);
    const more = redactor.detect(masked.text);
    if (more.length === 0) return spans;
    spans = resolveOverlaps(text, [...spans, ...more.map((span) => masked.inOriginal(span))]);
  }
  return spans;
}

/** Where a part of a masked text begins, and which stretch of the original it stands for. */
interface Part {
  readonly at: number;
  readonly start: number;
  readonly end: number;
  /** A placeholder, which stands for all of its stretch. */
  readonly whole: boolean;
}

/** A masked text that knows where each of its parts came from. */
class Masked {
  readonly text: string;
  readonly #parts: Part[] = [];

  constructor(text: string, spans: readonly IdentifierSpan[]) {
    let masked = '';
    let from = 0;
    for (const { start, end, label } of spans) {
      this.#parts.push({ at: masked.length, start: from, end: start, whole: false });
      masked += text.slice(from, start);
      this.#parts.push({ at: masked.length, start, end, whole: true });
      masked += placeholder(label);
      from = end;
    }
    this.#parts.push({ at: masked.length, start: from, end: text.length, whole: false });
    this.text = masked + text.slice(from);
  }

  /** What touches a placeholder covers all that it stands for. */
  inOriginal(span: IdentifierSpan): IdentifierSpan {
    const first = this.#partAt(span.start);
    const last = this.#partAt(span.end - 1);
    return {
      ...span,
      start: first.whole ? first.start : first.start + span.start - first.at,
      end: last.whole ? last.end : last.start + span.end - last.at,
    };
  }

  #partAt(at: number): Part {
    const part = this.#parts.findLast((each) => each.at <= at);
    if (part === undefined) throw new Problem('internal', 'a masked text without parts');
    return part;
  }
}
