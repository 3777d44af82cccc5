import type { z } from 'zod';
import { JsonObject } from '../../../../shared/formats/index.ts';
import { ByteWords } from './byte-words.ts';
import {
  asciiOf,
  asciiText,
  CLOSE_LIST,
  CLOSE_OBJECT,
  COMMA,
  keyEnd,
  numberEnd,
  OPEN_LIST,
  OPEN_OBJECT,
  startsAt,
  stringEnd,
  valueEnd,
  wholeNumber,
} from './canonical-bytes.ts';
import { HASH_LETTERS, ID_LETTERS, isHashAt, isIdAt } from './hex-bytes.ts';

/**
 * Where the value that begins at `at` ends, if it is surely canonical JSON and what a schema wants; -1 where
 * it is not surely so. Whoever gets -1 asks the schema itself, so that a shape may only ever be too strict.
 */
export type Shape = (bytes: Uint8Array, at: number) => number;

type Schema = z.core.$ZodTypes;
type Check = z.core.$ZodChecks['_zod']['def'];

/** The shape of a schema, or undefined where it holds something that only the schema can judge. */
export function shapeOf(schema: z.core.$ZodType): Shape | undefined {
  if (schema === JsonObject) return anyObject;
  const { def } = (schema as Schema)._zod;
  const checks = (def.checks ?? []).map((check) => check._zod.def as Check);
  if (def.type === 'string') return stringShape(def, checks);
  if (def.type === 'number') return numberShape(def, checks);
  if (def.type === 'array') return listShape(shapeOf(def.element), checks);
  if (checks.length > 0) return undefined;
  if (def.type === 'object') return objectShape(def.shape);
  if (def.type === 'union') return unionShape(def.options.map(shapeOf));
  if (def.type === 'record') return recordShape(def);
  if (def.type === 'enum') return literals(Object.values(def.entries));
  if (def.type === 'literal') return literals(def.values);
  return def.type === 'boolean' ? literals([true, false]) : undefined;
}

const anyObject: Shape = (bytes, at) => (bytes[at] === OPEN_OBJECT ? valueEnd(bytes, at) : -1);

function stringShape(def: Schema['_zod']['def'], checks: readonly Check[]): Shape | undefined {
  if (checks.length > 1) return undefined;
  if ('check' in def) return isUuid(def) && checks.length === 0 ? fixed(ID_LETTERS, isIdAt) : undefined;
  const [check] = checks;
  if (check === undefined) return stringEnd;
  if (check.check === 'max_length') return shortString(check.maximum);
  // Plain letters alone: one byte each.
  if (check.check === 'length_equals') return fixed(check.length, () => true);
  const pattern = 'pattern' in check ? check.pattern : undefined;
  if (check.check !== 'string_format' || check.format !== 'regex' || pattern?.flags !== '') return undefined;
  return pattern.source === HASH.source ? fixed(HASH_LETTERS, isHashAt) : matching(pattern);
}

const HASH = /^[0-9a-f]{64}$/;

/** A version 4 id is a UUID of any version too. */
function isUuid(def: Schema['_zod']['def']): boolean {
  const { format, version } = def as Partial<z.core.$ZodUUIDDef>;
  return format === 'uuid' && (version === undefined || version === 'v4');
}

function fixed(letters: number, holds: (bytes: Uint8Array, at: number) => boolean): Shape {
  return (bytes, at) => {
    const end = keyEnd(bytes, at);
    return end === at + letters + 2 && holds(bytes, at + 1) ? end : -1;
  };
}

/** A text has at most as many UTF-16 units as it has bytes. */
function shortString(most: number): Shape {
  return (bytes, at) => {
    const end = stringEnd(bytes, at);
    return end - at - 2 <= most ? end : -1;
  };
}

function matching(pattern: RegExp): Shape {
  return (bytes, at) => {
    const end = keyEnd(bytes, at);
    return end >= 0 && pattern.test(asciiText(bytes, at + 1, end - 1)) ? end : -1;
  };
}

function numberShape(def: Schema['_zod']['def'], checks: readonly Check[]): Shape | undefined {
  const { format } = def as Partial<z.core.$ZodNumberFormatDef>;
  if (format !== undefined && format !== 'safeint') return undefined;
  let [least, most] = [-Infinity, Infinity];
  for (const check of checks) {
    if (check.check !== 'greater_than' && check.check !== 'less_than') return undefined;
    if (typeof check.value !== 'number') return undefined;
    if (check.check === 'greater_than')
      least = Math.max(least, check.inclusive ? check.value : above(check.value));
    else most = Math.min(most, check.inclusive ? check.value : below(check.value));
  }
  return (bytes, at) => {
    const end = numberEnd(bytes, at);
    if (end < 0) return -1;
    let value = wholeNumber(bytes, at, end);
    if (value < 0) {
      value = Number(asciiText(bytes, at, end));
      if (format === 'safeint' && !Number.isSafeInteger(value)) return -1;
    }
    return value >= least && value <= most ? end : -1;
  };
}

/** A bound that is too strict by less than anybody counts: what lies between is left to the schema. */
function above(value: number): number {
  return value + Math.max(Number.EPSILON, Math.abs(value) * Number.EPSILON);
}

function below(value: number): number {
  return -above(-value);
}

function literals(values: readonly unknown[]): Shape | undefined {
  if (values.length === 0 || values.some((value) => !isPlainLiteral(value))) return undefined;
  const words = new ByteWords(values.map((value) => JSON.stringify(value)));
  return (bytes, at) => {
    const end = valueEnd(bytes, at);
    return end >= 0 && words.find(bytes, at, end) >= 0 ? end : -1;
  };
}

function isPlainLiteral(value: unknown): boolean {
  return typeof value === 'boolean' || (typeof value === 'string' && /^[ !#-[\]-~]*$/.test(value));
}

function listShape(element: Shape | undefined, checks: readonly Check[]): Shape | undefined {
  let [least, most] = [0, Infinity];
  for (const check of checks) {
    if (check.check === 'min_length') least = Math.max(least, check.minimum);
    else if (check.check === 'max_length') most = Math.min(most, check.maximum);
    else return undefined;
  }
  if (element === undefined) return undefined;
  return (bytes, start) => {
    if (bytes[start] !== OPEN_LIST) return -1;
    if (bytes[start + 1] === CLOSE_LIST) return least === 0 ? start + 2 : -1;
    let count = 0;
    for (let at = start + 1; ; at += 1) {
      at = element(bytes, at);
      count += 1;
      if (at < 0 || count > most) return -1;
      if (bytes[at] === CLOSE_LIST) return count >= least ? at + 1 : -1;
      if (bytes[at] !== COMMA) return -1;
    }
  };
}

/** Order and form of the keys are for `valueEnd` to judge, which looks at the whole first. */
function recordShape({ keyType, valueType, partial }: z.core.$ZodRecordDef): Shape | undefined {
  // Of a set of keys that zod knows, each has to be there.
  if (partial !== true && (keyType as Schema)._zod.def.type !== 'string') return undefined;
  const [key, value] = [shapeOf(keyType), shapeOf(valueType)];
  if (key === undefined || value === undefined) return undefined;
  return (bytes, start) => {
    const end = anyObject(bytes, start);
    if (end < 0 || bytes[start + 1] === CLOSE_OBJECT) return end;
    for (let at = start + 1; ; at += 1) {
      at = key(bytes, at);
      // The colon.
      if (at >= 0) at = value(bytes, at + 1);
      if (at < 0) return -1;
      if (bytes[at] === CLOSE_OBJECT) return at + 1;
    }
  };
}

function unionShape(options: readonly (Shape | undefined)[]): Shape | undefined {
  const known = options.filter((option) => option !== undefined);
  if (known.length === 0) return undefined;
  return (bytes, at) => {
    for (const option of known) {
      const end = option(bytes, at);
      if (end >= 0) return end;
    }
    return -1;
  };
}

interface Member {
  /** With quotes and colon. */
  readonly key: Uint8Array;
  readonly optional: boolean;
  readonly shape: Shape;
}

/** Members in canonical order; what the schema does not name is left to it. */
function objectShape(schemas: z.core.$ZodShape): Shape | undefined {
  const members: Member[] = [];
  for (const name of Object.keys(schemas).sort()) {
    const schema = schemas[name] as Schema | undefined;
    const def = schema?._zod.def;
    const optional = def?.type === 'optional';
    const shape = schema === undefined ? undefined : shapeOf(optional ? def.innerType : schema);
    if (shape === undefined || !/^\w+$/.test(name)) return undefined;
    members.push({ key: asciiOf(`"${name}":`), optional, shape });
  }
  return (bytes, start) => {
    if (bytes[start] !== OPEN_OBJECT) return -1;
    let at = start + 1;
    let first = true;
    for (const { key, optional, shape } of members) {
      const from = first ? at : at + 1;
      const here = (first || bytes[at] === COMMA) && startsAt(bytes, from, key);
      if (here) {
        at = shape(bytes, from + key.length);
        if (at < 0) return -1;
        first = false;
      } else if (!optional) return -1;
    }
    return bytes[at] === CLOSE_OBJECT ? at + 1 : -1;
  };
}
