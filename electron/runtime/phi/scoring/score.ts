/** A stretch of a text. Offsets are JavaScript string indexes, end exclusive. */
export interface Stretch {
  readonly start: number;
  readonly end: number;
}

/** A document whose identifiers are known. */
export interface GoldDocument {
  readonly id: string | number;
  /** Where it is from; sources ending in `tables`, `dialog`, `-es` or `i18n` do not count as English notes. */
  readonly source: string;
  readonly text: string;
  readonly spans: readonly (Stretch & { readonly label: string })[];
  /** Text that counts neither way. */
  readonly ignore: readonly Stretch[];
}

/** Figures of one source or of all, in per cent with two places; null where there is nothing to divide by. */
export interface GroupFigures {
  readonly docs: number;
  readonly spans: number;
  readonly fullSpanRecall: number | null;
  readonly tokenRecall: number | null;
  readonly tokenPrecision: number | null;
  /** Wrongly redacted tokens per thousand tokens that are no identifiers. */
  readonly falsePer1000: number | null;
  /** Documents without a leak. */
  readonly cleanDocs: number | null;
  /** Documents without any identifier that were touched all the same. */
  readonly hardNegativesRedacted: number | null;
}

export interface Score {
  /** Documents for which there was no prediction. */
  readonly missing: number;
  readonly groups: Readonly<Record<string, GroupFigures>>;
  readonly labels: Readonly<
    Record<string, { readonly spans: number; readonly fullSpanRecall: number | null }>
  >;
}

interface Tally {
  docs: number;
  leakFree: number;
  spans: number;
  full: number;
  goldTokens: number;
  hitTokens: number;
  truePredicted: number;
  predicted: number;
  otherTokens: number;
  falseTokens: number;
  withoutIdentifier: number;
  touched: number;
}

const TOKEN = /[\p{L}\p{N}]+/gu;
const LETTER_OR_DIGIT = /[\p{L}\p{N}]/u;
const FOREIGN = /-es$|i18n$/;
const GOLD = 1;
const IGNORED = 2;
const COVERED = 4;

/** Compares predictions with what is known, document by document, and keeps only counts. */
export class Scorer {
  readonly #groups = new Map<string, Tally>();
  readonly #labels = new Map<string, { spans: number; full: number }>();
  #missing = 0;

  /** @param predicted undefined where nothing was predicted: then everything in the document counts as missed */
  add(document: GoldDocument, predicted: readonly Stretch[] | undefined): void {
    if (predicted === undefined) this.#missing += 1;
    const marks = marksOf(document, predicted ?? []);
    const groups = kindsOf(document.source).map((kind) => this.#group(kind));
    let leaked = false;
    for (const span of document.spans) {
      const full = isCovered(document.text, marks, span);
      const label = this.#label(span.label);
      label.spans += 1;
      if (full) label.full += 1;
      else leaked = true;
      for (const group of groups) {
        group.spans += 1;
        if (full) group.full += 1;
      }
    }
    for (const group of groups) {
      group.docs += 1;
      if (!leaked) group.leakFree += 1;
      if (document.spans.length > 0) continue;
      group.withoutIdentifier += 1;
      if (predicted !== undefined && predicted.length > 0) group.touched += 1;
    }
    countTokens(document.text, marks, groups);
  }

  score(): Score {
    return {
      missing: this.#missing,
      groups: Object.fromEntries([...this.#groups].map(([name, tally]) => [name, figures(name, tally)])),
      labels: Object.fromEntries(
        [...this.#labels].map(([name, { spans, full }]) => [
          name,
          { spans, fullSpanRecall: perCent(full, spans) },
        ]),
      ),
    };
  }

  #group(name: string): Tally {
    const known = this.#groups.get(name) ?? blank();
    this.#groups.set(name, known);
    return known;
  }

  #label(name: string): { spans: number; full: number } {
    const known = this.#labels.get(name) ?? { spans: 0, full: 0 };
    this.#labels.set(name, known);
    return known;
  }
}

/** Dialogues are marked only where an identifier is certain, so precision says nothing there. */
function isDialogue(source: string): boolean {
  return source.endsWith('dialog');
}

function kindsOf(source: string): string[] {
  const notes = !source.endsWith('tables') && !isDialogue(source) && !FOREIGN.test(source);
  return notes ? ['all', source, 'notes-en'] : ['all', source];
}

function marksOf({ text, spans, ignore }: GoldDocument, predicted: readonly Stretch[]): Uint8Array {
  const marks = new Uint8Array(text.length);
  const set = (stretches: readonly Stretch[], mark: number): void => {
    for (const { start, end } of stretches)
      for (let at = Math.max(0, start); at < Math.min(text.length, end); at += 1)
        marks[at] = (marks[at] ?? 0) | mark;
  };
  set(spans, GOLD);
  set(ignore, IGNORED);
  set(predicted, COVERED);
  return marks;
}

/** Whether all its letters and digits are covered; what lies outside the basic plane counts as such. */
function isCovered(text: string, marks: Uint8Array, { start, end }: Stretch): boolean {
  for (let at = start; at < end; at += 1) {
    const character = text.charAt(at);
    const counts = LETTER_OR_DIGIT.test(character) || character >= '\ud800';
    if (counts && ((marks[at] ?? 0) & COVERED) === 0) return false;
  }
  return true;
}

function countTokens(text: string, marks: Uint8Array, groups: readonly Tally[]): void {
  for (const match of text.matchAll(TOKEN)) {
    let all = 0;
    let whole = true;
    for (let at = match.index; at < match.index + match[0].length; at += 1) {
      const mark = marks[at] ?? 0;
      all |= mark;
      if ((mark & GOLD) !== 0 && (mark & COVERED) === 0) whole = false;
    }
    const hit = (all & COVERED) !== 0;
    for (const group of groups) {
      if ((all & GOLD) !== 0) {
        group.goldTokens += 1;
        if (whole) group.hitTokens += 1;
        if (hit) group.truePredicted += 1;
        if (hit) group.predicted += 1;
      } else if ((all & IGNORED) === 0) {
        group.otherTokens += 1;
        if (hit) group.falseTokens += 1;
        if (hit) group.predicted += 1;
      }
    }
  }
}

function figures(name: string, tally: Tally): GroupFigures {
  return {
    docs: tally.docs,
    spans: tally.spans,
    fullSpanRecall: perCent(tally.full, tally.spans),
    tokenRecall: perCent(tally.hitTokens, tally.goldTokens),
    tokenPrecision: isDialogue(name) ? null : perCent(tally.truePredicted, tally.predicted),
    falsePer1000:
      tally.otherTokens === 0 ? null : Math.round((10_000 * tally.falseTokens) / tally.otherTokens) / 10,
    cleanDocs: perCent(tally.leakFree, tally.docs),
    hardNegativesRedacted: perCent(tally.touched, tally.withoutIdentifier),
  };
}

function perCent(part: number, whole: number): number | null {
  return whole === 0 ? null : Math.round((10_000 * part) / whole) / 100;
}

function blank(): Tally {
  return {
    ...{ docs: 0, leakFree: 0, spans: 0, full: 0, goldTokens: 0, hitTokens: 0, truePredicted: 0 },
    ...{ predicted: 0, otherTokens: 0, falseTokens: 0, withoutIdentifier: 0, touched: 0 },
  };
}
