import { table } from '../terminal.ts';

/** What one measuring came to, whoever asked for it. */
export interface Measured {
  readonly identities: number;
  readonly notes: number;
  readonly planted: number;
  readonly found: number;
  /** Lower bound of recall over all classes, 95 %. */
  readonly low: number;
  readonly classes: readonly {
    readonly class: string;
    readonly planted: number;
    readonly found: number;
    readonly low: number;
    readonly high: number;
  }[];
  readonly everydayWords: number;
  readonly everydayRedacted: number;
  /** Why redacted text may not leave; absent where the floor is reached. */
  readonly below?: string | undefined;
  /** Invented values that were missed, each in its line with everything else replaced. */
  readonly misses?: readonly { readonly class: string; readonly line: string }[] | undefined;
}

const percent = (share: number): string => `${(share * 100).toFixed(1)} %`;
const MISSES_SHOWN = 10;

/** A measuring in lines: the figures, each class with its bounds, and what it means for text that leaves. */
export function describeMeasured(measured: Measured): string[] {
  const { planted, found, low, identities, notes, classes, everydayWords, everydayRedacted } = measured;
  const rows = classes.map((figure) => [
    figure.class,
    `${figure.found} of ${figure.planted}`,
    percent(figure.found / figure.planted),
    `${percent(figure.low)} to ${percent(figure.high)}`,
  ]);
  const misses = (measured.misses ?? []).slice(0, MISSES_SHOWN);
  return [
    `${identities} invented people in copies of ${notes.toLocaleString('en')} notes: found ${found.toLocaleString('en')} of ${planted.toLocaleString('en')} values, ${percent(found / planted)}, surely at least ${percent(low)}.`,
    `Everyday words of these notes that were redacted: ${everydayRedacted} of ${everydayWords.toLocaleString('en')}.`,
    '',
    ...table([['class', 'found', 'share', '95 % between'], ...rows], [1, 2, 3]),
    ...(misses.length === 0
      ? []
      : ['', 'Misses to look at:', ...misses.map((miss) => `  ${miss.class}  ${miss.line.trim()}`)]),
    '',
    measured.below === undefined
      ? 'Above the floor: redacted text may leave. That is no statement about any single text, and no Safe Harbor.'
      : `Below the floor, so redacted text does not leave: ${measured.below}.`,
  ];
}
