import { IDENTIFIER_CLASSES, type IdentifierClass } from '../../../../shared/domain/index.ts';
import { FAMILY, GIVEN, STREETS, TOWNS } from './people.ts';
import type { SeededRandom } from '../../../core/index.ts';

/** Classes that stand in text. Prints of fingers and faces, and photographs, do not; a person looks for those. */
export type TextClass = Exclude<IdentifierClass, 'BIOMETRIC' | 'PHOTO'>;
export const TEXT_CLASSES: readonly TextClass[] = IDENTIFIER_CLASSES.filter(
  (name) => name !== 'BIOMETRIC' && name !== 'PHOTO',
);

/** One value of every class, of a person who does not exist. */
export type Identity = Readonly<Record<TextClass, string>>;

type Make = (random: SeededRandom, given: string, family: string) => string;
type Makers = readonly [Make, ...Make[]];

const MONTHS = [
  ...(['January', 'February', 'March', 'April', 'May', 'June', 'July', 'August'] as const),
  ...(['September', 'October', 'November', 'December'] as const),
] as const;
const two = (value: number): string => value.toString().padStart(2, '0');

function day(random: SeededRandom): { year: number; month: number; date: number; word: string } {
  const month = random.between(1, 12);
  const word = MONTHS[month - 1] ?? 'May';
  return { year: random.between(1936, 2024), month, date: random.between(1, 28), word };
}

const VIN_VALUES = '0123456789.ABCDEFGH..JKLMN.P.R..STUVWXYZ';
const VIN_WEIGHTS = [8, 7, 6, 5, 4, 3, 2, 10, 0, 9, 8, 7, 6, 5, 4, 3, 2];

/** A vehicle identification number with its check digit (49 CFR 565.15(c)). */
function vin(random: SeededRandom): string {
  const marks = `1${random.letters(4)}${random.digits(3)}0${random.letters(2)}${random.digits(6)}`;
  const sum = Array.from(marks).reduce(
    (total, mark, at) => total + (VIN_VALUES.indexOf(mark) % 10) * (VIN_WEIGHTS[at] ?? 0),
    0,
  );
  const check = sum % 11 === 10 ? 'X' : (sum % 11).toString();
  return marks.slice(0, 8) + check + marks.slice(9);
}

/** A DEA registration number: the last digit checks the six before it (21 CFR 1301, form by DEA). */
function dea(random: SeededRandom, family: string): string {
  const digits = Array.from(random.digits(6), Number);
  const at = (index: number): number => digits[index] ?? 0;
  const sum = at(0) + at(2) + at(4) + 2 * (at(1) + at(3) + at(5));
  return `B${family
    .charAt(0)
    .toUpperCase()
    .replace(/[^A-Z]/, 'K')}${digits.join('')}${sum % 10}`;
}

/** How each class is written, commonest first. Figures come from ranges that nobody was ever given. */
const WRITTEN: Readonly<Record<TextClass, Makers>> = {
  NAME: [
    (_, given, family) => `${given} ${family}`,
    (_, given, family) => `${family}, ${given}`,
    (random, given, family) => `${given} ${random.letters(1)}. ${family}`,
    (_, given, family) => `${given} ${family}`.toUpperCase(),
  ],
  DATE: [
    (random) => (({ year, month, date }) => `${two(month)}/${two(date)}/${year}`)(day(random)),
    (random) => (({ year, month, date }) => `${year}-${two(month)}-${two(date)}`)(day(random)),
    (random) => (({ year, date, word }) => `${word} ${date}, ${year}`)(day(random)),
    (random) => (({ year, date, word }) => `${date} ${word.slice(0, 3)} ${year}`)(day(random)),
    (random) => (({ month, date, year }) => `${month}/${date}/${two(year % 100)}`)(day(random)),
  ],
  AGE_OVER_89: [(random) => random.between(90, 104).toString()],
  SSN: [
    (random) => `${random.between(734, 749)}-${random.digits(2)}-${random.digits(4)}`,
    (random) => `${random.between(734, 749)} ${random.digits(2)} ${random.digits(4)}`,
  ],
  EMAIL: [
    (_, given, family) => `${ascii(given)}.${ascii(family)}@example.org`,
    (random, given) => `${ascii(given)}${random.digits(2)}@mail.example.com`,
  ],
  PHONE: [
    (random) => `(${random.between(201, 989)}) 555-01${random.digits(2)}`,
    (random) => `${random.between(201, 989)}-555-01${random.digits(2)}`,
    (random) => `+1 ${random.between(201, 989)} 555 01${random.digits(2)}`,
    (random) => `${random.between(201, 989)}.555.01${random.digits(2)}`,
  ],
  FAX: [
    (random) => `${random.between(201, 989)}-555-01${random.digits(2)}`,
    (random) => `(${random.between(201, 989)}) 555-01${random.digits(2)}`,
  ],
  MRN: [(random) => random.digits(8), (random) => random.digits(7), (random) => `M${random.digits(7)}`],
  HEALTH_PLAN_ID: [
    (random) => `HP${random.digits(9)}`,
    (random) =>
      `${random.between(1, 9)}${random.letters(1)}${random.digits(2)}-${random.letters(1)}${random.letters(1)}${random.digits(1)}-${random.letters(2)}${random.digits(2)}`,
    (random) => `${random.letters(3)}${random.digits(9)}`,
  ],
  ACCOUNT: [(random) => random.digits(10), (random) => `AC${random.digits(8)}`],
  LICENSE: [(random, _, family) => dea(random, family), (random) => `D${random.digits(7)}`],
  VEHICLE: [vin, (random) => `${random.letters(3)}-${random.digits(4)}`],
  DEVICE: [
    (random) => `SN-${random.digits(4)}-${random.digits(5)}`,
    (random) => `${random.letters(3)}${random.digits(6)}${random.letters(1)}`,
  ],
  URL: [
    (random, given) => `https://portal.example.org/p/${ascii(given)}${random.digits(4)}`,
    (random) => `www.example.com/patients/${random.digits(6)}`,
  ],
  IP: [
    (random) => `198.51.100.${random.between(1, 254)}`,
    (random) => `2001:db8::${random.between(16, 255).toString(16)}:${random.between(256, 4095).toString(16)}`,
  ],
  ADDRESS: [
    (random) => `${random.between(10, 9800)} ${random.pick(STREETS)}, ${random.pick(TOWNS)}`,
    (random) => `${random.between(10, 980)} ${random.pick(STREETS)}`,
  ],
  ZIP: [
    (random) => `0${random.between(1001, 9900)}`,
    (random) => `${random.between(10_001, 99_900)}-${random.digits(4)}`,
  ],
  OTHER_ID: [
    (random) => `${random.between(2019, 2026)}-${random.digits(6)}`,
    (random) => `${random.letters(2)}${random.digits(2)}-${random.digits(5)}`,
  ],
};

function ascii(name: string): string {
  return name
    .normalize('NFD')
    .replace(/[^A-Za-z]/g, '')
    .toLowerCase();
}

/** A person who does not exist, with one value of every class in one of the ways it is written. */
export function makeIdentity(random: SeededRandom): Identity {
  const given = random.pick(GIVEN);
  const family = random.pick(FAMILY);
  const value = (name: TextClass): string => random.pick(WRITTEN[name])(random, given, family);
  return Object.fromEntries(TEXT_CLASSES.map((name) => [name, value(name)])) as Identity;
}
