import { RESTRICTED_ZIP_PREFIXES } from '../../../../resources/lexicons/restricted-zip-prefixes.ts';

const RESTRICTED: ReadonlySet<string> = new Set(
  RESTRICTED_ZIP_PREFIXES.sources.flatMap((source) => source.prefixes),
);
/** ZIP, ZIP+4 with or without hyphen; a spreadsheet may have eaten leading zeros or added `.0`. */
const ZIP = /^(\d{3,5})(?:\.0+|[- ]\d{4})?$/;
const ZIP_PLUS_FOUR = /^\d{7,9}$/;
/** Military post: New York, Miami and San Francisco gateways. */
const MILITARY = /^(?:09[0-8]|340|96[2-6])$/;

/**
 * The three digits that may stay of one ZIP code: 000 where their area is too small, and for military, foreign and
 * unknown codes (45 CFR 164.514(b)(2)(i)(B); dated lists in `resources/lexicons`).
 */
export function zipPrefix(code: string): string {
  const text = code.trim();
  let five = ZIP.exec(text)?.[1]?.padStart(5, '0');
  if (five === undefined && ZIP_PLUS_FOUR.test(text)) five = text.padStart(9, '0').slice(0, 5);
  const prefix = five?.slice(0, 3);
  return prefix === undefined || RESTRICTED.has(prefix) || MILITARY.test(prefix) ? '000' : prefix;
}
