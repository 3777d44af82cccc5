import type { Candidate } from '../candidate.ts';
import { wordHash } from '../characters.ts';
import { EVERYDAY, KNOWN, NAMED } from '../everyday.ts';
import { isTermOfMedicine } from '../eponyms.ts';
import { LIST } from '../lexicon.ts';
import type { Page } from '../page.ts';
import { ROLE } from '../role.ts';
import { GAP, TRAIT } from '../tokens.ts';
import { isWordByForm } from '../word-forms.ts';
import { wordSet } from '../word-set.ts';

/** Words of medicine and of offices, which no sign makes a name. */
const THINGS = LIST.function | LIST.abbreviation | LIST.drug | LIST.organisation | LIST.region;
/** Words that begin something else. */
const OTHERS =
  ROLE.month |
  ROLE.weekday |
  ROLE.measure |
  ROLE.code |
  ROLE.score |
  ROLE.cue |
  ROLE.phone |
  ROLE.fax |
  ROLE.title |
  ROLE.credential |
  ROLE.holiday |
  ROLE.care |
  ROLE.kin |
  ROLE.label;
/** Who does something to a patient, brings or fetches them, in notes in haste. */
const LEADS = wordSet(
  'from|w|with|by|per|told|called|paged|notified|vol|driver|ride|person|charge|intern|fellow|attending|resident|consult|anes|anesthesia|md|rn|lpn|lvn|cna|np|pa|rt|pt|ot|slp|da|ma|msw|sw|cm|hh|po|ec|nok|poa|hcp|seen|saw|dep|deputy|officer|sheriff|chaplain|deacon|coach|mgr|aide|sitter|therapist|counselor|interp|interpreter|pcp|surgeon|nurse|dr|drs|mr|mrs|ms|miss|rev|br|sr|sister|brother|mama|papa|miss|lil|big|old|aunt|uncle|friend|boss|teacher|ob|peds|endo|nephro|neuro|cards|onc|gi|id|ent|uro|ortho|derm|signed|sig|consent|initials|accept|accepting|attn|re|cc',
);
/** Before a name that somebody bears beside another one. */
const CALLED =
  /(?:\b(?:goes by|aka|a\.k\.a\.?|nicknamed?|nickname|prefers|known as|preferred name|street name|alias)[:,]?) ?["'(]?$/i;
/** The last words of these. */
const BEFORE_CALLED = wordSet('by aka a nickname nicknamed as name alias');
const IS = wordHash('is');
const LAW = wordHash('law');
const BY = wordHash('by');
const FROM = wordHash('from');
const SIGNED = wordSet('consent init initials sig signed asst assist assistant scribe');
/** Before letters that stand for nobody else: `d/w SRK`. */
const WITH = wordSet('w d per tech rn md np pa lpn cna');
/** Leads that are written with a stop. */
const SHORTENED = wordSet(
  'dep|vol|mgr|anes|endo|nephro|neuro|interp|attn|sig|dtr|bro|sis|neph|atty|lac|br|sr|fr|rev|capt|sgt|lt|det',
);
/** Leads behind which a given name counts in small letters too. */
const SURE = wordSet(
  'nurse|dep|deputy|dr|drs|mr|mrs|ms|lvn|lpn|rn|cna|rt|told|miss|aide|sitter|therapist|coach|called|counselor|caseworker|hygienist|interpreter',
);
/** Who did, sent or heard something; a given name behind these that is no word beside it counts. */
const DONE = wordSet('by per from w');
const QUOTE = /["“”']/;
const LONGEST_QUOTE = 3;

/** A name in haste that begins at word `i`. */
export function hastyNameAt(page: Page, i: number): Candidate | undefined {
  return (
    quotedAt(page, i) ??
    calledAt(page, i) ??
    ledAt(page, i) ??
    initialsAt(page, i) ??
    dottedAt(page, i) ??
    unheardAt(page, i)
  );
}

function name(page: Page, first: number, last: number, by: Candidate['by']): Candidate {
  return { start: page.start(first), end: page.end(last), label: 'NAME', by };
}

/** `"Moth"`, `"Doe, Tango"`: up to three words with capitals between quotes. */
function quotedAt(page: Page, i: number): Candidate | undefined {
  if (i === 0 || !(page.gap(i) & (GAP.other | GAP.apostrophe | GAP.open))) return undefined;
  const before = page.text.charAt(page.start(i) - 1);
  if (!QUOTE.test(before) || !(page.traits(i) & TRAIT.capital) || page.lists(i) & LIST.function)
    return undefined;
  // An apostrophe inside a word: `O'Malley`.
  if (before === "'" && /[\p{L}\p{N}]/u.test(page.text.charAt(page.start(i) - 2))) return undefined;
  for (let last = i; last - i < LONGEST_QUOTE && last < page.count; last += 1) {
    if (!(page.traits(last) & TRAIT.capital) || (last > i && page.gap(last) & ~(GAP.space | GAP.comma)))
      return undefined;
    if (QUOTE.test(page.text.charAt(page.end(last)))) return name(page, i, withFamily(page, i, last), 'cue');
  }
  return undefined;
}

/** `Bartholomew "Bart" Quince`: the word behind a nickname in the middle of a name. */
function withFamily(page: Page, first: number, last: number): number {
  const next = last + 1;
  const inside =
    page.traits(first - 1) & TRAIT.capital &&
    /^ ["“']$/.test(page.text.slice(page.end(first - 1), page.start(first)));
  const family =
    page.traits(next) & TRAIT.capital && /^["”'] $/.test(page.text.slice(page.end(last), page.start(next)));
  return inside && family && !(page.lists(next) & THINGS) ? next : last;
}

/** `goes by moth`, `aka Bo` */
function calledAt(page: Page, i: number): Candidate | undefined {
  if (!(page.traits(i) & TRAIT.letter) || page.lists(i) & LIST.function || page.roles(i) & ROLE.act)
    return undefined;
  if (i === 0 || !BEFORE_CALLED.has(page.hash(i - 1)) || page.start(i) - page.end(i - 1) > 3)
    return undefined;
  const text = page.text.slice(Math.max(0, page.start(i) - 24), page.start(i));
  return CALLED.test(text) && !/prefers ?$/i.test(text) ? name(page, i, i, 'cue') : undefined;
}

/** `w/ Summer`, `Driver: Sunny`, `nurse joy`, `bf dre`, `son J.D.`, `therapist is bev` */
function ledAt(page: Page, i: number): Candidate | undefined {
  const lead = page.hash(i - 1) === IS && isSure(page, i - 2) ? i - 2 : i - 1;
  if (lead < 0 || page.gap(i) & (GAP.newline | GAP.hash) || page.start(i) - page.end(i - 1) > 3)
    return undefined;
  const roles = page.roles(lead);
  const kin = (roles & ROLE.kin) !== 0 || page.hash(lead) === LAW;
  if (!kin && !(roles & (ROLE.lead | ROLE.title)) && !LEADS.has(page.hash(lead))) return undefined;
  if (page.gap(i) & GAP.stop && !(roles & ROLE.title) && !SHORTENED.has(page.hash(lead))) return undefined;
  const traits = page.traits(i);
  if (traits & TRAIT.single) return initialOf(page, i, kin, (roles & ROLE.title) !== 0);
  if (kin && traits & TRAIT.capital && /^(?:Will|May|Art|Bill|Kit)$/.test(page.word(i)))
    return name(page, i, i, 'cue');
  if (page.roles(i) & (OTHERS | ROLE.act) || isTermOfMedicine(page, i)) return undefined;
  const lists = page.lists(i);
  if (traits & TRAIT.capital) {
    // Behind `from` a place with its capital is as likely.
    if (page.hash(lead) === FROM) return undefined;
    if (lists & THINGS || (page.gap(i) & GAP.slash && /^[A-Z]{1,4}$/.test(page.word(i)))) return undefined;
    if (traits & TRAIT.capitals)
      return lists & NAMED && !(lists & KNOWN) ? name(page, i, i, 'cue') : undefined;
    if (lists & LIST.medical && !(lists & LIST.frequent)) return undefined;
    if (lists & LIST.eponym && !kin && !(roles & ROLE.title) && !(lists & NAMED)) return undefined;
    return name(page, i, i, 'cue');
  }
  if (page.length(i) < 3 || !(traits & TRAIT.small) || !isNearby(page, i)) return undefined;
  const given = (lists & LIST.given) !== 0 && (lists & (LIST.function | LIST.medical | LIST.drug)) === 0;
  const sure =
    kin ||
    DONE.has(page.hash(lead)) ||
    SURE.has(page.hash(lead)) ||
    (page.roles(i + 1) & ROLE.credential && page.spaced(i + 1));
  if (sure && given && !(DONE.has(page.hash(lead)) && lists & (LIST.common | LIST.place | LIST.abbreviation)))
    return name(page, i, i, 'cue');
  // `bf dre`: behind a relative an abbreviation is as likely a name.
  const known =
    kin && page.length(i) > 2 && page.spaced(i) ? KNOWN & ~(LIST.abbreviation | LIST.word) : KNOWN;
  if ((lists & (known | LIST.function)) !== 0 || page.roles(i) !== 0) return undefined;
  return lists === 0 && isWordByForm(page, i) ? undefined : name(page, i, i, 'cue');
}

/** `therapist`, `mom`: behind whom a name follows, in small letters too. */
function isSure(page: Page, i: number): boolean {
  return (page.roles(i) & ROLE.kin) !== 0 || SURE.has(page.hash(i));
}

/** `son J.D.`, `dr b` */
function initialOf(page: Page, i: number, kin: boolean, title: boolean): Candidate | undefined {
  const next = i + 1;
  if (kin && page.traits(i) & TRAIT.capital && page.traits(next) & TRAIT.single && page.between(next) === '.')
    return name(page, i, next, 'cue');
  return title && /^[.,;]?(?:\s|$)/.test(page.text.slice(page.end(i), page.end(i) + 2))
    ? name(page, i, i, 'cue')
    : undefined;
}

/** After a space, a colon, a stop or a slash: nothing else parts a lead from its name. */
function isNearby(page: Page, i: number): boolean {
  return (page.gap(i) & ~(GAP.space | GAP.colon | GAP.stop | GAP.slash)) === 0;
}

/** `RHK`, `lm` where a note ends, `by MB`, `by kp`: letters that stand for no term. */
function initialsAt(page: Page, i: number): Candidate | undefined {
  const length = page.length(i);
  if (length < 2 || length > 3 || page.lists(i) & LIST.function) return undefined;
  const traits = page.traits(i);
  if (!(traits & (TRAIT.capitals | TRAIT.small)) || page.roles(i) & ROLE.measure) return undefined;
  const ends = i + 1 >= page.count || (page.gap(i + 1) & GAP.newline) !== 0;
  const term = page.lists(i) & (EVERYDAY | LIST.eponym | LIST.organisation) || page.roles(i) & ~ROLE.state;
  if (ends && !term && i > 2 && page.gap(i) & (GAP.stop | GAP.newline)) return name(page, i, i, 'cue');
  if (!page.spaced(i)) return undefined;
  const signs = SIGNED.has(page.hash(i - 1));
  if (signs && !term) return name(page, i, i, 'cue');
  const letters = traits & TRAIT.capitals && page.lists(i) === 0 && page.roles(i) === 0;
  if (letters && WITH.has(page.hash(i - 1))) return name(page, i, i, 'cue');
  return page.hash(i - 1) === BY && !DONE_BY.has(page.hash(i)) ? name(page, i, i, 'cue') : undefined;
}

/** Who or what does something, in two or three letters. */
const DONE_BY = wordSet(
  'ct|mri|us|ems|rn|md|np|pa|pt|ot|slp|rt|po|iv|im|sq|sc|pr|ng|og|ma|sw|ed|er|or|gi|gu|ent|id|ir|ob|gyn|cm|pcp|ekg|ecg|xr|pe|hx|mom|dad|pic|day|map|ekg|tee|tte|echo|bms|cxr|pmd|pmh|lab|gtt|peg|mdi|wt|bmi|abg|vbg|ua|cbc|phq|pft|hh|vna|cps|aps|pd|va|csw|msw|lsw|lpn|cna|crn|ms|ctx|abd|bed|car|bus|now|far|age|sx',
);

/** `M.W. (initials per study) seen`: where a sentence begins. */
function dottedAt(page: Page, i: number): Candidate | undefined {
  const next = i + 1;
  if (
    !(page.traits(i) & page.traits(next) & TRAIT.single) ||
    !(page.traits(i) & page.traits(next) & TRAIT.capital)
  )
    return undefined;
  if (page.between(next) !== '.' || page.text.charAt(page.end(next)) !== '.') return undefined;
  const begins = i === 0 || (page.gap(i) & (GAP.newline | GAP.stop | GAP.open)) !== 0;
  if (!begins || DOTTED_TERMS.test(page.text.slice(page.start(i), page.end(next)))) return undefined;
  return name(page, i, next, 'cue');
}

const DOTTED_TERMS =
  /^(?:[IPSAUDMREO]\.[VMORCSKDNPTUEA]|C\.T|P\.T|G\.[IU]|L\.P|E\.G|I\.E|D\.C|H\.[RSP]|B\.[PC]|T\.B|V\.A|Q\.D|N\.[PBG]|H\.[EI])$/;

/** A word with a capital that no list has, or lists of names alone have. */
function unheardAt(page: Page, i: number): Candidate | undefined {
  const form = page.traits(i) & (TRAIT.capital | TRAIT.capitals | TRAIT.inner | TRAIT.digit | TRAIT.single);
  if (form !== TRAIT.capital || page.length(i) < 4 || page.roles(i) !== 0) return undefined;
  const lists = page.lists(i);
  if (lists & (KNOWN | EVERYDAY) || isTermOfMedicine(page, i)) return undefined;
  // `recurrent UTIs`
  if (lists === 0 && (isWordByForm(page, i) || /^\p{Lu}{2,}s$/u.test(page.word(i)))) return undefined;
  return name(page, i, i, 'list');
}
