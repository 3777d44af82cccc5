import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { brotliDecompressSync } from 'node:zlib';

/** The lines of a list that was distilled from a source. */
export function distilled(name: string): string[] {
  const packed = readFileSync(join(import.meta.dirname, 'distilled', `${name}.txt.br`));
  return brotliDecompressSync(packed).toString('utf8').split('\n');
}

/** The words of a list that was written by hand: a line that begins with `#` explains. */
export function written(name: string): string[] {
  return lines(name).flatMap((line) => line.split(/\s+/));
}

/** The names of a list that was written by hand, by culture: `culture<tab>name name ...`. */
export function writtenByCulture(name: string): Map<string, string[]> {
  const all = new Map<string, string[]>();
  for (const line of lines(name)) {
    const [culture = '', names = ''] = line.split('\t');
    all.set(culture, [...(all.get(culture) ?? []), ...names.split(/\s+/)]);
  }
  return all;
}

/** The names of a distilled list by culture: one `culture<tab>name` per line. */
export function distilledByCulture(name: string): Map<string, string[]> {
  const names = new Map<string, string[]>();
  for (const line of distilled(name)) {
    const [culture = '', value = ''] = line.split('\t');
    names.set(culture, [...(names.get(culture) ?? []), value]);
  }
  return names;
}

function lines(name: string): string[] {
  return readFileSync(join(import.meta.dirname, 'hand', `${name}.txt`), 'utf8')
    .split('\n')
    .filter((line) => line !== '' && !line.startsWith('#'));
}
