import { isoDate, MS_PER_DAY } from './calendar.ts';
import type { Random } from './random.ts';

/** An invented person. Numbers lie in ranges that are never given out. */
export interface Person {
  readonly mrn: string;
  readonly given: string;
  readonly family: string;
  readonly ssn: string;
  readonly birthDate: string;
  readonly phone: string;
  readonly email: string;
  readonly address: string;
  readonly zip: string;
  readonly memberId: string;
  readonly portalUrl: string;
  readonly sex: 'F' | 'M';
  readonly race: string;
  readonly smoking: string;
}

const GIVEN_F =
  'Maribel Ottilie Ingeborg Thandiwe Rosalind Saoirse Philippa Anneliese Marguerite Oluchi Yesenia Bronwyn Eulalia Henrike Tamsin Zenobia Araminta Svetlana Guadalupe Winifred Delphine Kirsten Leocadia Nanette Perpetua'.split(
    ' ',
  );
const GIVEN_M =
  'Thaddeus Ignatius Bertrand Emeka Leopold Caspian Alistair Dagfinn Rutger Octavio Barnaby Cornelius Fitzgerald Hyacinth Jedediah Kasimir Lysander Montague Nikolai Ptolemy Quentin Rafferty Sylvester Tiberius Wendell'.split(
    ' ',
  );
const FAMILY_START =
  'Ash Brack Cald Dun Elder Farn Grim Hollen Inver Kest Lind Marl Nether Oster Pell Quarr Ravens Silver Thorn Under Vander Wither Yarl Zeller'.split(
    ' ',
  );
const FAMILY_END =
  'bourne croft dale field gard ham ingham kirk lock more ness over quist ridge stead thwaite vale wick worth'.split(
    ' ',
  );
const STREETS =
  'Larkspur Quarry Millrace Foundry Orchard Beacon Tannery Lantern Heron Juniper Mariner Saltmarsh'.split(
    ' ',
  );
const STREET_KINDS = ['St', 'Ave', 'Rd', 'Ln', 'Ct'] as const;
const TOWNS = [
  'Port Ellery',
  'Marlow Falls',
  'Eastwick',
  'Graniteville',
  'Lower Tamsen',
  'Cobble Hill',
] as const;
const RACES = [
  ['White', 58],
  ['Black or African American', 19],
  ['Asian', 9],
  ['American Indian or Alaska Native', 3],
  ['Other', 11],
] as const;

/** Invents `count` people, all of different name, record number and e-mail address. */
export function inventPeople(random: Random, count: number): Person[] {
  const people: Person[] = [];
  const taken = new Set<string>();
  while (people.length < count) {
    const sex = random.chance(0.53) ? 'F' : 'M';
    const given = random.pick(sex === 'F' ? GIVEN_F : GIVEN_M);
    const family = random.pick(FAMILY_START) + random.pick(FAMILY_END);
    const initial = 'ABCDEFGHJKLMNPRSTW'.charAt(random.whole(0, 17));
    const fullName = `${given} ${initial}. ${family}`;
    const mrn = `4${random.digits(7)}`;
    if (taken.has(fullName) || taken.has(mrn)) continue;
    taken.add(fullName).add(mrn);
    people.push({
      mrn,
      given: `${given} ${initial}.`,
      family,
      // Social security numbers never begin with 9.
      ssn: `9${random.digits(2)}-${random.whole(10, 69)}-${random.digits(4)}`,
      birthDate: birthDate(random),
      // 555-0100 to 555-0199 are kept for fiction.
      phone: `(${random.whole(2, 9)}${random.whole(10, 99)}) 555-01${String(random.whole(0, 99)).padStart(2, '0')}`,
      email: `${given}.${initial}.${family}@example.org`.toLowerCase(),
      address: `${random.whole(1, 999)} ${random.pick(STREETS)} ${random.pick(STREET_KINDS)}, ${random.pick(TOWNS)}`,
      zip: random.pick(['02139', '02143', '01201', '03601', '05901', '87921', '10456', '10463', '06510']),
      memberId: `HP${random.digits(9)}`,
      portalUrl: `https://portal.example.org/p/${random.digits(10)}`,
      sex,
      race: random.weighted(RACES),
      smoking: random.weighted([
        ['never', 55],
        ['former', 28],
        ['current', 17],
      ] as const),
    });
  }
  return people;
}

/** Most are old, as in a hospital; some are over 89 in 2024. */
function birthDate(random: Random): string {
  const age = Math.min(101, Math.max(18, random.bell(63, 16)));
  const days = Math.floor(Date.UTC(2024, 6, 1) / MS_PER_DAY - age * 365.25) - random.whole(0, 364);
  return isoDate(days);
}
