import type { Candidate } from './candidate.ts';
import { EVERYDAY, NAMED } from './everyday.ts';
import { isTermOfMedicine } from './eponyms.ts';
import { LIST } from './lexicon.ts';
import { lineNameAt } from './name-lines.ts';
import { NAME_PHRASES } from './name-phrases.ts';
import { NameTaker } from './name-taker.ts';
import {
  isBornAfterTitle,
  isJoined,
  isName,
  isNameOfKin,
  isNameOfQuietKin,
  isParticle,
  isUnheardOf,
  leadsToName,
  shouts,
  SIGNS_OF_OTHERS,
  twoCapitalised,
} from './name-words.ts';
import type { Page } from './page.ts';
import { Phrases } from './phrases.ts';
import { ROLE } from './role.ts';
import { GAP, TRAIT } from './tokens.ts';
import { isWordByForm } from './word-forms.ts';

const SHORTEST_SENTENCE = 5;
const PHRASES = new Phrases<true>().add(NAME_PHRASES, true);
const SIGNS = ROLE.title | ROLE.label | ROLE.lead | ROLE.kin | ROLE.phrase | ROLE.greeting;
/** Labels that stand before other things as often. */
const PERSONLESS =
  /^(?:patient|pt|re|from|to|contact|name|client|member|cc|kin|resident|agent|user|caller|operator|dispatcher)$/i;

/** Before a given name in small letters: it is called or spoken of. */
const CALLED =
  /^(?:so|okay|alright|right|patient|now|well|yeah|and|thanks|great|doctor|hey|hi|hello|morning|afternoon)$/;

/** Names by title, label, lead-in, credential and list. */
export function findNames(page: Page): Candidate[] {
  return new NameScan(page).run();
}

class NameScan {
  readonly #page: Page;
  readonly #taker: NameTaker;
  /** Text typed without capitals: there any word after a sure sign may be a name. */
  readonly #quiet: boolean;

  constructor(page: Page) {
    this.#page = page;
    this.#taker = new NameTaker(page);
    this.#quiet = page.quiet;
  }

  run(): Candidate[] {
    const page = this.#page;
    for (let i = page.look(0); i < page.count; i = page.look(i + 1)) {
      let next = i;
      if (page.roles(i) & SIGNS) next = this.#announced(i);
      if (next === i && page.traits(i) & TRAIT.line) next = this.#line(i);
      if (next === i && page.traits(i) & TRAIT.letter) next = this.#itself(i);
      if (next > i) i = next - 1;
    }
    return this.#taker.found;
  }

  /** Looks for a name that word `i` announces; gives the index after what it took, or `i`. */
  #announced(i: number): number {
    const page = this.#page;
    const roles = page.roles(i);
    const next = i + 1;
    if (roles & ROLE.title) {
      const end = this.#titled(i);
      if (end > i) return end;
    }
    if (roles & ROLE.label) {
      const end = this.#labelled(i);
      if (end > i) return end;
    }
    const phrase = roles & ROLE.phrase ? PHRASES.at(page, i) : undefined;
    if (phrase !== undefined && /^[,:?]?\s{0,3}["'(]?$/.test(page.between(phrase.next))) {
      const end = this.#taker.take(phrase.next, 'cue', {
        capitals: shouts(page, phrase.next),
        inverted: false,
        lower: this.#quiet ? 2 : 0,
      });
      if (end > phrase.next) return end;
    }
    if (roles & ROLE.greeting) {
      const end = this.#greeted(i);
      if (end > i) return end;
    }
    if (!(roles & (ROLE.lead | ROLE.kin)) || !/^[,:]?[ \n]{1,2}["'(]?$/.test(page.between(next))) return i;
    const given = (page.lists(next) & LIST.given) !== 0;
    const capital = (page.traits(next) & TRAIT.capital) !== 0;
    const likely =
      (capital && (given || twoCapitalised(page, next) || isNameOfKin(page, i) || isUnheardOf(page, next))) ||
      (!capital && this.#quiet && (roles & ROLE.kin) !== 0 && isNameOfQuietKin(page, next)) ||
      // `son-in-law Will`
      (capital &&
        (roles & ROLE.kin) !== 0 &&
        page.spaced(next) &&
        /^(?:Will|May|Art|Bill)$/.test(page.word(next)));
    if (!likely) return i;
    const end = this.#taker.take(next, 'cue', {
      capitals: shouts(page, next) && given,
      inverted: false,
      lower: capital ? 0 : 2,
      // `her niece Chad assists`: relatives have names, whatever else these mean.
      sure: (roles & ROLE.kin) !== 0 && (given || (page.lists(next) & LIST.family) !== 0),
    });
    return end > next ? end : i;
  }

  /** `hi betty how are you`, `good morning noah` */
  #greeted(i: number): number {
    const page = this.#page;
    const next = i + 1;
    if (page.gap(next) & ~(GAP.space | GAP.comma)) return i;
    if (!(page.lists(next) & LIST.given) || page.roles(next) & (ROLE.link | ROLE.title)) return i;
    return this.#taker.take(next, 'cue', { capitals: true, inverted: false, lower: 2, sure: true });
  }

  #titled(i: number): number {
    const page = this.#page;
    const next = i + 1;
    if (next >= page.count || !/^ ?\.? ?$/.test(page.between(next)) || page.between(next) === '') return i;
    const title = page.word(i);
    if (
      /^(?:don|fr|sir|lt|hon|ms|miss|sr|pastor|nurse|judge|officer|det|chap|chaplain|coach|deputy|trooper|detective)$/.test(
        title,
      ) &&
      !this.#quiet &&
      !(page.traits(next) & TRAIT.capital)
    )
      return i;
    const shouted = (page.traits(next) & TRAIT.capitals) !== 0 && title === title.toUpperCase();
    const capital = (page.traits(next) & TRAIT.capital) !== 0;
    const initial = capital && (page.traits(next) & TRAIT.single) !== 0;
    // `Dr. X if`, `Mrs. A was`: a letter for a name that was taken out.
    if (initial && page.after(next) === 0x20 && !(page.traits(next + 1) & TRAIT.capital)) return i;
    const particle = (page.roles(next) & ROLE.particle) !== 0 && leadsToName(page, next + 1, shouted);
    if (
      /^(?:nurse|judge|officer|pastor|father|sister)$/i.test(title) &&
      !(page.lists(next) & (LIST.given | LIST.family)) &&
      page.lists(next) & LIST.common
    )
      return i;
    const any = isBornAfterTitle(page, i);
    if ((capital && !initial) || shouted || particle || (initial && page.word(next) !== 'X'))
      return this.#taker.take(next, 'cue', { capitals: true, inverted: false, lower: 0, sure: true, any });
    const small = (page.traits(next) & TRAIT.small) !== 0 && page.length(next) > 2;
    const listed = (page.lists(next) & (LIST.given | LIST.family)) !== 0 && !(page.lists(next) & LIST.common);
    const quiet =
      title === title.toLowerCase() && small && (listed || /^(?:drs?|mrs?|ms|mx|dra|sra?)$/.test(title));
    if (!quiet) return i;
    const how = { capitals: false, inverted: false, lower: this.#quiet ? 2 : 1, sure: true, any };
    const end = this.#taker.take(next, 'cue', how);
    // In small letters the title is as much of the name as the rest: it tells the sex.
    if (end > next && /^(?:mr|mrs|ms|miss)$/.test(title))
      this.#taker.found.push({ start: page.start(i), end: page.end(i), label: 'NAME', by: 'cue' });
    return end;
  }

  /** `Attending: Okafor, Nia B.`; the name may stand on the next line. */
  #labelled(i: number): number {
    const page = this.#page;
    let next = i + 1;
    if (!(page.gap(next) & (GAP.colon | GAP.hyphen | GAP.open))) return i;
    const gap = page.between(next);
    const text = page.text;
    if (!/^(?:\/\p{L}{1,12})?\s{0,3}[:=]\s{0,8}["']?$|^ ?- $/u.test(gap)) {
      // `Provider (ordering): …`
      const aside = /^ ?\([^()\n]{0,16}\)\s{0,3}[:=]\s{0,8}/.exec(text.slice(page.end(i), page.end(i) + 32));
      if (aside === null) return i;
      next = page.wordFrom(page.end(i) + aside[0].length);
    }
    const personless = PERSONLESS.test(page.word(i));
    const end = this.#taker.take(next, 'cue', {
      capitals: true,
      inverted: true,
      lower:
        (this.#quiet && !/^(?:re|to|from|contact|member|kin)$/i.test(page.word(i))) || !personless
          ? this.#quiet
            ? 3
            : 0
          : 0,
      sure: !personless,
    });
    return end > next ? end : i;
  }

  /** A name at the start of a line, or after `--` there. */
  #line(i: number): number {
    const page = this.#page;
    if (page.gap(i) & GAP.hyphen && /--[ \t]*$/.test(page.between(i)) && page.traits(i) & TRAIT.letter) {
      const end = this.#taker.take(i, 'cue', { capitals: true, inverted: true, lower: 3 });
      if (end > i && (page.gap(end) & (GAP.newline | GAP.comma)) !== 0) return end;
    }
    const run = lineNameAt(page, i);
    return run === undefined ? i : this.#taker.push(run.from, run.end, 'cue');
  }

  /** A name by its own words: on the lists of given and family names, or before a credential. */
  #itself(i: number): number {
    const page = this.#page;
    const credentialled = this.#credentialled(i);
    if (credentialled > i) return credentialled;
    const lists = page.lists(i);
    if (!(lists & LIST.given) || page.roles(i) & SIGNS_OF_OTHERS) return i;
    if (isTermOfMedicine(page, i)) return i;
    const everyday = (lists & (EVERYDAY | LIST.eponym | LIST.town)) !== 0;
    const frequent = (lists & (LIST.frequent | LIST.proper)) !== 0;
    if (page.traits(i) & TRAIT.capital) return this.#listed(i, frequent && !everyday);
    // A header of a table is no sentence.
    if (
      !this.#quiet ||
      page.count < SHORTEST_SENTENCE ||
      !frequent ||
      lists & (LIST.medical | LIST.drug | LIST.function)
    )
      return i;
    const acts = (page.roles(i + 1) & ROLE.act) !== 0 && page.gap(i + 1) === GAP.space;
    const called = CALLED.test(page.word(i - 1));
    if (everyday && !(called && (acts || /^ ?,/.test(page.between(i + 1))))) return i;
    return this.#taker.take(i, 'list', { capitals: false, inverted: false, lower: 3 });
  }

  /** A given name with a capital: alone where it is `sure`, else beside a word that is no vocabulary. */
  #listed(i: number, sure: boolean): number {
    const page = this.#page;
    const shouted = (page.traits(i) & TRAIT.capitals) !== 0;
    const partner = page.lists(i + 1);
    const joined =
      isJoined(page, i + 1) &&
      isName(page, i + 1, shouted) &&
      shouted === ((page.traits(i + 1) & TRAIT.capitals) !== 0);
    const vocabulary = (partner & (EVERYDAY | LIST.eponym | LIST.organisation | LIST.place)) !== 0;
    const bearer = (page.lists(i) & (LIST.frequent | LIST.proper)) !== 0 || (partner & NAMED) !== 0;
    const enough = shouted
      ? sure && joined && (partner & LIST.family) !== 0 && (partner & EVERYDAY) === 0
      : sure || (joined && !vocabulary && bearer);
    return enough ? this.#taker.take(i, 'list', { capitals: shouted, inverted: false, lower: 0 }) : i;
  }

  /** Up to four words before `, MD`. */
  #credentialled(i: number): number {
    const page = this.#page;
    if (!(page.traits(i) & TRAIT.capital) || !isName(page, i, true)) return i;
    let end = i + 1;
    while (end - i < 4 && isJoined(page, end) && (isName(page, end, true) || isParticle(page, end))) end += 1;
    if (!(page.roles(end) & ROLE.credential) || !/^,? ?$/.test(page.between(end)) || page.between(end) === '')
      return i;
    if (!(page.traits(end) & TRAIT.capitals) && !/^(?:PhD|PharmD|PsyD)$/.test(page.word(end))) return i;
    // `GENERAL, YELLOWHORSE CRNA`: in capitals without a comma a name is on a list, or on none at all.
    if (
      page.traits(i) & TRAIT.capitals &&
      page.between(end) !== ', ' &&
      !(page.lists(i) & (LIST.given | LIST.family)) &&
      !(end === i + 1 && page.lists(i) === 0 && page.length(i) > 4 && !isWordByForm(page, i))
    )
      return i;
    return this.#taker.push(i, end, 'cue');
  }
}
