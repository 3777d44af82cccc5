import { AMBIGUOUS_NAMES, GIVEN_NAMES } from '../../../resources/lexicons/given-names.ts';
import { NOT_NAMES } from '../../../resources/lexicons/not-names.ts';
import { matches, type Candidate } from './candidate.ts';
import type { Word } from './words.ts';
import { isCapitalised, isCapitals, isInitial, words } from './words.ts';

const LONGEST_NAME = 5;
const TITLES = new Set('dr drs doctor mr mrs ms miss mx prof professor rev dra sra'.split(' '));
const CREDENTIALS = new Set(
  'md do rn np pa pa-c phd dds dmd lcsw pharmd dpm crna lpn cnm aprn fnp dnp mph facs facp bsn msn psyd cna lmft dc od arnp'.split(
    ' ',
  ),
);
const PARTICLES = new Set(
  'van von der den de del della la le di da dos du bin al el st ten ter y'.split(' '),
);
const SUFFIXES = new Set('jr sr ii iii iv'.split(' '));
/** Words after which a colon, a hyphen or an equals sign names a person. */
const LABELS = new Set(
  'patient name pt attending provider physician surgeon pcp mother father wife husband spouse son daughter guardian kin contact author signed by cc nurse caregiver clinician resident fellow consultant anesthesiologist radiologist pathologist cardiologist re from to attn client member insured subscriber guarantor witness interpreter therapist manager assistant scribe ordering prescriber sincerely regards nombre apellidos paciente médico'.split(
    ' ',
  ),
);
/** Words before a given name, or before two capitalised words. */
const LEADS = new Set(
  'patient pt daughter son wife husband mother father brother sister niece nephew aunt uncle cousin grandson granddaughter grandmother grandfather neighbor neighbour friend partner fiance fiancee boyfriend girlfriend caregiver nurse fellow resident attending pcp by per with named dear hi hello re and contacted colleague called'.split(
    ' ',
  ),
);
/** Those of them that are relatives or close ones: directly before a capitalised word that word is a name. */
const KIN = new Set(
  'daughter son wife husband mother father brother sister niece nephew aunt uncle cousin grandson granddaughter grandmother grandfather fiance fiancee boyfriend girlfriend neighbor neighbour friend caregiver'.split(
    ' ',
  ),
);
/** Words after which a capitalised word is a person, whatever it is. */
const PHRASE =
  /\b(?:name is|named|goes by|name was|signed by|signed|dictated by|transcribed by|reviewed by|discuss(?:ed)?(?: this| (?:the|this) (?:case|plan))? with|spoke (?:with|to)|met with|seen (?:with|by)|evaluated by|referred by|accompanied by|escorted by|prescriber|'s (?:niece|nephew|son|daughter|wife|husband|mother|father|sister|brother|friend|neighbou?r)|case manager:?|sincerely,|regards,|aka)$/i;
/** Last words of those phrases, so that most words need no second look. */
const PHRASE_ENDS = new Set(
  'is named was by with to prescriber niece nephew son daughter wife husband mother father sister brother friend neighbor neighbour manager sincerely regards aka signed'.split(
    ' ',
  ),
);
/** Labels that stand before other things as often. */
const PERSONLESS = new Set(['patient', 'pt', 're', 'from', 'to', 'contact', 'name', 'client', 'member']);
const DISEASE =
  /^(?:'s)?\s+(?:disease|syndrome|sign|test|score|scale|criteria|catheter|lymphoma|sarcoma|fracture|procedure|law|reflex|palsy|phenomenon|ulcer|hernia|esophagus|thyroiditis|tumou?r|classification|index|maneuver|line|tube|node|nodes|spots|cells|bodies|ring|duct|contracture)\b/i;

const GIVEN: ReadonlySet<string> = new Set(GIVEN_NAMES);
const AMBIGUOUS: ReadonlySet<string> = new Set(AMBIGUOUS_NAMES);
const STOP: ReadonlySet<string> = new Set([
  ...NOT_NAMES.filter((word) => !PARTICLES.has(word)),
  ...TITLES,
  ...CREDENTIALS,
]);

/** Whether a word is also an everyday word, so that on its own it names nobody. */
export function isAmbiguousName(lower: string): boolean {
  return AMBIGUOUS.has(lower) || STOP.has(lower);
}

/** A list line: `LAST, FIRST | 12345`, `3/12 Last First A12345`, `PT LAST, FIRST BED 4`, and a signature after dashes. */
const LINES: readonly RegExp[] = [
  /^[ \t]*(?<value>\p{L}[\p{L}'-]+, ?\p{L}[\p{L}'-]+(?: \p{L}\.?)?) ?(?=\|)/dgmu,
  /^[ \t]*\d[\d/-]{3,9} (?<value>\p{L}[\p{L}'-]+(?: \p{L}[\p{L}'-]+){1,3}) (?=[A-Z]{0,3}\d[\d-]{4,})/dgimu,
  /^[ \t]*(?:PT|PATIENT|NAME):? (?<value>\p{Lu}[\p{Lu}'-]+, ?\p{Lu}[\p{Lu}'-]+)/dgmu,
  /^[ \t]*--[ \t]*(?<value>\p{L}[\p{L}'.-]*(?: \p{L}[\p{L}'.-]*){0,3})[ \t]*$/dgmu,
];

/** Names by title, credential, label, lead-in, by common given names, and in lists. */
export function findNames(text: string): Candidate[] {
  const scan = new NameScan(text);
  const lines = /\||--|^[ \t]*(?:\d|PT|PATIENT|NAME)/m.test(text)
    ? LINES.flatMap((line) => [...matches(text, line)])
    : [];
  return [
    ...scan.run(),
    ...lines.map(({ start, end }): Candidate => ({ start, end, label: 'NAME', by: 'cue' })),
  ];
}

/** How a name may be written at one place. */
interface Manner {
  readonly capitals: boolean;
  /** `Last, First` */
  readonly inverted: boolean;
  /** Words without a capital that may belong to it. */
  readonly lower: number;
}

class NameScan {
  readonly #text: string;
  readonly #words: readonly Word[];
  readonly #found: Candidate[] = [];

  /** Text typed without capitals: there any word after a sure sign may be a name. */
  readonly #quiet: boolean;

  constructor(text: string) {
    this.#text = text;
    this.#words = words(text);
    this.#quiet = !/\p{Lu}/u.test(text);
  }

  run(): Candidate[] {
    for (let i = 0; i < this.#words.length; i += 1) i = Math.max(i, this.#at(i) - 1);
    return this.#found;
  }

  /** Looks for a name that word `i` announces or begins; gives the index after what it took, or `i`. */
  #at(i: number): number {
    const word = this.#words[i];
    if (word === undefined) return i;
    const gap = this.#gap(i);
    if (TITLES.has(word.lower) && /^\.? ?$/.test(gap)) {
      const end = this.#titled(i, gap);
      if (end > i) return end;
    }
    if (LABELS.has(word.lower) && /^(?: ?\([^()\n]{0,12}\))?\s{0,3}[:=]\s{0,8}$|^ - $/.test(gap)) {
      const end = this.#take(i + 1, 'cue', {
        capitals: true,
        inverted: true,
        lower: this.#quiet && !PERSONLESS.has(word.lower) ? 2 : 0,
      });
      if (end > i + 1) return end;
    }
    if (/^[,:]?\s{0,3}["']?$/.test(gap)) {
      const sure = PHRASE_ENDS.has(word.lower) && this.#phraseEndsAt(word.end);
      const next = this.#words[i + 1];
      const likely =
        LEADS.has(word.lower) &&
        next !== undefined &&
        (GIVEN.has(next.lower) || this.#twoCapitalised(i + 1) || this.#kinName(word, next, gap)) &&
        isCapitalised(next);
      if (sure || likely) {
        const end = this.#take(i + 1, 'cue', {
          capitals: false,
          inverted: false,
          lower: sure && this.#quiet ? 2 : 0,
        });
        if (end > i + 1) return end;
      }
    }
    return this.#listed(i, word);
  }

  /** `Sister Clementine reachable at`: no list knows her, but nothing else stands there. */
  #kinName(kin: Word, next: Word, gap: string): boolean {
    if (!KIN.has(kin.lower) || gap !== ' ' || isCapitals(next) || STOP.has(next.lower)) return false;
    return !DISEASE.test(this.#text.slice(next.end, next.end + 24));
  }

  #titled(i: number, gap: string): number {
    const next = this.#words[i + 1];
    if (next === undefined || gap === '') return i;
    const title = this.#words[i]?.text ?? '';
    const shouted = isCapitals(next) && title === title.toUpperCase();
    const particle = PARTICLES.has(next.lower) && this.#leadsToName(i + 2, shouted);
    if (isCapitalised(next) || shouted || particle || (isInitial(next) && next.text !== 'X'))
      return this.#take(i + 1, 'cue', { capitals: shouted, inverted: false, lower: 0 });
    const quiet = title === title.toLowerCase() && next.text === next.lower && next.text.length > 2;
    if (!quiet || title === 'miss' || !/^\p{L}/u.test(next.text)) return i;
    return this.#take(i + 1, 'cue', { capitals: false, inverted: false, lower: 1 });
  }

  /** A common given name: beside another capitalised word, or alone where it is no other word. */
  #listed(i: number, word: Word): number {
    if (!isCapitalised(word) || !GIVEN.has(word.lower)) return this.#credentialled(i);
    const pair = this.#isJoined(i) && this.#isName(i + 1, false) && !isCapitals(this.#words[i + 1] ?? word);
    if (!pair && (AMBIGUOUS.has(word.lower) || STOP.has(word.lower))) return i;
    if (DISEASE.test(this.#text.slice(word.end, word.end + 24))) return i;
    return this.#take(i, 'list', { capitals: false, inverted: false, lower: 0 });
  }

  /** Up to three capitalised words before `, MD`. */
  #credentialled(i: number): number {
    const word = this.#words[i];
    if (word === undefined || !this.#isName(i, true)) return i;
    let end = i + 1;
    while (end - i < 4 && this.#isJoined(end - 1) && this.#isName(end, true)) end += 1;
    const after = this.#words[end];
    if (after === undefined || !CREDENTIALS.has(after.lower) || !/^,? $/.test(this.#gap(end - 1))) return i;
    if (!isCapitals(after) && !/^(?:PhD|PharmD|PsyD|PA-C)$/.test(after.text)) return i;
    return this.#push(i, end, 'cue');
  }

  /** Takes a name from word `from` on; gives the index after it, or `from` where there is none. */
  #take(from: number, by: Candidate['by'], how: Manner): number {
    let end = from;
    let solid = 0;
    let quietWords = 0;
    while (end - from < LONGEST_NAME) {
      const word = this.#words[end];
      if (word === undefined || (end > from && !this.#isJoined(end - 1, how.inverted && end === from + 1)))
        break;
      const particle = PARTICLES.has(word.lower) && this.#leadsToName(end + 1, how.capitals);
      const quiet = quietWords < how.lower && this.#mayBeQuietName(word);
      const afterInitial = end > from && isInitial(this.#words[end - 1] ?? word) && isCapitalised(word);
      const suffix = solid > 0 && SUFFIXES.has(word.lower);
      if (!particle && !quiet && !suffix && !afterInitial && !this.#isName(end, how.capitals)) break;
      if (!particle) solid += 1;
      if (quiet && word.text.length > 1) quietWords += 1;
      end += 1;
    }
    return solid === 0 ? from : this.#push(from, end, by);
  }

  #push(from: number, end: number, by: Candidate['by']): number {
    const first = this.#words[from];
    const last = this.#words[end - 1];
    if (first === undefined || last === undefined) return from;
    const possessive = /'s$/i.test(last.text) ? 2 : 0;
    const stop = this.#text[last.end] === '.' && isInitial(last) ? 1 : 0;
    this.#found.push({ start: first.start, end: last.end - possessive + stop, label: 'NAME', by });
    return end;
  }

  /** Whether a name follows, after at most one more particle: `van der Merwe`. */
  #leadsToName(i: number, capitals: boolean): boolean {
    const next = this.#words[i];
    if (next === undefined) return false;
    return this.#isName(PARTICLES.has(next.lower) ? i + 1 : i, capitals);
  }

  #isName(i: number, capitals: boolean): boolean {
    const word = this.#words[i];
    if (word === undefined) return false;
    const bare = word.lower.replace(/'s$/, '');
    if (isInitial(word)) return /^\.? ?/.test(this.#gap(i)) && word.text !== 'I';
    return (isCapitalised(word) || (capitals && isCapitals(word))) && !STOP.has(bare);
  }

  #mayBeQuietName(word: Word): boolean {
    return word.text === word.lower && /^\p{L}/u.test(word.text) && !STOP.has(word.lower.replace(/'s$/, ''));
  }

  #twoCapitalised(i: number): boolean {
    return this.#isName(i, false) && this.#isJoined(i) && this.#isName(i + 1, false);
  }

  /** Whether word `i` and the next stand as parts of one name. */
  #isJoined(i: number, inverted = false): boolean {
    const word = this.#words[i];
    const gap = this.#gap(i);
    if (gap === ' ') return true;
    if (inverted && /^, ?$/.test(gap)) return true;
    return word?.text.length === 1 && /^\. ?$/.test(gap) && (isInitial(word) || this.#quiet);
  }

  #phraseEndsAt(end: number): boolean {
    return PHRASE.test(this.#text.slice(Math.max(0, end - 28), end));
  }

  #gap(i: number): string {
    const word = this.#words[i];
    if (word === undefined) return '';
    const next = this.#words[i + 1];
    return this.#text.slice(word.end, Math.min(next?.start ?? this.#text.length, word.end + 16));
  }
}
