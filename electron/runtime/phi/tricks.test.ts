import { describe, expect, it } from 'vitest';
import { createDocumentRedactor } from './index.ts';
import { LongRedaction } from './structures/long-text.ts';

// One clear value of every class of text, written in every way that hides a value from a plain search: odd characters
// of each kind, and cut in two by lines, cells, strings and pieces. The value must be gone however it is looked for.

const redactor = createDocumentRedactor();

/** A sentence and the value in it. */
const VALUES: Readonly<Record<string, readonly [text: string, value: string]>> = {
  NAME: ['Attending physician: Dr. Nia Okafor, seen at noon.', 'Nia Okafor'],
  ADDRESS: ['She lives at 6131 Orchard Street since then.', '6131 Orchard Street'],
  ZIP: ['Home ZIP code 04001, as before.', '04001'],
  DATE: ['Admitted on March 14, 2024 with fever.', 'March 14'],
  AGE_OVER_89: ['Age 93 years, with a cough.', '93'],
  PHONE: ['Phone (206) 555-0134 for results.', '206) 555-0134'],
  FAX: ['Fax 605-555-9972 for records.', '605-555-9972'],
  EMAIL: ['Write to j.doe@mail.example.org today.', 'j.doe@mail.example.org'],
  SSN: ['SSN 142-94-2349 on file.', '142-94-2349'],
  MRN: ['MRN: 48213377 was reviewed.', '48213377'],
  HEALTH_PLAN_ID: ['Member ID W2291-884-03 is active.', 'W2291-884-03'],
  ACCOUNT: ['Account number 4482-119-305 is open.', '4482-119-305'],
  LICENSE: ['Signed under NPI 1260141217 here.', '1260141217'],
  VEHICLE: ['VIN 1HGCM82633A982281 in the lot.', '1HGCM82633A982281'],
  DEVICE: ['Pump serial number LW8191222 works.', 'LW8191222'],
  URL: ['See www.example.org/pt/834571 for it.', 'www.example.org/pt/834571'],
  IP: ['Logged in from 10.137.146.222 today.', '10.137.146.222'],
  OTHER_ID: ['Accession number L24-0098127 was read.', 'L24-0098127'],
};
const CASES = Object.entries(VALUES).map(([label, [text, value]]) => ({ label, text, value }));

/** Letters of other scripts that look like ours. */
const LOOKALIKES: Readonly<Record<string, string>> = {
  ...{
    a: 'а',
    e: 'е',
    o: 'о',
    c: 'с',
    p: 'р',
    x: 'х',
    A: 'А',
    B: 'В',
    E: 'Е',
    H: 'Н',
    M: 'М',
    O: 'О',
    P: 'Р',
  },
  ...{ i: 'і', N: 'Ν', S: 'Ѕ' },
};
const INVISIBLE = /[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff\u180e\ufe0f\u0300-\u036f]/g;
const FOLD = new Map(Object.entries(LOOKALIKES).map(([plain, odd]) => [odd, plain]));
const ARABIC_ZERO = 0x0660;
const FIGURES = new Map(Array.from('٠١٢٣٤٥٦٧٨٩', (figure, value) => [figure, String(value)]));

/** Letters and figures of a text as a reader sees them. */
function seen(text: string): string {
  const plain = text.normalize('NFKD').replace(INVISIBLE, '');
  const folded = Array.from(plain, (unit) => FOLD.get(unit) ?? FIGURES.get(unit) ?? unit);
  return folded
    .join('')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]/gu, '');
}

const each = (text: string, change: (unit: string) => string): string => Array.from(text, change).join('');

/** Ways to hide; each is told the text and the value in it. */
const HIDING: Readonly<Record<string, (text: string, value: string) => string>> = {
  'a zero-width space in every word': (text) => each(text, (unit) => `${unit}\u200b`),
  'joiners and a byte-order mark': (text, value) =>
    text.replace(value, `\ufeff${each(value, (unit) => `${unit}\u200d\u2060`)}`),
  'soft hyphens': (text, value) =>
    text.replace(
      value,
      each(value, (unit) => `\u00ad${unit}`),
    ),
  'look-alike letters': (text) => each(text, (unit) => LOOKALIKES[unit] ?? unit),
  'marks of direction around it': (text, value) => text.replace(value, `\u202a\u2067${value}\u2069\u202c`),
  'marks of direction inside it': (text, value) =>
    text.replace(
      value,
      each(value, (unit) => `${unit}\u200e`),
    ),
  'combining marks taken apart': (text) => text.normalize('NFD').replaceAll('o', 'o\u0301').normalize('NFD'),
  'full-width forms': (text, value) =>
    text.replace(
      value,
      each(value, (unit) =>
        /[!-~]/.test(unit) ? String.fromCodePoint((unit.codePointAt(0) ?? 0) + 0xfee0) : unit,
      ),
    ),
  'odd spaces and dashes': (text) => text.replaceAll(' ', '\u00a0').replaceAll('-', '\u2011'),
  'figures of another script': (text) =>
    each(text, (unit) => (/\d/.test(unit) ? String.fromCodePoint(ARABIC_ZERO + Number(unit)) : unit)),
  'a line that ends behind its cue': (text, value) => text.replace(` ${value}`, `\n${value}`),
  'a line that ends inside it, with a return': (text, value) =>
    value.includes(' ')
      ? text.replace(value, value.replace(' ', '\r\n'))
      : text.replace(` ${value}`, `\r\n${value}`),
  'a cell of a table': (text) => `visit,remark\n1,"${text}"\n2,"well"\n3,"well again"\n`,
  'the head of a table': (text) => `| ${text} | remark |\n|---|---|\n| well | well again |`,
  'two cells of a form': (text, value) =>
    `| item | result |\n|---|---|\n| city | Akron |\n| phone | 330-555-0177 |\n| mrn | 48200311 |\n| ${text.slice(0, text.indexOf(value)).trim()} | ${value} |\n`,
  'a string of JSON': (text) => JSON.stringify({ remark: text, pulse: 72 }),
  'a string of JSON in escapes': (text) =>
    `{"remark":"${each(text, (unit) => `\\u${(unit.codePointAt(0) ?? 0).toString(16).padStart(4, '0')}`)}"}`,
  'two strings of JSON': (text, value) => {
    const at = text.indexOf(value);
    return JSON.stringify([text.slice(0, at), text.slice(at)]);
  },
};

/** What a reader of the result sees, behind the escapes of JSON too. */
function read(result: string): string {
  return seen(
    result.replaceAll(/\\u([0-9a-f]{4})/gi, (_, code: string) => String.fromCharCode(parseInt(code, 16))),
  );
}

describe.each(Object.entries(HIDING))('%s', (_, hide) => {
  it.each(CASES)('hides no $label', ({ text, value }) => {
    const hidden = hide(text, value);
    expect(read(hidden)).toContain(seen(value));
    expect(read(redactor.redact(hidden).text)).not.toContain(seen(value));
  });
});

describe('a long text read in pieces', () => {
  const filler = 'The cough is gone and sleep is good. '.repeat(7300);
  const WINDOW = 1 << 18;

  it.each(CASES)('hides no $label where a piece ends', ({ text, value }) => {
    for (const into of [1, value.length]) {
      const before = filler.slice(0, WINDOW - text.indexOf(value) - into);
      const whole = `${before}${text} ${filler.slice(0, 20_000)}`;
      const long = new LongRedaction(redactor);
      let out = '';
      for (const part of long.push(whole)) out += part.text;
      for (const part of long.end()) out += part.text;
      expect(seen(out)).not.toContain(seen(value));
    }
  });
});
