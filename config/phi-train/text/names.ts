import { distilled, distilledByCulture, written, writtenByCulture } from '../lists/read.ts';
import { chainOf, type Chain } from './chain.ts';
import type { Random } from './random.ts';

/** A person of a text: the parts that its references are made of. */
export interface Person {
  readonly given: string;
  readonly middle: string;
  readonly family: string;
  readonly nick: string;
  readonly female: boolean;
}

interface Culture {
  readonly given: readonly string[];
  readonly family: readonly string[];
  readonly givenChain: Chain;
  readonly familyChain: Chain;
}

/** Share of each culture in a thousand persons; the others share the rest evenly. */
const SHARES: readonly (readonly [string, number])[] = [
  ['en', 380],
  ['es', 110],
  ['hi', 35],
  ['zh', 30],
  ['ar', 40],
  ['ng', 30],
  ['vi', 15],
  ['aa', 30],
];
const PARTICLES = [
  'van',
  'van der',
  'van den',
  'von',
  'de',
  'de la',
  'del',
  'di',
  'da',
  'dos',
  'el',
  'al',
  'bin',
  'le',
  'la',
  'ter',
  'ten',
  'te',
  'af',
  'av',
  'do',
  'das',
  'della',
  'degli',
  'dalla',
  'du',
  'des',
  'vom',
  'zum',
  'zu',
  "d'",
  'Mac',
  'Mc',
  "O'",
  'St.',
  'Abu',
  'Ben',
];

/** Makes persons of every culture of the lists. */
export class Names {
  readonly #cultures = new Map<string, Culture>();
  readonly #rest: readonly string[];
  readonly #nicks: readonly string[];
  /** Names that are better known as something else: as words, and in terms of medicine. */
  readonly #borrowed: readonly string[];

  constructor() {
    const given = merged(distilledByCulture('given-by-culture'), writtenByCulture('given'));
    const family = merged(distilledByCulture('family-by-culture'), writtenByCulture('family'));
    this.#nicks = given.get('nick') ?? [];
    this.#borrowed = [
      ...written('eponyms'),
      ...distilled('english-common').filter(
        (word) => word.length > 3 && word.length < 9 && !word.endsWith('s'),
      ),
    ].map((word) => word.charAt(0).toUpperCase() + word.slice(1));
    for (const [culture, names] of family) {
      const own = given.get(culture) ?? given.get('en') ?? [];
      if (own.length < 8 || names.length < 8) continue;
      this.#cultures.set(culture, {
        given: own,
        family: names,
        givenChain: chainOf(own),
        familyChain: chainOf(names),
      });
    }
    const shared = new Set(SHARES.map(([culture]) => culture));
    this.#rest = [...this.#cultures.keys()].filter((culture) => !shared.has(culture)).sort();
  }

  /** How many cultures there are. */
  get cultures(): number {
    return this.#cultures.size;
  }

  person(random: Random, among?: string): Person {
    const culture = this.#cultureOf(among ?? this.#draw(random));
    const mixed = random.chance(12) ? this.#cultureOf(this.#draw(random)) : culture;
    const given = this.#given(random, culture);
    return {
      given,
      middle: random.chance(70) ? this.#given(random, culture) : this.#family(random, culture),
      family: this.#surname(random, mixed, culture === this.#cultures.get('es')),
      nick: random.chance(70) ? random.pick(this.#nicks) : given,
      female: random.chance(50),
    };
  }

  /** A given name, sometimes a nickname. */
  given(random: Random): string {
    return random.chance(15)
      ? random.pick(this.#nicks)
      : this.#given(random, this.#cultureOf(this.#draw(random)));
  }

  /** A single family name. */
  family(random: Random): string {
    return this.#family(random, this.#cultureOf(this.#draw(random)));
  }

  #draw(random: Random): string {
    let at = random.below(1000);
    for (const [culture, share] of SHARES) {
      if (at < share) return culture;
      at -= share;
    }
    return random.pick(this.#rest);
  }

  #cultureOf(name: string): Culture {
    const culture = this.#cultures.get(name) ?? this.#cultures.get('en');
    if (culture === undefined) throw new Error('the name lists are empty');
    return culture;
  }

  #given(random: Random, { given, givenChain }: Culture): string {
    if (random.chance(7)) return givenChain(random);
    if (random.chance(4)) return random.pick(this.#borrowed);
    const name = random.pick(given);
    return random.chance(2) ? `${name}-${random.pick(given)}` : name;
  }

  #family(random: Random, { family, familyChain }: Culture): string {
    if (random.chance(12)) return random.pick(this.#borrowed);
    return random.chance(12) ? familyChain(random) : random.pick(family);
  }

  #surname(random: Random, culture: Culture, spanish: boolean): string {
    const name = this.#family(random, culture);
    if (spanish && random.chance(55)) return `${name} ${this.#family(random, culture)}`;
    if (random.chance(6)) return `${name}-${this.#family(random, culture)}`;
    if (random.chance(6)) {
      const particle = random.pick(PARTICLES);
      return /^(?:Mac|Mc|[dO]')$/.test(particle) ? particle + name : `${cased(random, particle)} ${name}`;
    }
    return name;
  }
}

function cased(random: Random, particle: string): string {
  return random.chance(40) ? particle.charAt(0).toUpperCase() + particle.slice(1) : particle;
}

function merged(
  first: ReadonlyMap<string, string[]>,
  second: ReadonlyMap<string, string[]>,
): Map<string, string[]> {
  const all = new Map(
    [...first].map(([culture, names]) => [culture.split('_')[0] ?? culture, names] as const),
  );
  for (const [culture, names] of first) {
    const root = culture.split('_')[0] ?? culture;
    if (root !== culture) all.set(root, [...new Set([...(all.get(root) ?? []), ...names])]);
  }
  for (const [culture, names] of second) all.set(culture, [...(all.get(culture) ?? []), ...names]);
  return all;
}
