import { Problem } from '../domain/problem.ts';

/**
 * JSON Canonicalization Scheme (RFC 8785): one text per value, keys sorted by UTF-16 code units,
 * numbers as ECMAScript prints them. The bytes that are hashed and signed are this text in UTF-8.
 *
 * @throws Problem `invalid_input` for values that JSON cannot hold: non-finite numbers, lone
 * surrogates, undefined inside arrays, functions. Object members that are undefined are left out.
 */
export function canonicalJson(value: unknown): string {
  if (value === null || typeof value === 'boolean') return String(value);
  if (typeof value === 'number') {
    if (!Number.isFinite(value))
      throw new Problem('invalid_input', 'a number that is not finite cannot be written as JSON');
    return JSON.stringify(value);
  }
  if (typeof value === 'string') {
    if (!value.isWellFormed())
      throw new Problem('invalid_input', 'text with a lone surrogate cannot be written as JSON');
    return JSON.stringify(value);
  }
  if (Array.isArray(value)) return `[${value.map(canonicalJson).join(',')}]`;
  if (typeof value === 'object') {
    const record = value as Record<string, unknown>;
    const members: string[] = [];
    // Array.prototype.sort without a comparator orders by UTF-16 code units, as section 3.2.3 wants.
    for (const key of Object.keys(record).sort()) {
      if (record[key] !== undefined) members.push(`${canonicalJson(key)}:${canonicalJson(record[key])}`);
    }
    return `{${members.join(',')}}`;
  }
  throw new Problem('invalid_input', `a ${typeof value} cannot be written as JSON`);
}
