import type { Candidate } from './candidate.ts';
import type { Page } from './page.ts';
import { GAP, TRAIT } from './tokens.ts';

/** No finder looks further than so many words from the one it begins at. */
const REACH = 16;
/** Words written together are looked at from the first of them on. */
const LONGEST_CHUNK = 24;
/** With more placeholders than one in so many words nearly every word is near one. */
const CLOSE = 12;

/**
 * The words of a redacted text at which finders may come to another end than before it was redacted. A word counts
 * unless nothing changed within `REACH` words of it and what the finders know of it from further away is the same: how
 * the text, its line and its surroundings are written, the label before it, how the word is written elsewhere. There
 * they found nothing the first time, and can find nothing now.
 * @param before the page that was searched, and in order what was found on it
 * @returns 1 for each such word, or nothing where all of them are to be looked at
 */
export function changedWords(before: Page, found: readonly Candidate[], after: Page): Uint8Array | undefined {
  if (after.tokens.placeholders * CLOSE > after.count || before.tokens.placeholders > 0) return undefined;
  if (before.manner !== after.manner || before.setting.quiet !== after.setting.quiet) return undefined;
  const changed = differences(before, found, after);
  return changed === undefined ? undefined : withSurroundings(after, changed);
}

/** Placeholders, and words that are seen otherwise than before; nothing where the texts do not go together. */
function differences(before: Page, found: readonly Candidate[], after: Page): Uint8Array | undefined {
  const was = before.setting;
  const is = after.setting;
  const changed = new Uint8Array(after.count);
  let at = 0;
  let span = 0;
  for (let i = 0; i < after.count; i += 1) {
    if (after.traits(i) & TRAIT.placeholder) {
      changed[i] = 1;
      continue;
    }
    for (let next = found[span]; next !== undefined && next.start < before.end(at); next = found[span])
      if (next.end > before.start(at)) at += 1;
      else span += 1;
    // Of a word that was replaced in part another one is left.
    const hash = after.hash(i);
    if (at >= before.count || before.hash(at) !== hash) return undefined;
    const same =
      was.manners[at] === is.manners[i] &&
      was.labels[at] === is.labels[i] &&
      was.seenOf(hash) === is.seenOf(hash) &&
      before.isHasty(at) === after.isHasty(i);
    if (!same) changed[i] = 1;
    at += 1;
  }
  return changed;
}

/** The words near marked ones. */
function withSurroundings(page: Page, marked: Uint8Array): Uint8Array {
  const near = new Uint8Array(page.count);
  let until = 0;
  for (let i = 0; i < page.count; i += 1) {
    if (marked[i] === 1) {
      const from = chunkStart(page, Math.max(0, i - REACH));
      near.fill(1, Math.max(from, Math.min(until, i)), i);
      until = i + REACH + 1;
    }
    if (i < until) near[i] = 1;
  }
  return near;
}

/** The first of the words that are written together with word `i`. */
function chunkStart(page: Page, i: number): number {
  let first = i;
  while (first > 0 && i - first < LONGEST_CHUNK && !(page.gap(first) & (GAP.space | GAP.newline))) first -= 1;
  return first;
}
