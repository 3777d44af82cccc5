import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

/** A list by name: each line a word or a phrase, sorted, once. */
export type Lists = Readonly<Record<string, readonly string[]>>;

const LATIN = /^[\p{Script=Latin}\p{M}'’. -]+$/u;
const WORD = /^[a-z]{2,}$/;

/** English words by how common they are (SCOWL sizes), and words that are written with a capital. */
export function fromScowl(files: string): Lists {
  const folder = join(files, 'usr/share/dict/scowl');
  const common = new Set<string>();
  const rare = new Set<string>();
  const proper = new Set<string>();
  for (const name of readdirSync(folder)) {
    const match = /^(?:english|american|british|british_z|canadian)-(words|proper-names|upper)\.(\d+)$/.exec(
      name,
    );
    if (match === null) continue;
    const size = Number(match[2]);
    const lines = readFileSync(join(folder, name), 'latin1').split('\n');
    for (const line of lines) {
      const word = line.replace(/'s$/, '');
      if (match[1] === 'words') {
        if (WORD.test(word) && size <= 70) (size <= 35 ? common : rare).add(word);
      } else if (size <= 80 && LATIN.test(word) && word.length > 2) proper.add(word);
    }
  }
  return {
    'english-common': sorted(common),
    'english-rare': sorted([...rare].filter((word) => !common.has(word))),
    'proper-names': sorted(proper),
  };
}

/** Roots in WordNet's noun hierarchy whose hyponyms make a list. */
const ROOTS: Readonly<Record<string, readonly string[]>> = {
  'wordnet-drugs': ['drug', 'medicine', 'antibiotic', 'vaccine', 'vitamin', 'hormone', 'anesthetic'],
  'wordnet-medical': [
    'disease',
    'symptom',
    'body_part',
    'medical_procedure',
    'medical_instrument',
    'bodily_process',
    'disorder',
    'ill_health',
    'medical_science',
    'microorganism',
    'bodily_fluid',
    'compound',
    'protein',
    'tissue',
    'syndrome',
    'medicine',
    'injury',
    'medical_building',
    'operation',
    'therapy',
    'blood_test',
    'diagnostic_procedure',
    'dressing',
    'food',
    'infection',
  ],
};

/** Words below some roots of WordNet. */
export function fromWordnet(files: string): Lists {
  const synsets = new Map<number, { words: string[]; below: number[] }>();
  const roots = new Map<string, number[]>();
  for (const line of readFileSync(join(files, 'usr/share/wordnet/data.noun'), 'latin1').split('\n')) {
    if (line.startsWith(' ') || line === '') continue;
    const parts = (line.split(' | ')[0] ?? '').split(' ');
    const count = parseInt(parts[3] ?? '0', 16);
    const words = Array.from({ length: count }, (_, i) => parts[4 + 2 * i] ?? '');
    const below: number[] = [];
    for (let at = 5 + 2 * count; at + 3 < parts.length; at += 4)
      if (parts[at]?.startsWith('~') && parts[at + 2] === 'n') below.push(Number(parts[at + 1]));
    const id = Number(parts[0]);
    synsets.set(id, { words, below });
    for (const word of words) roots.set(word, [...(roots.get(word) ?? []), id]);
  }
  const below = (names: readonly string[]): string[] => {
    const queue = names.flatMap((name) => roots.get(name) ?? []);
    const seen = new Set(queue);
    const words = new Set<string>();
    for (let id = queue.pop(); id !== undefined; id = queue.pop()) {
      const synset = synsets.get(id);
      if (synset === undefined) continue;
      for (const word of synset.words)
        if (/^[A-Za-z_'-]{3,}$/.test(word)) words.add(word.replaceAll('_', ' '));
      for (const next of synset.below) {
        if (seen.has(next)) continue;
        seen.add(next);
        queue.push(next);
      }
    }
    return sorted(words);
  };
  return Object.fromEntries(Object.entries(ROOTS).map(([name, of]) => [name, below(of)]));
}

interface Locale {
  readonly person?: Readonly<Record<string, unknown>>;
  readonly location?: Readonly<Record<string, unknown>>;
}

/** Names by culture, as far as they are written in Latin letters. */
export async function fromFaker(files: string): Promise<Lists> {
  const { allLocales } = (await import(pathToFileURL(join(files, 'dist/index.js')).href)) as {
    allLocales: Readonly<Record<string, Locale>>;
  };
  const given = new Map<string, Set<string>>();
  const family = new Map<string, Set<string>>();
  for (const [locale, { person }] of Object.entries(allLocales)) {
    const culture = /^en_(?:AU|AU_ocker|BORK|CA|GB|HK|IE|US)$/.test(locale) ? 'en' : locale.toLowerCase();
    if (['eo', 'base', 'ku_ckb'].includes(locale)) continue;
    collect(given, culture, person?.first_name);
    collect(family, culture, person?.last_name);
  }
  const lines = (names: ReadonlyMap<string, Set<string>>): string[] =>
    sorted(
      [...names].flatMap(([culture, set]) =>
        set.size < 9 ? [] : [...set].map((name) => `${culture}\t${name}`),
      ),
    );
  return { 'given-by-culture': lines(given), 'family-by-culture': lines(family) };
}

function collect(into: Map<string, Set<string>>, culture: string, names: unknown): void {
  if (names === undefined || names === null) return;
  const all = Array.isArray(names) ? (names as unknown[]) : Object.values(names).flat();
  const set = into.get(culture) ?? new Set();
  into.set(culture, set);
  for (const name of all) if (typeof name === 'string' && LATIN.test(name) && name.length > 1) set.add(name);
}

/** Given names in English. */
export function fromFirstNames(files: string): readonly string[] {
  const names = JSON.parse(readFileSync(join(files, 'data/names.json'), 'utf8')) as string[];
  return sorted(names.filter((name) => /^[A-Z][a-z]+$/.test(name)));
}

/** Words of the pronouncing dictionary that no list of English words knows: nearly all are family names. */
export function fromCmudict(files: string, known: ReadonlySet<string>): Lists {
  const words = new Set<string>();
  for (const line of readFileSync(join(files, 'data/dict.txt'), 'utf8').split('\n')) {
    const word = (/^([A-Z]{3,})(?:\(\d+\))?\s/i.exec(line)?.[1] ?? '').toLowerCase();
    if (word === '' || known.has(word) || known.has(word.replace(/(?:e?s|ed|ing|er|ly)$/, ''))) continue;
    words.add(word.charAt(0).toUpperCase() + word.slice(1));
  }
  return { 'family-united-states': sorted(words) };
}

/** Towns: name, tab, size class 0 to 3 (below 5,000, 20,000, 200,000, more), tab, country. */
export function fromCities(files: string): Lists {
  const data = readFileSync(join(files, 'cities.pbf'));
  const best = new Map<string, { size: number; country: string }>();
  let at = 0;
  const varint = (): number => {
    let value = 0;
    for (let shift = 1; ; shift *= 128) {
      const byte = data[at] ?? 0;
      at += 1;
      value += (byte & 127) * shift;
      if (byte < 128) return value;
    }
  };
  while (at < data.length) {
    const end = varint() + at;
    const city = { name: '', country: '', population: 0 };
    while (at < end) {
      const key = varint();
      if ((key & 7) === 2) {
        const size = varint();
        const text = data.toString('utf8', at, at + size);
        at += size;
        if (key >> 3 === 2) city.name = text;
        if (key >> 3 === 3) city.country = text;
      } else {
        const value = varint();
        if (key >> 3 === 9) city.population = value;
      }
    }
    const name = city.name.replace(/ \(.*| \/.*/, '');
    if (!LATIN.test(name) || name.length < 3 || name.length > 30) continue;
    const size = [5_000, 20_000, 200_000].filter((limit) => city.population >= limit).length;
    const known = best.get(name);
    if (known === undefined || known.size < size) best.set(name, { size, country: city.country });
  }
  return { towns: sorted([...best].map(([name, { size, country }]) => `${name}\t${size}\t${country}`)) };
}

/** Endings of verb forms that hardly occur in reports. */
const SELDOM =
  /(?:[aei]seis|[aei]rais|[aei]re(?:mos|is|n|s)|abais|[ai]ste(?:is|s)?|[aei]semos|[aei]ramos|ieran?|ieras|iere[ns]?|iese[ns]?|ases?|asen|[aei]ras|[aei]ran|[aei]rían?|[aei]rias|[aei]rian|[aei]riais|[aei]riamos|abamos|iamos|abas|ais|eis|aos|[ai]ra|[^dt]ad|ed|id|[aei]mos|uel[oa]s?|ill[oa]s|az[oa]s|ead[oa]s?|uen|ees?|een|[^aeiou]uces?)$/;

/** Spanish words without the forms that hardly occur. */
export function fromSpanish(files: string): Lists {
  const words = JSON.parse(readFileSync(join(files, 'index.json'), 'utf8')) as string[];
  return {
    spanish: sorted(words.filter((word) => word.length > 2 && word.length < 18 && !SELDOM.test(word))),
  };
}

function sorted(words: Iterable<string>): string[] {
  return [...new Set(words)].sort((a, b) => (a < b ? -1 : a > b ? 1 : 0));
}
