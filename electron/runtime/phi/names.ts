import type { Candidate } from './candidate.ts';
import { chunkEnd, chunkOf } from './chunks.ts';
import { countDigits } from './codes.ts';
import { EVERYDAY, isOnlyEveryday, KNOWN, NAMED, STAND_INS } from './everyday.ts';
import { isTermOfMedicine } from './eponyms.ts';
import { LIST } from './lexicon.ts';
import { NAME_PHRASES } from './name-phrases.ts';
import type { Page } from './page.ts';
import { Phrases } from './phrases.ts';
import { ROLE } from './role.ts';
import { GAP, TRAIT } from './tokens.ts';

const LONGEST_NAME = 6;
const SHORTEST_SENTENCE = 5;
const PHRASES = new Phrases<true>().add(NAME_PHRASES, true);
/** Words that announce something are no names themselves, unless a list has them. */
const SIGNS_OF_OTHERS =
  ROLE.cue |
  ROLE.phone |
  ROLE.fax |
  ROLE.label |
  ROLE.kin |
  ROLE.greeting |
  ROLE.address |
  ROLE.code |
  ROLE.care |
  ROLE.act;
const SIGNS = ROLE.title | ROLE.label | ROLE.lead | ROLE.kin | ROLE.phrase | ROLE.greeting;
/** Labels that stand before other things as often. */
const PERSONLESS = /^(?:patient|pt|re|from|to|contact|name|client|member|cc|kin|resident|agent|user)$/i;

/** Before a given name in small letters: it is called or spoken of. */
const CALLED =
  /^(?:so|okay|alright|right|patient|now|well|yeah|and|thanks|great|doctor|hey|hi|hello|morning|afternoon)$/;

/** Names by title, label, lead-in, credential and list. */
export function findNames(page: Page): Candidate[] {
  return new NameScan(page).run();
}

/** How a name may be written at one place. */
interface Manner {
  /** Words in capitals count. */
  readonly capitals: boolean;
  /** `Last, First` */
  readonly inverted: boolean;
  /** How many words without a capital may belong to it. */
  readonly lower: number;
  /** The sign is so clear that any word may be the name. */
  readonly sure?: boolean;
}

class NameScan {
  readonly #page: Page;
  readonly #found: Candidate[] = [];
  /** Text typed without capitals: there any word after a sure sign may be a name. */
  readonly #quiet: boolean;

  constructor(page: Page) {
    this.#page = page;
    this.#quiet = page.quiet;
  }

  run(): Candidate[] {
    const page = this.#page;
    for (let i = 0; i < page.count; i += 1) {
      let next = i;
      if (page.roles(i) & SIGNS) next = this.#announced(i);
      if (next === i && page.traits(i) & TRAIT.line) next = this.#line(i);
      if (next === i && page.traits(i) & TRAIT.letter) next = this.#itself(i);
      if (next > i) i = next - 1;
    }
    return this.#found;
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
      const end = this.#take(phrase.next, 'cue', {
        capitals: this.#shouts(phrase.next),
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
      (capital && (given || this.#twoCapitalised(next) || this.#kinName(i) || this.#isUnheardOf(next))) ||
      (!capital && this.#quiet && roles & ROLE.kin && given && !(page.lists(next) & LIST.common));
    if (!likely) return i;
    const end = this.#take(next, 'cue', {
      capitals: this.#shouts(next) && given,
      inverted: false,
      lower: capital ? 0 : 2,
      // `her niece Chad assists`: relatives have names, whatever else these mean.
      sure: (roles & ROLE.kin) !== 0 && (given || (page.lists(next) & LIST.family) !== 0),
    });
    return end > next ? end : i;
  }

  /** `Sister Clementine reachable at`: no list knows her, but nothing else stands there. */
  #kinName(i: number): boolean {
    const page = this.#page;
    const next = i + 1;
    if (!(page.roles(i) & ROLE.kin) || !page.spaced(next) || page.traits(next) & TRAIT.capitals) return false;
    return this.#isName(next, false) && !this.#isDisease(next);
  }

  /** `seen with fellow Priyanka`: a word with a capital that no list has at all. */
  #isUnheardOf(i: number): boolean {
    const page = this.#page;
    const form = page.traits(i) & (TRAIT.capital | TRAIT.capitals | TRAIT.inner | TRAIT.digit | TRAIT.single);
    return (
      form === TRAIT.capital &&
      page.lists(i) === 0 &&
      page.roles(i) === 0 &&
      page.length(i) > 3 &&
      !this.#isDisease(i)
    );
  }

  /** `hi betty how are you`, `good morning noah` */
  #greeted(i: number): number {
    const page = this.#page;
    const next = i + 1;
    if (page.gap(next) & ~(GAP.space | GAP.comma)) return i;
    if (!(page.lists(next) & LIST.given) || page.roles(next) & (ROLE.link | ROLE.title)) return i;
    return this.#take(next, 'cue', { capitals: true, inverted: false, lower: 2, sure: true });
  }

  #titled(i: number): number {
    const page = this.#page;
    const next = i + 1;
    if (next >= page.count || !/^ ?\.? ?$/.test(page.between(next)) || page.between(next) === '') return i;
    const title = page.word(i);
    if (
      /^(?:don|fr|sir|lt|hon|ms|miss|sr|pastor|nurse|judge|officer)$/.test(title) &&
      !this.#quiet &&
      !(page.traits(next) & TRAIT.capital)
    )
      return i;
    const shouted = (page.traits(next) & TRAIT.capitals) !== 0 && title === title.toUpperCase();
    const capital = (page.traits(next) & TRAIT.capital) !== 0;
    const initial = capital && (page.traits(next) & TRAIT.single) !== 0;
    // `Dr. X if`, `Mrs. A was`: a letter for a name that was taken out.
    if (initial && page.after(next) === 0x20 && !(page.traits(next + 1) & TRAIT.capital)) return i;
    const particle = (page.roles(next) & ROLE.particle) !== 0 && this.#leadsToName(next + 1, shouted);
    if (
      /^(?:nurse|judge|officer|pastor|father|sister)$/i.test(title) &&
      !(page.lists(next) & (LIST.given | LIST.family)) &&
      page.lists(next) & LIST.common
    )
      return i;
    if ((capital && !initial) || shouted || particle || (initial && page.word(next) !== 'X'))
      return this.#take(next, 'cue', { capitals: true, inverted: false, lower: 0, sure: true });
    const small = (page.traits(next) & TRAIT.small) !== 0 && page.length(next) > 2;
    const listed = (page.lists(next) & (LIST.given | LIST.family)) !== 0 && !(page.lists(next) & LIST.common);
    const quiet =
      title === title.toLowerCase() && small && (listed || /^(?:drs?|mrs?|ms|mx|dra|sra?)$/.test(title));
    return quiet
      ? this.#take(next, 'cue', { capitals: false, inverted: false, lower: this.#quiet ? 2 : 1, sure: true })
      : i;
  }

  /** `Attending: Okafor, Nia B.`; the name may stand on the next line. */
  #labelled(i: number): number {
    const page = this.#page;
    const gap = page.between(i + 1);
    const text = page.text;
    let next = i + 1;
    if (!/^(?:\/\p{L}{1,12})?\s{0,3}[:=]\s{0,8}["']?$|^ ?- $/u.test(gap)) {
      // `Provider (ordering): …`
      const aside = /^ ?\([^()\n]{0,16}\)\s{0,3}[:=]\s{0,8}/.exec(text.slice(page.end(i), page.end(i) + 32));
      if (aside === null) return i;
      next = page.wordFrom(page.end(i) + aside[0].length);
    }
    const personless = PERSONLESS.test(page.word(i));
    const end = this.#take(next, 'cue', {
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

  /** `BURGESS, JASON | 123`, `3/12 Last First A12345`, `PT LAST, FIRST BED 4`, `-- J. Doe` at the start of a line. */
  #line(i: number): number {
    const page = this.#page;
    const gap = page.between(i);
    if (/--[ \t]*$/.test(gap) && page.traits(i) & TRAIT.letter) {
      const end = this.#take(i, 'cue', { capitals: true, inverted: true, lower: 3 });
      if (end > i && (page.gap(end) & (GAP.newline | GAP.comma)) !== 0) return end;
    }
    let from = i;
    if (page.traits(i) & TRAIT.digit || page.roles(i) & ROLE.month) {
      // After a date at the start of the line.
      while (from - i < 4 && (page.traits(from) & TRAIT.digit || page.roles(from) & ROLE.month)) from += 1;
      if (from === i || page.gap(from) & (GAP.newline | GAP.stop | GAP.colon)) return i;
    } else if (/^(?:pt|patient|name|re)$/i.test(page.word(i))) {
      from = i + 1;
      if (page.gap(from) & ~(GAP.space | GAP.colon)) return i;
    }
    return this.#lineName(from, from > i);
  }

  #lineName(from: number, led: boolean): number {
    const page = this.#page;
    let end = from;
    let comma = false;
    while (end - from < 4 && page.traits(end) & TRAIT.letter && !(page.traits(end) & TRAIT.digit)) {
      const gap = page.between(end);
      if (end > from && gap !== ' ' && gap !== '. ' && gap !== '-' && gap !== "'") {
        if (!/^, ?$/.test(gap) || comma) break;
        comma = true;
      }
      if (end > from && /^(?:bed|room|rm|mrn|dob|adm|ins|age)$/i.test(page.word(end))) break;
      end += 1;
    }
    if (end - from < 2) return from;
    const after = page.gap(end);
    const bar = (after & GAP.column) !== 0 && /^ {0,3}\|/.test(page.between(end));
    const code =
      page.spaced(end) &&
      page.traits(end) & TRAIT.digit &&
      countDigits(chunkOf(page, end, chunkEnd(page, end)).text) >= 5;
    const led2 = led && comma;
    const listed = Array.from({ length: end - from }, (_, k) => page.lists(from + k)).some(
      (lists) => lists & (LIST.given | LIST.family),
    );
    if (!(
      (bar && comma) ||
      (led && code) ||
      (led2 && (listed || /^(?:bed|room|rm|mrn|dob|adm|age)$/i.test(page.word(end))))
    ))
      return from;
    for (let k = from; k < end; k += 1)
      if (isOnlyEveryday(page.lists(k)) || page.lists(k) & LIST.function) return from;
    return this.#push(from, end, 'cue');
  }

  /** A name by its own words: on the lists of given and family names, or before a credential. */
  #itself(i: number): number {
    const page = this.#page;
    const credentialled = this.#credentialled(i);
    if (credentialled > i) return credentialled;
    const lists = page.lists(i);
    if (!(lists & LIST.given) || page.roles(i) & SIGNS_OF_OTHERS) return i;
    if (this.#isDisease(i)) return i;
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
    return this.#take(i, 'list', { capitals: false, inverted: false, lower: 3 });
  }

  /** A given name with a capital: alone where it is `sure`, else beside a word that is no vocabulary. */
  #listed(i: number, sure: boolean): number {
    const page = this.#page;
    const shouted = (page.traits(i) & TRAIT.capitals) !== 0;
    const partner = page.lists(i + 1);
    const joined =
      this.#isJoined(i + 1) &&
      this.#isName(i + 1, shouted) &&
      shouted === ((page.traits(i + 1) & TRAIT.capitals) !== 0);
    const vocabulary = (partner & (EVERYDAY | LIST.eponym | LIST.organisation | LIST.place)) !== 0;
    const bearer = (page.lists(i) & (LIST.frequent | LIST.proper)) !== 0 || (partner & NAMED) !== 0;
    const enough = shouted
      ? sure && joined && (partner & LIST.family) !== 0 && (partner & EVERYDAY) === 0
      : sure || (joined && !vocabulary && bearer);
    return enough ? this.#take(i, 'list', { capitals: shouted, inverted: false, lower: 0 }) : i;
  }

  /** Up to four words before `, MD`. */
  #credentialled(i: number): number {
    const page = this.#page;
    if (!(page.traits(i) & TRAIT.capital) || !this.#isName(i, true)) return i;
    let end = i + 1;
    while (end - i < 4 && this.#isJoined(end) && (this.#isName(end, true) || this.#isParticle(end))) end += 1;
    if (!(page.roles(end) & ROLE.credential) || !/^,? ?$/.test(page.between(end)) || page.between(end) === '')
      return i;
    if (!(page.traits(end) & TRAIT.capitals) && !/^(?:PhD|PharmD|PsyD)$/.test(page.word(end))) return i;
    if (
      page.traits(i) & TRAIT.capitals &&
      page.between(end) !== ', ' &&
      !(page.lists(i) & (LIST.given | LIST.family))
    )
      return i;
    return this.#push(i, end, 'cue');
  }

  /** Takes a name from word `from` on; gives the index after it, or `from` where there is none. */
  #take(from: number, by: Candidate['by'], how: Manner): number {
    const page = this.#page;
    let end = from;
    let solid = 0;
    let small = 0;
    let comma = false;
    while (end - from < LONGEST_NAME && end < page.count) {
      if (end > from && !this.#isJoined(end)) {
        if (!how.inverted || comma || end - from > 2 || !/^, ?$/.test(page.between(end))) break;
        comma = true;
      }
      if (page.traits(end) & TRAIT.digit || (end > from && page.after(end) === 0x3a)) break;
      const particle = this.#isParticle(end) && this.#leadsToName(end + 1, how.capitals, how.lower > small);
      const quiet =
        small < how.lower &&
        (this.#mayBeQuietName(end) || (how.sure === true && end === from && this.#isQuietFamilyName(end)));
      const suffix = solid > 0 && (page.roles(end) & ROLE.suffix) !== 0;
      const borrowed = end === from && how.sure === true && this.#isBorrowed(end, how.capitals);
      if (!particle && !quiet && !suffix && !borrowed && !this.#isName(end, how.capitals)) break;
      // `Dr. Erickson of Ramirez Memorial`: the next word belongs to a place.
      if (end > from && page.roles(end) & ROLE.care && !(page.lists(end) & (LIST.family | LIST.given))) break;
      if (!particle) solid += 1;
      if (quiet && page.length(end) > 1) small += 1;
      end += 1;
    }
    if (comma && end > from && page.between(end - 1) === ', ' && page.roles(end - 1) & ROLE.credential)
      end -= 1;
    if (solid === 0 || (how.sure !== true && !this.#isCredible(from, end))) return from;
    return this.#push(from, end, by);
  }

  /** After a weak sign one word has to be more than vocabulary, or a name that many people bear. */
  #isCredible(from: number, end: number): boolean {
    const page = this.#page;
    for (let i = from; i < end; i += 1) {
      const lists = page.lists(i);
      if (page.traits(i) & TRAIT.single || this.#isParticle(i)) continue;
      if (!(lists & (EVERYDAY | LIST.organisation))) return true;
      if (lists & LIST.given && lists & (LIST.frequent | LIST.proper) && !(lists & LIST.function))
        return true;
    }
    return false;
  }

  #push(from: number, end: number, by: Candidate['by']): number {
    const page = this.#page;
    let last = end - 1;
    // The `s` of `Okafor's`.
    if (last > from && page.length(last) === 1 && /s/i.test(page.word(last)) && page.between(last) === "'")
      last -= 1;
    const stop = page.text[page.end(last)] === '.' && page.traits(last) & TRAIT.single ? 1 : 0;
    this.#found.push({ start: page.start(from), end: page.end(last) + stop, label: 'NAME', by });
    return end;
  }

  #isParticle(i: number): boolean {
    return (this.#page.roles(i) & ROLE.particle) !== 0;
  }

  /** Whether a name follows, after at most two more particles: `van der Merwe`. */
  #leadsToName(i: number, capitals: boolean, quiet = false): boolean {
    let next = i;
    while (next - i < 2 && this.#isParticle(next) && this.#isJoined(next)) next += 1;
    return this.#isJoined(next) && (this.#isName(next, capitals) || (quiet && this.#mayBeQuietName(next)));
  }

  #isName(i: number, capitals: boolean): boolean {
    const page = this.#page;
    const traits = page.traits(i);
    if (!(traits & TRAIT.capital))
      return (traits & (TRAIT.foreign | TRAIT.small | TRAIT.letter)) === (TRAIT.foreign | TRAIT.letter);
    if (traits & TRAIT.digit) return false;
    if (traits & TRAIT.single) return page.word(i) !== 'I';
    if (traits & TRAIT.capitals && !capitals) return false;
    return !this.#isStopped(i);
  }

  /** An everyday or clinical word that no list of names has, or one that announces something itself. */
  #isStopped(i: number): boolean {
    const page = this.#page;
    if (page.length(i) <= 4 && STAND_INS.test(page.word(i))) return true;
    const lists = page.lists(i);
    const roles = page.roles(i);
    if (lists & LIST.function) return true;
    if (roles & ROLE.weekday && page.length(i) > 2) return true;
    if (roles & (ROLE.title | ROLE.credential) && page.length(i) > 1 && !(lists & LIST.family)) return true;
    if (roles & ROLE.month && page.length(i) > 3 && !(lists & NAMED)) return true;
    if (roles & SIGNS_OF_OTHERS && page.length(i) > 1 && !(lists & LIST.frequent)) return true;
    return isOnlyEveryday(lists) || ((lists & LIST.organisation) !== 0 && !(lists & NAMED));
  }

  #mayBeQuietName(i: number): boolean {
    const page = this.#page;
    const traits = page.traits(i);
    if (!(traits & TRAIT.small) || traits & TRAIT.digit) return false;
    if (page.length(i) === 1) return page.after(i) === 0x2e || page.spaced(i + 1);
    const lists = page.lists(i);
    if (
      lists & LIST.function ||
      page.roles(i) & (ROLE.act | ROLE.link | ROLE.at | ROLE.measure | ROLE.credential)
    )
      return false;
    return (
      !(lists & KNOWN) || ((lists & NAMED) !== 0 && (!(lists & EVERYDAY) || (lists & LIST.frequent) !== 0))
    );
  }

  /** `Dr. Thistle`: right behind a title, a plain word with a capital that announces nothing itself. */
  #isBorrowed(i: number, capitals: boolean): boolean {
    const page = this.#page;
    const traits = page.traits(i);
    if (!(traits & TRAIT.capital) || (traits & TRAIT.capitals && !capitals) || page.length(i) < 4)
      return false;
    if (page.roles(i) !== 0 || STAND_INS.test(page.word(i))) return false;
    return (
      (page.lists(i) &
        (LIST.function | LIST.medical | LIST.drug | LIST.abbreviation | LIST.organisation | LIST.region)) ===
      0
    );
  }

  /** `dr. fuller`: right behind a title an everyday word may be the name where a list has it as one. */
  #isQuietFamilyName(i: number): boolean {
    const page = this.#page;
    return (
      (page.lists(i) & LIST.family) !== 0 &&
      (page.lists(i) & LIST.function) === 0 &&
      !(page.roles(i) & ROLE.act)
    );
  }

  #twoCapitalised(i: number): boolean {
    return (
      this.#isName(i, false) && this.#isJoined(i + 1) && this.#isName(i + 1, false) && !this.#isDisease(i + 1)
    );
  }

  #isDisease(i: number): boolean {
    const page = this.#page;
    return isTermOfMedicine(page, i);
  }

  /** Whether word `i` and the one before it stand as parts of one name. */
  #isJoined(i: number): boolean {
    const page = this.#page;
    if (i >= page.count || i === 0) return false;
    const gap = page.between(i);
    if (gap === ' ' || gap === '-' || gap === "'" || gap === '  ') return true;
    if (gap !== '.' && gap !== '. ') return false;
    return (
      (page.traits(i - 1) & TRAIT.single) !== 0 ||
      (page.length(i - 1) === 2 && /^(?:jr|sr|st)$/i.test(page.word(i - 1)))
    );
  }

  #shouts(i: number): boolean {
    const page = this.#page;
    return (page.traits(i) & TRAIT.capitals) !== 0 && (page.traits(i - 1) & TRAIT.capitals) !== 0;
  }
}
