import type { Person } from './names.ts';
import type { Random } from './random.ts';

const MONTHS = 'January February March April May June July August September October November December'.split(
  ' ',
);
const MESES =
  'enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre'.split(' ');
const DAYS = 'Monday Tuesday Wednesday Thursday Friday Saturday Sunday'.split(' ');

function digits(random: Random, count: number): string {
  return Array.from({ length: count }, () => String(random.below(10))).join('');
}

function two(value: number): string {
  return String(value).padStart(2, '0');
}

function plain(name: string): string {
  return name
    .normalize('NFD')
    .toLowerCase()
    .replace(/[^a-z]/g, '');
}

/** Identifiers that patterns find: they stand in the text so that names are learned beside them. */
export const PATTERNS: Readonly<Record<string, (random: Random, person: Person) => string>> = {
  date: (random) => {
    const day = 1 + random.below(28);
    const month = random.below(12);
    const year = 1930 + random.below(100);
    const name = MONTHS[month] ?? 'May';
    return random.pick([
      `${month + 1}/${day}/${year}`,
      `${two(month + 1)}/${two(day)}/${year}`,
      `${month + 1}/${day}/${two(year % 100)}`,
      `${month + 1}/${day}`,
      `${name} ${day}, ${year}`,
      `${name} ${day}`,
      `${name} ${day}${day % 10 === 1 && day !== 11 ? 'st' : day % 10 === 2 && day !== 12 ? 'nd' : day % 10 === 3 && day !== 13 ? 'rd' : 'th'}`,
      `${day} ${name} ${year}`,
      `${name.slice(0, 3)} ${day}, ${year}`,
      `${year}-${two(month + 1)}-${two(day)}`,
      `${two(day)}-${name.slice(0, 3)}-${year}`,
      `${two(day)}${name.slice(0, 3).toUpperCase()}${two(year % 100)}`,
      `${day}.${month + 1}.${year}`,
      `${random.pick(DAYS)}, ${name} ${day}`,
    ]);
  },
  fecha: (random) => {
    const day = 1 + random.below(28);
    const month = random.below(12);
    const year = 1930 + random.below(100);
    return random.pick([
      `${two(day)}/${two(month + 1)}/${year}`,
      `${day} de ${MESES[month] ?? 'mayo'} de ${year}`,
      `${day} de ${MESES[month] ?? 'mayo'}`,
      `${two(day)}-${two(month + 1)}-${year}`,
      `${day}.${month + 1}.${two(year % 100)}`,
    ]);
  },
  phone: (random) =>
    random.pick([
      `(${digits(random, 3)}) ${digits(random, 3)}-${digits(random, 4)}`,
      `${digits(random, 3)}-${digits(random, 3)}-${digits(random, 4)}`,
      `${digits(random, 3)}.${digits(random, 3)}.${digits(random, 4)}`,
      `${digits(random, 3)} ${digits(random, 3)} ${digits(random, 4)}`,
      `+1 ${digits(random, 3)} ${digits(random, 3)} ${digits(random, 4)}`,
      `x${digits(random, 4)}`,
    ]),
  telefono: (random) =>
    `${random.pick(['6', '9', '7'])}${digits(random, 2)} ${digits(random, 3)} ${digits(random, 3)}`,
  email: (random, { given, family }) =>
    `${random.pick([`${plain(given)}.${plain(family)}`, `${plain(given).charAt(0)}${plain(family)}`, `${plain(given)}${digits(random, 2)}`])}@${random.pick(['example.com', 'mail.example.org', 'example.net', 'clinic.example'])}`,
  mrn: (random) =>
    random.pick([
      digits(random, 6),
      digits(random, 7),
      digits(random, 8),
      `${random.pick(['A', 'M', 'H', 'MR', 'P'])}${digits(random, 7)}`,
      `${digits(random, 3)}-${digits(random, 2)}-${digits(random, 3)}`,
    ]),
  code: (random) =>
    random.pick([
      `${random.pick(['S', 'L', 'A', 'C', 'R', 'AB', 'XK'])}${digits(random, 2)}-${digits(random, 5)}`,
      `#${digits(random, 5)}`,
      `${random.pick(['W', 'Q', 'T'])}${digits(random, 9)}`,
    ]),
  ssn: (random) => `${digits(random, 3)}-${digits(random, 2)}-${digits(random, 4)}`,
  zip: (random) => digits(random, 5),
  cp: (random) => digits(random, 5),
  url: (random) =>
    `www.${random.pick(['mychart', 'portal', 'clinic', 'records'])}.example/${digits(random, 4)}`,
  dni: (random) => `${digits(random, 8)}${random.pick(['A', 'B', 'T', 'R', 'K'])}`,
  serial: (random) =>
    random.pick([
      `${random.pick(['GN', 'LW', 'SN-', 'X', 'MDT'])}${digits(random, 7)}`,
      `${digits(random, 4)}-${random.pick(['VU', 'AK', 'QS'])}${digits(random, 3)}`,
      digits(random, 10),
    ]),
  year: (random) => String(1950 + random.below(78)),
};
