import type { Candidate } from './candidate.ts';
import { isTermOfMedicine } from './eponyms.ts';
import { KNOWN, NAMED } from './everyday.ts';
import { LIST } from './lexicon.ts';
import type { Page } from './page.ts';
import { ROLE } from './role.ts';
import { GAP, TRAIT } from './tokens.ts';

/** Who or how old a person is, in brackets right behind the name. */
const ASIDE =
  /^ \((?:\d{1,3} ?(?:[MF]|yo ?[MF]?|y\/o ?[MF]?|[ymd]o|months?|mos?|weeks?|yrs?)|(?:the |her |his |pt'?s |patient'?s )?(?:mother|father|mom|dad|wife|husband|spouse|son|daughter|dtr|sister|brother|neph|nephew|niece|aunt|uncle|cousin|friend|partner|fianc[eé]e?|neighbou?r|caregiver|roommate|grandson|granddaughter|grand(?:mother|father|ma|pa)|gf|bf|poa|hcp|nok|pt preferred|preferred name)(?:\)|,|;| x| \())/iu;
/** Pairs of letters with stops that are terms or titles. */
const TERMS =
  /^(?:I\.V|I\.M|P\.O|P\.R|S\.C|S\.L|A\.M|P\.M|U\.S|U\.K|D\.O|M\.D|R\.N|N\.P|P\.A|E\.R|E\.D|O\.R|O\.D|O\.S|O\.U|C\.T|P\.T|O\.T|G\.I|G\.U|L\.P|E\.G|I\.E|D\.C|H\.R|B\.P|T\.B|V\.A|B\.C|A\.D|Q\.D|H\.S|S\.P|S\.O)$/i;
const LONGEST = 3;

/** Names by what stands around them in notes written in haste: an age in brackets, a verb after initials, a signature. */
export function findNameClues(page: Page): Candidate[] {
  const found: Candidate[] = [];
  for (let i = page.look(0); i < page.count; i = page.look(i + 1)) {
    const traits = page.traits(i);
    if (!(traits & TRAIT.letter) || traits & (TRAIT.digit | TRAIT.placeholder)) continue;
    const clue =
      page.after(i) === 0x20 && page.text.charCodeAt(page.end(i) + 1) === 0x28
        ? beforeAside(page, i)
        : traits & TRAIT.single
          ? initialsAt(page, i)
          : ((page.length(i) <= 4 ? signatureAt(page, i) : undefined) ?? beforeAct(page, i));
    if (clue !== undefined) found.push(clue);
  }
  return found;
}

/** `Rainier (4M)`, `Ken (nephew)`: up to three words with capitals before the bracket. */
function beforeAside(page: Page, last: number): Candidate | undefined {
  if (!mayBear(page, last) || !ASIDE.test(page.text.slice(page.end(last), page.end(last) + 32)))
    return undefined;
  let first = last;
  while (last - first < LONGEST - 1 && page.spaced(first) && mayBear(page, first - 1)) first -= 1;
  return { start: page.start(first), end: page.end(last), label: 'NAME', by: 'cue' };
}

function mayBear(page: Page, i: number): boolean {
  const traits = page.traits(i);
  if (i < 0 || !(traits & TRAIT.capital) || traits & (TRAIT.digit | TRAIT.placeholder)) return false;
  if (page.roles(i) !== 0 || page.length(i) < 2) return false;
  const lists = page.lists(i);
  if (lists & (LIST.function | LIST.abbreviation | LIST.drug | LIST.organisation)) return false;
  if (traits & TRAIT.capitals && !(lists & NAMED)) return false;
  return !(lists & LIST.medical) || (lists & LIST.frequent) !== 0;
}

/** `J.R. is a 38M`: two letters with stops where a sentence begins, and what people do behind them. */
function initialsAt(page: Page, i: number): Candidate | undefined {
  const last = i + 1;
  if (!(page.traits(last) & TRAIT.single) || !(page.traits(i) & page.traits(last) & TRAIT.capital))
    return undefined;
  if (page.between(last) !== '.' || page.text.charAt(page.end(last)) !== '.') return undefined;
  if (TERMS.test(page.text.slice(page.start(i), page.end(last)))) return undefined;
  const begins = i === 0 || (page.gap(i) & (GAP.newline | GAP.stop | GAP.colon)) !== 0;
  const led = i > 0 && (page.roles(i - 1) & (ROLE.lead | ROLE.label | ROLE.title)) !== 0;
  const acts =
    ((page.roles(last + 1) & ROLE.act) !== 0 && /^\. $/.test(page.between(last + 1))) ||
    // `A.B., NP`
    ((page.roles(last + 1) & ROLE.credential) !== 0 && page.between(last + 1) === '., ');
  if (!acts || !(begins || led)) return undefined;
  return { start: page.start(i), end: page.end(last), label: 'NAME', by: 'cue' };
}

/** `-SRK` at the end of a note, `entered by SRK`: letters that no list knows as an abbreviation. */
function signatureAt(page: Page, i: number): Candidate | undefined {
  const length = page.length(i);
  const roles = page.roles(i);
  if (length < 2 || length > 3) return undefined;
  const traits = page.traits(i);
  const gap = page.between(i);
  const ends = i + 1 >= page.count || (page.gap(i + 1) & GAP.newline) !== 0;
  // `-tk` where a note ends announces nothing.
  if (roles & ~(ROLE.state | ROLE.dateCue | ROLE.way | (ends ? ROLE.cue : 0))) return undefined;
  const credential = (page.roles(i + 1) & ROLE.credential) !== 0 && /^, ?$/.test(page.between(i + 1));
  const dashed = /(?:^|[.!?)]|\s)\s*[-~]{1,2} ?$/.test(gap) && !(page.gap(i) & GAP.comma);
  if (dashed && (ends || credential) && (page.gap(i) & (GAP.stop | GAP.newline)) !== 0)
    if (!(page.lists(i) & LIST.function))
      return { start: page.start(i), end: page.end(i), label: 'NAME', by: 'cue' };
  if (!(traits & TRAIT.capitals) || gap !== ' ' || !/^by$/i.test(page.word(i - 1)) || page.shouts)
    return undefined;
  if (page.lists(i) & (KNOWN | LIST.abbreviation)) return undefined;
  return isTermOfMedicine(page, i)
    ? undefined
    : { start: page.start(i), end: page.end(i), label: 'NAME', by: 'cue' };
}

/** What nobody but a person does, as a text goes on about them. */
const DOINGS =
  /^(?:lives|lived|began|moved|works|worked|says|said|told|asked|agrees|agreed|denies|denied|resides|married|retired|thinks|wants|prefers|complains|visits|visited|phoned|brought|drove|drives|brings|stayed|stays|helps|helped|arrived|wept|cried|laughed|explained|insists|insisted|hopes|hoped|verbalized|writes|wrote|studied|grew|smokes|drinks)$/;

/** `Ciset lives on`: the first word of a sentence that no list has, or lists of names alone, before what people do. */
function beforeAct(page: Page, i: number): Candidate | undefined {
  const next = i + 1;
  if ((page.traits(i) & (TRAIT.capital | TRAIT.capitals)) !== TRAIT.capital || page.gap(next) !== GAP.space)
    return undefined;
  if (!(page.traits(next) & TRAIT.small) || page.length(i) < 3) return undefined;
  if (i > 0 && !(page.gap(i) & (GAP.newline | GAP.stop | GAP.open))) return undefined;
  if (!DOINGS.test(page.word(next))) return undefined;
  // `Mark notified`: a given name that is an everyday word too, with what only a person does.
  const given = (page.lists(i) & (LIST.given | LIST.function)) === LIST.given && !(page.roles(i) & ROLE.act);
  if (page.lists(i) & KNOWN ? !given : page.roles(i) !== 0) return undefined;
  return { start: page.start(i), end: page.end(i), label: 'NAME', by: 'cue' };
}
