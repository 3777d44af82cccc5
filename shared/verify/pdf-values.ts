import { Problem } from '../domain/problem.ts';

/** PDF objects as far as reports use them. Numbers and strings keep the text they were written in. */
export type PdfValue =
  | { readonly type: 'atom'; readonly text: string }
  | { readonly type: 'name'; readonly name: string }
  | PdfString
  | { readonly type: 'array'; readonly items: readonly PdfValue[] }
  | PdfDictionary
  | { readonly type: 'ref'; readonly object: number }
  | PdfStream;

/** A string with its brackets, one character per byte, and where it stands in the file. */
export interface PdfString {
  readonly type: 'string';
  readonly raw: string;
  readonly start: number;
  readonly end: number;
}

export interface PdfDictionary {
  readonly type: 'dictionary';
  readonly entries: ReadonlyMap<string, PdfValue>;
}

export interface PdfStream {
  readonly type: 'stream';
  readonly dictionary: PdfDictionary;
  readonly data: Uint8Array;
}

export function damagedPdf(what: string): Problem {
  return new Problem('damaged', `the PDF is damaged: ${what}`);
}

/** @throws Problem `damaged` unless the value is a plain integer. */
export function integerOf(value: PdfValue | undefined): number {
  if (value?.type !== 'atom' || !/^\d{1,10}$/.test(value.text)) throw damagedPdf('a number is missing');
  return Number(value.text);
}

export function isName(value: PdfValue | undefined, name: string): boolean {
  return value?.type === 'name' && value.name === name;
}

/** Whether two values are written alike. A signature's own string is large: strings are compared as text. */
export function sameValue(a: PdfValue | undefined, b: PdfValue | undefined): boolean {
  if (a === undefined || b === undefined) return a === b;
  if (a.type === 'atom' && b.type === 'atom') return a.text === b.text;
  if (a.type === 'name' && b.type === 'name') return a.name === b.name;
  if (a.type === 'string' && b.type === 'string') return a.raw === b.raw;
  if (a.type === 'ref' && b.type === 'ref') return a.object === b.object;
  if (a.type === 'array' && b.type === 'array')
    return a.items.length === b.items.length && a.items.every((item, i) => sameValue(item, b.items[i]));
  if (a.type === 'dictionary' && b.type === 'dictionary')
    return (
      a.entries.size === b.entries.size &&
      [...a.entries].every(([key, value]) => sameValue(value, b.entries.get(key)))
    );
  return false;
}

/**
 * A text string as people read it: UTF-16 in hexadecimal with a byte order mark, as reports write it, or
 * plain ASCII in round brackets. Control characters are left out. Undefined where it is neither.
 */
export function textOf(value: PdfValue | undefined): string | undefined {
  if (value?.type !== 'string') return undefined;
  const plain = /^\(([\x20-\x7e]*)\)$/.exec(value.raw)?.[1];
  if (plain !== undefined && !/[\\()]/.test(plain)) return plain;
  const units = /^<feff((?:[0-9a-f]{4})*)>$/i.exec(value.raw)?.[1]?.match(/.{4}/g);
  if (units === undefined) return undefined;
  const text = String.fromCharCode(...(units ?? []).slice(0, 2000).map((unit) => parseInt(unit, 16)));
  return text.replaceAll(/[\p{Cc}\p{Cf}\p{Cs}]/gu, '');
}
