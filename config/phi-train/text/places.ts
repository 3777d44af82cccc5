import { distilled } from '../lists/read.ts';
import { chainOf, type Chain } from './chain.ts';
import type { Names } from './names.ts';
import type { Random } from './random.ts';

const STATES =
  'AL AK AZ AR CA CO CT DE FL GA HI ID IL IN IA KS KY LA ME MD MA MI MN MS MO MT NE NV NH NJ NM NY NC ND OH OK OR PA RI SC SD TN TX UT VT VA WA WV WI WY DC PR'.split(
    ' ',
  );
const SUFFIXES =
  'Street St St. Avenue Ave Ave. Road Rd Rd. Lane Ln Ln. Drive Dr Dr. Boulevard Blvd Blvd. Court Ct Ct. Place Pl Way Terrace Circle Cir Parkway Pkwy Trail Highway Hwy Square Loop Path Pike Alley Crescent Close Row Plaza Crossing Ridge Run Turnpike Bend Cove Grove Hollow Landing Mews Oval Point Walk'.split(
    ' ',
  );
const STREET_WORDS =
  'Main Oak Elm Maple Cedar Pine Walnut Park Lake Hill River Church High Mill School North South West East Center Spring Forest Meadow Sunset Highland Washington Lincoln Franklin Jackson Madison Jefferson Market Broad Chestnut Willow Birch Spruce Cherry Dogwood Magnolia Hickory Ash Poplar Sycamore Laurel Ridge Valley Prospect Union Liberty Railroad College University Orchard Mountain Ocean Beach Bay Harbor Garden Grove Pleasant Fairview Lakeview Hillcrest Riverside Woodland Canyon Mesa Juniper Aspen Cottonwood Peachtree Camino Vista Arroyo Mission 1st 2nd 3rd 4th 5th 12th 23rd 42nd First Second Third Fourth Fifth Tenth'.split(
    ' ',
  );
const TOWN_ENDS =
  'ville ton town burg burgh field ford port land view wood dale mouth bury side stad haven chester shire worth minster stead'.split(
    ' ',
  );
const TOWN_WORDS =
  'Falls Springs Heights Grove Park Hills Beach Creek Ridge Lake Valley Point Bluffs Harbor Village Junction Corners Station Landing Mills Center Rapids City Gardens Shores Crossing'.split(
    ' ',
  );
const TOWN_LEADS =
  'North South East West New Port Lake Mount Fort Saint St. San Santa Glen Upper Lower Old Great El La Los Las Las Big Little Cape Point Royal Palm Cedar Oak Pine Silver Grand'.split(
    ' ',
  );
const KINDS =
  "Hospital Hospital Hospital|Medical Center|Medical Center|Clinic|Clinic|General Hospital|Memorial Hospital|Regional Medical Center|Community Hospital|Regional|Health|Health System|Healthcare|Health Center|Health Clinic|Urgent Care|Family Practice|Family Medicine|Pediatrics|Dental|Surgery Center|Cancer Center|Cancer Institute|Heart Institute|Eye Institute|Orthopedics|Rehab|Rehabilitation Center|Nursing Home|Care Center|Assisted Living|Manor|Hospice|Medical Group|Medical Associates|Physicians Group|Internal Medicine|University Hospital|University Medical Center|Infirmary|VA Medical Center|Children's Hospital|Women's Hospital|Wellness Center|Imaging Center|Diagnostics|Dialysis Center|Behavioral Health|Treatment Center|Pharmacy|Skilled Nursing|Senior Living|Specialty Hospital|Medical Plaza|Primary Care|Healthcare System|Health Sciences Center|Institute|Sanatorium|Polyclinic|Veterans Hospital|Medical Clinic|Pain Center|Sports Medicine|Spine Center|Neurology Associates|Birth Center|Family Health Center|Community Health Center|Presbyterian|Methodist|Baptist|Lutheran|Baptist Hospital|Methodist Hospital|Presbyterian Hospital|Adventist Health|Mercy Hospital"
    .replace('Hospital Hospital Hospital', 'Hospital|Hospital|Hospital')
    .split('|');
const LEAD_WORDS =
  'Riverside Lakeside Sunrise Sunset Mercy Grace Hope Unity Providence Good Samaritan Sacred Heart Trinity Bethesda Mount Sinai Evergreen Cedar Harbor Valley Summit Northside Southside Westside Eastside Bayview Oakwood Greenwood Pinecrest Cornerstone Pioneer Heritage Legacy Horizon Beacon Lighthouse Meadowbrook Willow Creek Stonebridge Silver Lake Highland Parkview Fairview Hillside Redwood Magnolia Cypress Bluebonnet Prairie Coastal Metro Metropolitan Central County City Northern Southern Eastern Western Pacific Atlantic Midwest Great Plains Desert Mountain View Golden Gate'.split(
    ' ',
  );
const FOREIGN_STREETS: readonly ((name: string, n: string, random: Random) => string)[] = [
  (name, n) => `Rua ${name} ${n}`,
  (name, n) => `Rua ${name}, ${n}`,
  (name, n, random) =>
    `${random.pick(['Calle', 'C/', 'Avda.', 'Avenida', 'Plaza', 'Paseo', 'Ctra.', 'Camino', 'Ronda', 'Travesía', 'Av.'])} ${name}${random.pick([',', ''])} ${n}`,
  (name, n, random) =>
    `${random.pick(['Calle', 'C/', 'Avda.', 'Avenida', 'Plaza', 'Paseo'])} ${random.pick(['de ', 'de la ', 'del ', ''])}${name}, ${n}, ${random.pick(['1º A', '2º B', '3º dcha', '4ºC', 'bajo', 'esc. 2, 3º 1ª', 'ático'])}`,
  (name, n) => `${name}straße ${n}`,
  (name, n) => `${name}strasse ${n}`,
  (name, n) => `${name}weg ${n}`,
  (name, n) => `Am ${name}platz ${n}`,
  (name, n) => `${n} rue ${name}`,
  (name, n, random) =>
    `${n}, ${random.pick(['rue de', 'avenue', 'boulevard', 'place de', 'allée des', 'rue du', 'chemin de', 'quai'])} ${name}`,
  (name, n) => `ul. ${name} ${n}`,
  (name, n) => `ul. ${name} ${n}/4`,
  (name, n) => `Via ${name} ${n}`,
  (name, n, random) => `${random.pick(['Via', 'Viale', 'Corso', 'Piazza', 'Largo', 'Vicolo'])} ${name}, ${n}`,
  (name, n) => `${name}gatan ${n}`,
  (name, n) => `${name}vägen ${n}`,
  (name, n) => `${name}vej ${n}`,
  (name, n) => `${name} gate ${n}`,
  (name, n) => `${name}veien ${n}`,
  (name, n) => `${name}gata ${n}`,
  (name, n) => `${name} utca ${n}.`,
  (name, n) => `${name} út ${n}.`,
  (name, n) => `${name} u. ${n}`,
  (name, n) => `${name}laan ${n}`,
  (name, n) => `${name}straat ${n}`,
  (name, n) => `${name}plein ${n}`,
  (name, n) => `${name}katu ${n} A ${n}`,
  (name, n) => `${name}tie ${n}`,
  (name, n) => `${name} Sokak No:${n}`,
  (name, n) => `${name} Caddesi ${n}`,
  (name, n) => `${name} ulica ${n}`,
  (name, n) => `${name}ova ${n}`,
  (name, n) => `${name}ská ${n}`,
  (name, n) => `${name}gasse ${n}`,
  (name, n) => `${name} ${n}`,
  (name, n) => `${n} ${name} Marg`,
  (name, n) => `${n} ${name} Nagar`,
  (name, n) => `Jalan ${name} ${n}`,
  (name, n) => `Jl. ${name} No. ${n}`,
  (name, n) => `${n} ${name} Road`,
  (name, n) => `${name} iela ${n}`,
  (name, n) => `Str. ${name} nr. ${n}`,
  (name, n) => `Strada ${name} ${n}`,
  (name, n) => `bulevar ${name} ${n}`,
  (name, n) => `${n} ${name} Dori`,
];

/** Makes towns, streets and institutions. */
export class Places {
  readonly #near: readonly string[];
  readonly #big: readonly string[];
  readonly #far: readonly string[];
  readonly #spanish: readonly string[];
  readonly #chain: Chain;
  readonly #names: Names;

  constructor(names: Names) {
    const towns = distilled('towns').map((line) => line.split('\t'));
    const of = (wanted: (size: number, country: string) => boolean): string[] =>
      towns.filter(([, size, country]) => wanted(Number(size), country ?? '')).map(([name]) => name ?? '');
    this.#near = of((_, country) => country === 'US');
    this.#big = of((size) => size === 3);
    this.#far = of((_, country) => country !== 'US');
    this.#spanish = of(
      (size, country) => country === 'ES' || (size > 1 && ['MX', 'AR', 'CO', 'PE', 'CL'].includes(country)),
    );
    this.#chain = chainOf(this.#far.slice(0, 40_000));
    this.#names = names;
  }

  town(random: Random): string {
    const kind = random.below(100);
    if (kind < 40) return random.pick(this.#near);
    if (kind < 55) return random.pick(this.#big);
    if (kind < 80) return random.pick(this.#far);
    if (kind < 86) return this.#chain(random);
    if (kind < 91) return this.#names.family(random) + random.pick(TOWN_ENDS);
    if (kind < 95)
      return `${random.pick(TOWN_LEADS)} ${this.#names.given(random)}${random.chance(50) ? random.pick(TOWN_ENDS) : ''}`;
    return `${random.pick(STREET_WORDS)} ${random.pick(TOWN_WORDS)}`;
  }

  spanishTown(random: Random): string {
    return random.pick(this.#spanish);
  }

  state(random: Random): string {
    return random.pick(STATES);
  }

  /** A street with a number; now and then as they are written abroad. */
  street(random: Random): string {
    if (random.chance(22)) return this.foreignStreet(random);
    const kind = random.below(100);
    if (kind < 3)
      return `${random.pick(['P.O. Box', 'PO Box', 'Box', 'Postbox', 'P.O.Box', 'p.o. box', 'Locked Bag', 'Rural Route'])} ${String(1 + random.below(9999))}`;
    if (kind < 5)
      return `${random.pick(['PSC', 'Unit', 'CMR'])} ${String(1000 + random.below(8999))}${random.pick([',', ''])} Box ${String(1 + random.below(9999))}${random.pick([', ', '\n', ' '])}${random.pick(['APO AP', 'APO AE', 'FPO AP', 'DPO AE', 'DPO AA'])} ${String(10_000 + random.below(89_999))}`;
    const number = String(1 + random.below(random.pick([99, 999, 9999, 19_999])));
    const side = random.chance(15)
      ? `${random.pick(['N', 'S', 'E', 'W', 'N.', 'S.', 'NW', 'SE', 'North', 'South', 'East', 'West'])} `
      : '';
    const street = this.streetName(random);
    const unit = random.chance(25)
      ? `${random.pick([',', ''])} ${random.pick(['Apt', 'Apt.', 'Unit', 'Suite', 'Ste', '#', 'Apartment', 'Floor', 'Rm', 'Lot', 'Bldg'])} ${random.pick([String(1 + random.below(999)), `${String(1 + random.below(40))}${random.pick(['A', 'B', 'C', 'D'])}`])}`
      : '';
    return `${number} ${side}${street}${unit}`;
  }

  /** `Apt. 12`, alone on its line. */
  unit(random: Random): string {
    return `${random.pick(['Apt.', 'Apt', 'Suite', 'Unit', 'Ste', 'Ste.', 'Flat', 'Apartment', 'Floor', 'Building', 'Bldg', 'Lot', 'Room'])} ${String(random.below(999)).padStart(random.pick([1, 3]), '0')}`;
  }

  streetName(random: Random): string {
    const kind = random.below(100);
    const name =
      kind < 45
        ? random.pick(STREET_WORDS)
        : kind < 65
          ? this.#names.family(random)
          : kind < 75
            ? this.#names.given(random)
            : kind < 85
              ? this.town(random)
              : `${random.pick(STREET_WORDS)} ${random.pick(STREET_WORDS)}`;
    return `${name} ${random.pick(SUFFIXES)}`;
  }

  foreignStreet(random: Random): string {
    const name = random.chance(40)
      ? this.#names.family(random)
      : random.chance(50)
        ? random.pick(this.#far)
        : this.#chain(random);
    const number = String(1 + random.below(random.pick([9, 99, 999])));
    const street = random.pick(FOREIGN_STREETS)(name, number, random);
    if (random.chance(20)) return `${String(random.below(99_999))} ${street}`;
    return random.chance(15)
      ? `${street}${random.pick([',', ''])} ${random.pick(['Apt.', 'Suite', 'Flat', 'Apt', 'Unit'])} ${String(random.below(999)).padStart(3, '0')}`
      : street;
  }

  spanishStreet(random: Random): string {
    const name = random.chance(50) ? this.#names.person(random, 'es').family : this.spanishTown(random);
    const way = random.pick([
      'Calle',
      'C/',
      'c/',
      'Avda.',
      'Avenida',
      'Av.',
      'Plaza',
      'Pza.',
      'Paseo',
      'Pº',
      'Ctra.',
      'Camino',
      'Ronda',
      'Travesía',
      'Urbanización',
      'Rúa',
      'Carrer',
      'Gran Vía',
      'Pz.',
      'P/',
      'Plaça',
      'Avinguda',
      'Barrio',
      'Polígono',
      'Glorieta',
      'Alameda',
      'Cuesta',
    ]);
    const number = random.pick([
      `, ${String(1 + random.below(200))}`,
      ` ${String(1 + random.below(200))}`,
      ` nº ${String(1 + random.below(99))}`,
      ', s/n',
      ' s/n',
    ]);
    const more = random.chance(45)
      ? random.pick([
          ', 2º B',
          ' 3º dcha',
          ', 1º Izq.',
          ' 4ºC',
          ', bajo',
          ', 3-2',
          ', piso 5 puerta 2',
          ', escalera A',
          ', 6ª planta',
          ', 2, 1ºD',
          ', 4 A',
          ', 3, A',
          ', 8, 2 B',
          ' 7B',
          ', 2º, 5ºC',
          ', Bl. 1, 2º A',
          ', 3, 1',
          ' 12, bajo C',
          ', esc. 2º, 3ºB',
        ])
      : '';
    return `${way} ${random.pick(['', '', 'de ', 'del ', 'de la '])}${name}${number}${more}`;
  }

  /** A hospital, a practice, a home. */
  hospital(random: Random): string {
    const kind = random.below(100);
    const end = random.pick(KINDS);
    if (kind < 20) return `${this.town(random)} ${end}`;
    if (kind < 34)
      return `${random.pick(['St.', 'Saint', 'St', 'Mount', 'Mt.', 'Our Lady of', 'Santa', 'San'])} ${this.#names.given(random)}${random.chance(60) ? random.pick(["'s", '’s']) : ''} ${end}`;
    if (kind < 50) return `${this.#names.family(random)} ${end}`;
    if (kind < 56)
      return `${this.#names.family(random)} ${random.pick(['&', 'and', '-'])} ${this.#names.family(random)} ${end}`;
    if (kind < 80) return `${random.pick(LEAD_WORDS)} ${end}`;
    if (kind < 84) return `${random.pick(STREET_WORDS)} ${random.pick(SUFFIXES)} ${end}`;
    if (kind < 87)
      return `${random.pick(['University of', 'Hospital of', 'Clinic of', 'Hospice of', 'Hospital de', 'Klinikum', 'Royal'])} ${this.town(random)}`;
    if (kind < 91)
      return `${random.pick(['St.', 'Saint', 'Mt.', 'Mount'])} ${this.#names.given(random)}${random.chance(50) ? "'s" : ''}`;
    if (kind < 94) return `${random.pick(LEAD_WORDS)} ${random.pick(LEAD_WORDS)} ${end}`;
    if (kind < 97) return this.#letters(random);
    return `${this.town(random)} ${random.pick(['General', 'Memorial', 'Regional', 'Presbyterian', 'Methodist', 'Children’s', "Children's", 'Baptist', 'Deaconess', 'Mercy', 'Community'])}`;
  }

  spanishHospital(random: Random): string {
    const kind = random.pick([
      'Hospital',
      'Hospital Universitario',
      'Hospital General',
      'Hospital Clínico',
      'Hospital Comarcal',
      'Clínica',
      'Centro de Salud',
      'Complejo Hospitalario',
      'Fundación',
      'Instituto',
      'Hospital Infantil',
      'Policlínica',
      'Hospital Provincial',
      'Hospital Militar',
      'Centro Médico',
      'Sanatorio',
      'Residencia',
    ]);
    const name = random.pick([
      this.spanishTown(random),
      `${random.pick(['Virgen de', 'Virgen del', 'Nuestra Señora de', 'Santa', 'San', 'Sant', 'La', 'Doctor', 'Dr.', 'Reina', 'Infanta', 'Marqués de'])} ${this.#names.person(random, 'es').given}`,
      this.#names.person(random, 'es').family,
      `de ${this.spanishTown(random)}`,
      `Universitario de ${this.spanishTown(random)}`,
    ]);
    return `${kind} ${name}`;
  }

  /** A place that is neither a town nor a hospital. */
  sight(random: Random): string {
    const end = random.pick([
      'Park',
      'Mall',
      'High School',
      'Elementary',
      'Middle School',
      'University',
      'College',
      'Church',
      'Shelter',
      'Station',
      'Airport',
      'Bridge',
      'Beach',
      'Market',
      'Plaza',
      'Tower',
      'Library',
      'Stadium',
      'Casino',
      'Hotel',
      'Inn',
      'Diner',
      'Bar',
      'Ranch',
      'Farm',
      'Lake',
      'Creek',
      'Trail',
      'Jail',
      'Prison',
      'County Jail',
      'Fire Station',
      'Gym',
      'Country Club',
      'Academy',
      'Synagogue',
      'Mosque',
      'Temple',
      'Apartments',
      'Trailer Park',
      'Reservation',
      'Day Care',
      'Dock',
      'Pier',
      'Campground',
      'Correctional Facility',
    ]);
    return `${random.pick([random.pick(STREET_WORDS), this.#names.family(random), this.town(random), random.pick(LEAD_WORDS)])} ${end}`;
  }

  county(random: Random): string {
    return `${random.pick([this.#names.family(random), this.town(random), random.pick(STREET_WORDS)])} County`;
  }

  /** `UCSF`, `MGH`: three to five letters. */
  #letters(random: Random): string {
    let made = random.pick(['U', 'M', 'B', 'N', 'S', 'C', 'J']);
    while (made.length < 3 + random.below(2))
      made += random.pick(['C', 'S', 'M', 'H', 'G', 'L', 'W', 'A', 'F', 'P', 'D', 'B']);
    return made;
  }
}
