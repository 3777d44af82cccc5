import type { Candidate } from '../candidate.ts';
import type { Page } from '../page.ts';
import { ROLE } from '../role.ts';
import { GAP, TRAIT } from '../tokens.ts';

/** What belongs to a place behind its name. */
const KIND =
  /^ (?:SNF|ALF|PT|ED|ER|ICU|HS|VAMC|LTAC|Rehab|Peds|Clinic|[Bb]ridge|Rd|St|Ave|Hwy|#\d{1,5})(?![\p{L}\d])/u;
/** Between the two parts of one place: `I-90 near Snoqualmie`. */
const LINK = /^,? (?:near|on|off|at|of|in|and|by|&|just outside|outside|box)(?: the)? $/i;
/** Before a day, in words. */
const LEAD =
  /(?:(?:(?:in|for) )?(?:a|one|two|three|four|five|six|\d) (?:weeks?|wks?|days?|months?|mos?) (?:on|from) (?:the )?|(?:the )?(?:first|second|third|last) week of |(?:early|mid|late|end of|beginning of|middle of)[ -](?:in )?|(?<=\bon )the )$/i;
const REACH = 32;

/** In notes in haste: a name with the degree behind it, a place with its kind, a day with the words that lead to it. */
export function widenHasty(page: Page, spans: readonly Candidate[]): readonly Candidate[] {
  if (!page.hasty) return spans;
  const widened: Candidate[] = [];
  for (const span of spans) {
    const at = page.wordFrom(span.start);
    const wide = page.isHasty(at) ? widen(page, span, at) : span;
    const last = widened.at(-1);
    if (last !== undefined && wide.label === 'ADDRESS' && last.label === 'ADDRESS' && page.isHasty(at)) {
      const between = page.text.slice(last.end, wide.start);
      if (between.length < 16 && LINK.test(between)) {
        widened[widened.length - 1] = { ...last, end: wide.end };
        continue;
      }
    }
    widened.push(last !== undefined && wide.start < last.end ? { ...wide, start: span.start } : wide);
  }
  return widened;
}

function widen(page: Page, span: Candidate, first: number): Candidate {
  if (span.label === 'NAME') return withDegree(page, span, first);
  if (span.label === 'ADDRESS') {
    const kind = KIND.exec(page.text.slice(span.end, span.end + 10));
    return kind === null ? span : { ...span, end: span.end + kind[0].length };
  }
  if (span.label !== 'DATE') return span;
  const lead = LEAD.exec(page.text.slice(Math.max(0, span.start - REACH), span.start));
  return lead === null ? span : { ...span, start: span.start - lead[0].length };
}

/** `Sasha Petrov, NP`, `pt Delacroix`: what notes in haste write together with a name. */
function withDegree(page: Page, span: Candidate, first: number): Candidate {
  const next = page.wordFrom(span.end);
  const degree =
    (page.roles(next) & ROLE.credential) !== 0 &&
    page.length(next) > 1 &&
    (page.traits(next) & TRAIT.small) === 0 &&
    /^,? $/.test(page.text.slice(span.end, page.start(next)));
  const pt =
    first > 0 && page.spaced(first) && page.word(first - 1) === 'pt' && !(page.gap(first) & GAP.newline);
  return {
    ...span,
    start: pt ? page.start(first - 1) : span.start,
    end: degree ? page.end(next) : span.end,
  };
}
