/** Text as detection sees it, and where each of its characters stood in the original. */
export interface Normalised {
  readonly text: string;
  /** Original index of character `i`; identity where absent. */
  readonly starts?: Uint32Array;
  /** Original end of character `i`. */
  readonly ends?: Uint32Array;
}

const PLAIN = /^[\t\n\r\x20-\x7e]*$/;
const INVISIBLE = /[\p{Cf}\u034f\u115f\u1160\u17b4\u17b5\u3164\uffa0\ufe00-\ufe0f]/u;
const MARK = /\p{M}/u;
const SPACE = /[\p{Zs}\u0085\u2028\u2029]/u;
const DASH = /[\p{Pd}\u2212\u2043]/u;
const LETTER = /[\p{L}]/u;
/** Letters of other scripts that look like Latin ones. */
const LOOKALIKES = new Map(
  Object.entries({
    АВЕКМНОРСТУХІЈЅԚԜҮаеорсухіјѕԛԝгһ: 'ABEKMHOPCTYXIJSQWYaeopcyxijsqwrh',
    ΑΒΕΖΗΙΚΜΝΟΡΤΥΧονιρυχ: 'ABEZHIKMNOPTYXovipux',
  }).flatMap(([from, to]) => Array.from(from, (letter, i) => [letter, to.charAt(i)] as const)),
);

/**
 * Undoes what hides an identifier from a pattern: compatibility forms (full-width digits, ligatures), look-alike
 * letters, invisible characters, odd spaces and dashes. Plain ASCII comes back as it is.
 */
export function normalise(original: string): Normalised {
  if (PLAIN.test(original)) return { text: original };
  let text = '';
  const starts: number[] = [];
  const ends: number[] = [];
  for (let at = 0; at < original.length;) {
    const point = original.codePointAt(at) ?? 0;
    const size = point > 0xffff ? 2 : 1;
    const character = original.slice(at, at + size);
    const last = text.length - 1;
    if (point > 0x7e && MARK.test(character) && last >= 0 && LETTER.test(text.charAt(last))) {
      const composed = (text.charAt(last) + character).normalize('NFC');
      if (composed.length === 1) text = text.slice(0, last) + composed;
      ends[last] = at + size;
    } else if (isInvisible(point, character)) {
      if (last >= 0) ends[last] = at + size;
    } else {
      const plain = plainForm(point, character);
      let units = plain.length;
      while (units-- > 0) {
        starts.push(at);
        ends.push(at + size);
      }
      text += plain;
    }
    at += size;
  }
  return { text, starts: Uint32Array.from(starts), ends: Uint32Array.from(ends) };
}

function isInvisible(point: number, character: string): boolean {
  if (point < 0x20) return point !== 9 && point !== 10 && point !== 13;
  return point === 0x7f || (point > 0x7e && INVISIBLE.test(character));
}

function plainForm(point: number, character: string): string {
  if (point <= 0x7e) return character;
  if (SPACE.test(character)) return ' ';
  if (DASH.test(character)) return '-';
  if (character === '’' || character === 'ʼ' || character === '‘') return "'";
  return LOOKALIKES.get(character) ?? character.normalize('NFKC');
}
