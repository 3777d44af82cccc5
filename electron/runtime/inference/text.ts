/** Markers of chat templates, in any of the shapes that models were trained with. */
const MARKERS = /<\|[^<>|]{0,40}\|>|<\/?s>|\[\/?INST\]|<<\/?SYS>>|<(?:start|end)_of_turn>/giu;
/** What is left of a marker whose other end is missing. */
const HALVES = /<\||\|>/gu;
/** Control and format characters (bidirectional marks, zero widths), separators, lone surrogates, private use. */
const INVISIBLE = /[\p{C}\p{Zl}\p{Zp}]/gu;

/**
 * Data on its way into a prompt: one line, no control or format characters, no template markers, at
 * most `cap` characters. Taking a marker out may join another together, so it goes on until none is left.
 */
export function cleanForPrompt(text: string, cap: number): string {
  let cleaned = text.toWellFormed().normalize('NFKC').replace(/\s+/gu, ' ').replace(INVISIBLE, '');
  for (;;) {
    const whole = cleaned.replace(MARKERS, '');
    const next = whole === cleaned ? whole.replace(HALVES, '') : whole;
    if (next === cleaned) break;
    cleaned = next;
  }
  return Array.from(cleaned.trim()).slice(0, cap).join('');
}
