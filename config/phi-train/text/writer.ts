import { distilled, written } from '../lists/read.ts';
import { chainOf, type Chain } from './chain.ts';
import { write, type Sheet } from './expand.ts';
import { RULES } from './grammar/rules.ts';
import { Names, type Person } from './names.ts';
import { PATTERNS } from './patterns.ts';
import { Places } from './places.ts';
import type { Random } from './random.ts';

/** Fills in sentences for one text: its persons stay the same from sentence to sentence. */
export class Writer {
  readonly stock: Stock;
  readonly #people = new Map<string, Person>();
  readonly #towns = new Map<string, string>();
  readonly #culture: string | undefined;

  constructor(stock: Stock, culture?: string) {
    this.stock = stock;
    this.#culture = culture;
  }

  write(sheet: Sheet, sentence: string): void {
    write(sheet, sentence, (on, slot, form) => this.#fill(on, slot, form));
  }

  #fill(sheet: Sheet, slot: string, form: string): void {
    const { random } = sheet;
    if (/^[A-Z]\d?$/.test(slot)) {
      sheet.put(this.#refer(random, slot, form), 'NAME');
      return;
    }
    const rules = RULES[slot];
    if (rules !== undefined) {
      const pieces = sheet.pieces.length;
      const capital = form === 'cap' || (form === '' && sheet.endsSentence && slot !== 'drug');
      this.write(sheet, random.pick(rules));
      if (capital) capitalise(sheet, pieces);
      return;
    }
    const pattern = PATTERNS[slot];
    if (pattern !== undefined) {
      sheet.put(pattern(random, this.#person(random, 'P')), 'FREE');
      return;
    }
    this.#place(sheet, slot, form);
  }

  #place(sheet: Sheet, slot: string, form: string): void {
    const { random } = sheet;
    const { places, names, words } = this.stock;
    switch (slot) {
      case 'town':
        sheet.put(
          form === 'es'
            ? places.spanishTown(random)
            : form === ''
              ? places.town(random)
              : this.#kept(random, form),
          'PLACE',
        );
        return;
      case 'street':
        sheet.put(
          form === 'es'
            ? places.spanishStreet(random)
            : form === 'abroad'
              ? places.foreignStreet(random)
              : places.street(random),
          'PLACE',
        );
        return;
      case 'road':
        sheet.put(places.streetName(random), 'PLACE');
        return;
      case 'hospital':
        sheet.put(form === 'es' ? places.spanishHospital(random) : places.hospital(random), 'PLACE');
        return;
      case 'sight':
        sheet.put(places.sight(random), 'PLACE');
        return;
      case 'county':
        sheet.put(places.county(random), 'PLACE');
        return;
      case 'unit':
        sheet.put(places.unit(random), 'PLACE');
        return;
      case 'postal':
        sheet.put(
          random.pick([
            String(random.below(99_999)).padStart(5, '0'),
            String(random.below(9999)).padStart(4, '0'),
            `${String(random.below(999)).padStart(3, '0')} ${String(random.below(99)).padStart(2, '0')}`,
          ]),
          'PLACE',
        );
        return;
      case 'corner':
        sheet.put(
          `the corner of ${places.streetName(random)} and ${random.chance(60) ? places.streetName(random) : places.foreignStreet(random)}`,
          'PLACE',
        );
        return;
      case 'city':
        sheet.put(places.town(random));
        return;
      case 'surname': {
        const name = names.family(random);
        sheet.put(form === 'up' ? name.toUpperCase() : name);
        return;
      }
      case 'acronym': {
        let made = '';
        for (let letters = 2 + random.below(4); letters > 0; letters -= 1)
          made += String.fromCharCode(65 + random.below(26));
        sheet.put(made);
        return;
      }
      case 'keys': {
        let made = '';
        while (made.length < 10) made += 'bcdfghjklmnpqrstvwxz'.charAt(random.below(20));
        sheet.put(made);
        return;
      }
      case 'coined':
        sheet.put(this.stock.coin(random, form));
        return;
      case 'state':
        sheet.put(places.state(random), 'FREE');
        return;
      case 'country':
        sheet.put(random.pick(words.regions ?? []), 'FREE');
        return;
      case 'firm':
        sheet.put(
          `${random.pick([names.family(random), `${names.family(random)} ${random.pick(['&', 'and', '-'])} ${names.family(random)}`, random.pick(words.common ?? []).replace(/^./, (c) => c.toUpperCase())])}${random.pick([' Inc', ' Inc.', ' LLC', ' Group', ' Corp', ' Ltd', ' & Sons', ' Partners', ' Insurance', ' Logistics', ''])}`,
          'FREE',
        );
        return;
      default: {
        const list = words[slot];
        if (list === undefined) throw new Error(`no slot \`${slot}\``);
        const word = random.pick(list);
        const capital = form === 'cap' || (form === '' && sheet.endsSentence);
        sheet.put(
          form === 'up'
            ? word.toUpperCase()
            : capital
              ? word.charAt(0).toUpperCase() + word.slice(1)
              : form === 'low'
                ? word.toLowerCase()
                : word,
        );
      }
    }
  }

  #kept(random: Random, key: string): string {
    const known = this.#towns.get(key) ?? this.stock.places.town(random);
    this.#towns.set(key, known);
    return known;
  }

  #person(random: Random, key: string): Person {
    if (key === 'X') return this.stock.names.person(random, this.#culture);
    const known = this.#people.get(key) ?? this.stock.names.person(random, this.#culture);
    this.#people.set(key, known);
    return known;
  }

  #refer(random: Random, key: string, form: string): string {
    const { given, middle, family, nick } = this.#person(random, key);
    const initial = (name: string): string => `${name.charAt(0)}${random.chance(85) ? '.' : ''}`;
    switch (form) {
      case 'full': {
        const kind = random.below(100);
        if (kind < 66) return `${given} ${family}`;
        if (kind < 82) return `${given} ${initial(middle)} ${family}`;
        if (kind < 88) return `${given} ${middle} ${family}`;
        if (kind < 92) return `${initial(given)} ${family}`;
        if (kind < 95) return `${given} ${family}${random.pick([' Jr.', ', Jr', ' III', ' Sr.', ' Jr'])}`;
        return `${given} ${random.pick(['"', '("', "'"])}${nick}${random.pick(['"', '"', "'"])} ${family}`
          .replace(/\("([^"']*)["']/, '("$1")')
          .replace(/"([^"']*)'/, '"$1"')
          .replace(/'([^"']*)"/, "'$1'");
      }
      case 'plain':
        return `${given} ${family}`;
      case 'first':
        return random.chance(12) ? nick : given;
      case 'last':
        return family;
      case 'inv': {
        const comma = random.pick([', ', ', ', ',', ' ,']);
        return `${family}${comma}${given}${random.chance(30) ? ` ${initial(middle)}` : ''}`;
      }
      case 'init':
        return `${initial(given)} ${random.chance(15) ? `${initial(middle)} ` : ''}${family}`;
      case 'short':
        return `${given} ${initial(family)}`;
      case 'letters':
        return `${given.charAt(0)}${random.pick(['', '.', '. '])}${family.charAt(0)}${random.pick(['', '.'])}`;
      case 'nick':
        return nick;
      case 'es':
        return `${random.pick(['M.ª', 'Mª', 'Mª.', 'M. ª', 'Ma.', 'Fco.', 'J.', 'José M.ª', 'Ana M.ª'])} ${given} ${family}`;
      case 'title':
        return random.chance(70) ? family : `${given} ${family}`;
      default: {
        const kind = random.below(100);
        return kind < 55
          ? this.#refer(random, key, 'full')
          : kind < 80
            ? given
            : kind < 92
              ? family
              : kind < 96
                ? `${given} ${initial(family)}`
                : nick;
      }
    }
  }
}

function capitalise(sheet: Sheet, from: number): void {
  const at = Math.max(0, Math.min(from, sheet.pieces.length - 1));
  const piece = sheet.pieces[at];
  if (piece?.label !== undefined || piece === undefined) return;
  sheet.pieces[at] = {
    text: piece.text.replace(
      /(^|[.!?:\n]\s*)(\p{Ll})/u,
      (_, lead: string, letter: string) => lead + letter.toUpperCase(),
    ),
    label: undefined,
  };
}

/** The lists behind the slots, read once. */
export class Stock {
  readonly names = new Names();
  readonly places = new Places(this.names);
  readonly words: Readonly<Record<string, readonly string[]>>;
  readonly #chains: Readonly<Record<string, Chain>>;

  /** A word that nobody has heard of: a `term`, a `brand`, a `drug`, a `word` of another language. */
  coin(random: Random, kind: string): string {
    const chain = this.#chains[kind];
    if (chain === undefined) throw new Error(`no words to coin a \`${kind}\` from`);
    const word = chain(random);
    return kind === 'brand' || (kind === 'term' && random.chance(30)) ? word : word.toLowerCase();
  }

  constructor() {
    const medical = distilled('wordnet-medical').filter((name) => /^[a-z][a-z ]+$/.test(name));
    const brands = written('brands');
    this.words = {
      drug: written('drugs'),
      brand: brands,
      eponym: written('eponyms'),
      score: written('scores'),
      abbr: written('abbreviations'),
      insurer: written('organisations').filter((word) => word.length > 3),
      region: written('regions'),
      regions: written('regions').slice(0, 230),
      heading: written('headings'),
      term: medical,
      common: distilled('english-common').filter((word) => word.length > 2),
      rare: distilled('english-rare').filter((word) => word.length > 2),
      function: written('function'),
      spanish: distilled('spanish'),
    };
    const of = (name: string): readonly string[] => this.words[name] ?? [];
    this.#chains = {
      term: chainOf(
        of('term')
          .flatMap((name) => name.split(' '))
          .filter((word) => word.length > 5),
      ),
      brand: chainOf(brands),
      drug: chainOf(of('drug')),
      word: chainOf([...of('spanish').slice(0, 20_000), ...medical.slice(0, 2000)]),
    };
  }
}
