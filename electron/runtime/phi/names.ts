import { AMBIGUOUS_NAMES, GIVEN_NAMES } from '../../../resources/lexicons/given-names.ts';
import { NOT_NAMES } from '../../../resources/lexicons/not-names.ts';
import type { Candidate } from './candidate.ts';
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
  'patient name pt attending provider physician surgeon pcp mother father wife husband spouse son daughter guardian kin contact author signed by cc nurse caregiver clinician resident fellow consultant anesthesiologist radiologist pathologist cardiologist re from to attn client member insured subscriber guarantor witness interpreter therapist manager assistant scribe nombre apellidos paciente'.split(
    ' ',
  ),
);
/** Words before a given name, or before two capitalised words. */
const LEADS = new Set(
  'patient pt daughter son wife husband mother father brother sister niece nephew aunt uncle cousin grandson granddaughter grandmother grandfather neighbor neighbour friend partner fiance fiancee boyfriend girlfriend caregiver nurse fellow resident attending pcp by per with named dear hi hello re and contacted colleague called'.split(
    ' ',
  ),
);
/** Words between which and a capitalised word there is no doubt. */
const PHRASE = /\b(?:my name is|name is|named|goes by|i am called|name was|signed by|dictated by)$/i;
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

/** Names by title, credential, label, lead-in and by common given names. One pass over the words. */
export function findNames(text: string): Candidate[] {
  const scan = new NameScan(text);
  return scan.run();
}

class NameScan {
  readonly #text: string;
  readonly #words: readonly Word[];
  readonly #found: Candidate[] = [];

  constructor(text: string) {
    this.#text = text;
    this.#words = words(text);
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
      const end = this.#take(i + 1, 'cue', { capitals: true, inverted: true, lower: false });
      if (end > i + 1) return end;
    }
    if (/^[,:]? ?$/.test(gap) && (LEADS.has(word.lower) || this.#phraseEndsAt(word.end))) {
      const next = this.#words[i + 1];
      const sure = this.#phraseEndsAt(word.end);
      if (next !== undefined && (sure || GIVEN.has(next.lower) || this.#twoCapitalised(i + 1))) {
        const end = this.#take(i + 1, 'cue', { capitals: false, inverted: false, lower: false });
        if (end > i + 1) return end;
      }
    }
    return this.#listed(i, word);
  }

  #titled(i: number, gap: string): number {
    const next = this.#words[i + 1];
    if (next === undefined || gap === '') return i;
    const title = this.#words[i]?.text ?? '';
    const shouted = isCapitals(next) && title === title.toUpperCase();
    if (isCapitalised(next) || shouted || isInitial(next))
      return this.#take(i + 1, 'cue', { capitals: shouted, inverted: false, lower: false });
    const quiet = title === title.toLowerCase() && next.text === next.lower && next.text.length > 2;
    if (!quiet || title === 'miss' || !/^\p{L}/u.test(next.text)) return i;
    return this.#take(i + 1, 'cue', { capitals: false, inverted: false, lower: true });
  }

  /** A common given name: beside another capitalised word, or alone where it is no other word. */
  #listed(i: number, word: Word): number {
    if (!isCapitalised(word) || !GIVEN.has(word.lower)) return this.#credentialled(i);
    const pair = this.#isJoined(i) && this.#isName(i + 1, false) && !isCapitals(this.#words[i + 1] ?? word);
    if (!pair && (AMBIGUOUS.has(word.lower) || STOP.has(word.lower))) return i;
    if (DISEASE.test(this.#text.slice(word.end, word.end + 24))) return i;
    return this.#take(i, 'list', { capitals: false, inverted: false, lower: false });
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
  #take(
    from: number,
    by: Candidate['by'],
    how: { capitals: boolean; inverted: boolean; lower: boolean },
  ): number {
    let end = from;
    let solid = 0;
    while (end - from < LONGEST_NAME) {
      const word = this.#words[end];
      if (word === undefined || (end > from && !this.#isJoined(end - 1, how.inverted && end === from + 1)))
        break;
      const particle = PARTICLES.has(word.lower) && this.#isName(end + 1, how.capitals);
      const quiet = how.lower && end === from && !STOP.has(word.lower);
      const suffix = solid > 0 && SUFFIXES.has(word.lower);
      if (!particle && !quiet && !suffix && !this.#isName(end, how.capitals)) break;
      if (!particle) solid += 1;
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

  #isName(i: number, capitals: boolean): boolean {
    const word = this.#words[i];
    if (word === undefined) return false;
    const bare = word.lower.replace(/'s$/, '');
    if (isInitial(word)) return /^\.? ?/.test(this.#gap(i)) && word.text !== 'I';
    return (isCapitalised(word) || (capitals && isCapitals(word))) && !STOP.has(bare);
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
    return word !== undefined && isInitial(word) && /^\. ?$/.test(gap);
  }

  #phraseEndsAt(end: number): boolean {
    return PHRASE.test(this.#text.slice(Math.max(0, end - 16), end));
  }

  #gap(i: number): string {
    const word = this.#words[i];
    if (word === undefined) return '';
    const next = this.#words[i + 1];
    return this.#text.slice(word.end, Math.min(next?.start ?? this.#text.length, word.end + 16));
  }
}
