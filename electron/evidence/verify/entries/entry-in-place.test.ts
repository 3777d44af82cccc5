import { TextDecoder } from 'node:util';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { z } from 'zod';
import {
  bodySchema,
  canonicalJson,
  EntryPhase,
  EVENT_NAMES,
  JsonObject,
  readEntry,
  type Entry,
} from '../../../../shared/formats/index.ts';
import { Citations } from './citations.ts';
import { EntryInPlace } from './entry-in-place.ts';
import { ParsedEntry, type SeenEntry } from './seen-entry.ts';

const ID = fc.uuid({ version: 4 });
const HASH = fc.stringMatching(/^[0-9a-f]{64}$/);
const KINDS = EVENT_NAMES.flatMap((kind) =>
  EntryPhase.options.flatMap((phase) => {
    const schema = bodySchema(kind, phase);
    return schema === undefined ? [] : [{ kind, phase, schema }];
  }),
);

function entriesOf({ kind, phase, schema }: (typeof KINDS)[number]): fc.Arbitrary<Entry> {
  const count = fc.nat({ max: 2 ** 48 });
  const short = fc.string({ unit: 'grapheme', maxLength: 16 });
  const maybe = { agent: short, run: ID, call: ID };
  const always = {
    v: fc.constant(1),
    seq: count,
    epoch: count.map((epoch) => epoch + 1),
    wallMs: count,
    monoMs: fc.double({ min: 0, max: 1e9, noNaN: true }),
    kind: fc.constant(kind),
    phase: fc.constant(phase),
    actor: fc.oneof(
      fc.constant({ id: 'application', role: 'none' }),
      fc.record({ id: ID, role: fc.constantFrom('viewer', 'operator', 'compliance', 'admin') }),
    ),
    correlation: short,
    phiAccessed: fc.boolean(),
    body: valuesOf(schema),
    payloads: fc.array(fc.record({ id: ID, sha256: HASH }), { maxLength: 3 }),
    prev: HASH,
    ...(phase === 'outcome' ? { intent: count } : {}),
  };
  return fc.record(
    { ...always, ...maybe },
    { requiredKeys: Object.keys(always) as (keyof typeof always)[], noNullPrototype: true },
  ) as fc.Arbitrary<unknown> as fc.Arbitrary<Entry>;
}

/** Values that a schema of the catalogue takes. */
function valuesOf(schema: z.core.$ZodType): fc.Arbitrary<unknown> {
  if (schema === JsonObject) return fc.dictionary(fc.string(), fc.jsonValue());
  const { def } = (schema as z.core.$ZodTypes)._zod;
  const checks = (def.checks ?? []).map((check) => check._zod.def as z.core.$ZodChecks['_zod']['def']);
  if (def.type === 'string') {
    if ('format' in def && def.format === 'uuid') return ID;
    const [check] = checks;
    if (check?.check === 'string_format' && 'pattern' in check && check.pattern instanceof RegExp)
      return textsLike(check.pattern);
    if (check?.check === 'length_equals')
      return fc.string({ minLength: check.length, maxLength: check.length });
    const most = check?.check === 'max_length' ? Math.floor(check.maximum / 4) : 20;
    return fc.string({ unit: 'grapheme', maxLength: Math.min(20, most) });
  }
  if (def.type === 'number') {
    let [least, most] = [-(2 ** 48), 2 ** 48];
    for (const check of checks) {
      if (check.check === 'greater_than') least = Number(check.value) + (check.inclusive ? 0 : 1);
      if (check.check === 'less_than') most = Number(check.value) - (check.inclusive ? 0 : 1);
    }
    const whole = fc.integer({ min: Math.ceil(least), max: Math.floor(most) });
    // Plus zero, as minus zero is none in JSON.
    const any = fc.double({ min: least, max: most, noNaN: true }).map((value) => value + 0);
    return 'format' in def ? whole : fc.oneof(whole, any);
  }
  if (def.type === 'array') {
    const most = checks.find((check) => check.check === 'max_length')?.maximum ?? 3;
    const least = checks.find((check) => check.check === 'min_length')?.minimum ?? 0;
    return fc.array(valuesOf(def.element), { minLength: least, maxLength: Math.min(most, 3) });
  }
  if (def.type === 'record')
    return fc.dictionary(valuesOf(def.keyType) as fc.Arbitrary<string>, valuesOf(def.valueType), {
      maxKeys: 3,
    });
  if (def.type === 'object') {
    const members = Object.entries(def.shape);
    const isOptional = (member: z.core.$ZodType): boolean =>
      (member as z.core.$ZodTypes)._zod.def.type === 'optional';
    return fc.record(Object.fromEntries(members.map(([name, member]) => [name, valuesOf(member)])), {
      requiredKeys: members.filter(([, member]) => !isOptional(member)).map(([name]) => name),
      noNullPrototype: true,
    });
  }
  if (def.type === 'boolean') return fc.boolean();
  if (def.type === 'literal') return fc.constantFrom(...def.values);
  if (def.type === 'enum') return fc.constantFrom(...Object.values(def.entries));
  if (def.type === 'union') return fc.oneof(...def.options.map(valuesOf));
  if (def.type === 'optional') return valuesOf(def.innerType);
  throw new Error(`no values for a schema of type ${def.type}`);
}

/** Texts for patterns that no generator can be made of. */
const SAMPLES = ['PROT-2024-17', '2026-01-31', 'a1', 'A_1', 'v1.2.3', '7', 'word'];

function textsLike(pattern: RegExp): fc.Arbitrary<string> {
  try {
    return fc.stringMatching(pattern);
  } catch {
    return fc.constantFrom(...SAMPLES.filter((text) => pattern.test(text)));
  }
}

/** All that a scan is told of an entry. */
function told(entry: SeenEntry): unknown {
  const citations = new Citations();
  entry.cite(citations, 7);
  const { seq, epoch, wallMs, kind, phase, intent } = entry;
  const prev = entry.prev();
  const leaf = Buffer.from(prev, 'hex').toString('latin1');
  const follows = [entry.follows(leaf), entry.follows(`${leaf.slice(1)}x`)];
  return {
    seq,
    epoch,
    wallMs,
    kind,
    phase,
    intent,
    prev,
    follows,
    body: entry.body(),
    cited: citations.take(),
  };
}

const inPlace = new EntryInPlace();
const [BEFORE, BEHIND] = [Buffer.from('xx{'), Buffer.from('"}}0123')];

/** Reads bytes as they lie on a page, among others. */
function read(bytes: Uint8Array): unknown {
  const page = Buffer.concat([BEFORE, bytes, BEHIND]);
  const end = BEFORE.length + bytes.length;
  return inPlace.read(page, BEFORE.length, end) ? told(inPlace) : undefined;
}

/** The judgement that counts. */
function judged(bytes: Uint8Array): unknown {
  let text: string;
  try {
    text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    return 'not UTF-8';
  }
  const found = readEntry(text);
  return 'entry' in found ? told(new ParsedEntry(found.entry)) : found.fault;
}

describe('an entry read in place', () => {
  test.each(KINDS)('$kind $phase: says what the parsed one says', (what) => {
    let plain = 0;
    fc.assert(
      fc.property(entriesOf(what), (entry) => {
        const bytes = Buffer.from(canonicalJson(entry));
        const found = read(bytes);
        const expected = judged(bytes);
        // What the values were made of need not say all that a schema wants.
        fc.pre(typeof expected === 'object');
        if (found === undefined) return;
        plain += 1;
        expect(found).toEqual(expected);
      }),
      { numRuns: 40 },
    );
    // Every kind can be read in place; a schema that only zod can judge would make its kind slow.
    expect(plain).toBeGreaterThan(0);
  });

  const id = '5f0c9d5e-8a94-4b3a-9d0e-111111111111';
  const plain = {
    v: 1,
    seq: 4,
    epoch: 1,
    wallMs: 1_780_000_000_000,
    monoMs: 1.5,
    actor: { id, role: 'operator' },
    correlation: 'c',
    phiAccessed: false,
    payloads: [],
    prev: '00'.repeat(32),
  };
  const intent = canonicalJson({
    ...plain,
    kind: 'tool.call',
    phase: 'intent',
    body: { tool: 't', args: { a: 1, b: 2 }, argsSha256: '5a'.repeat(32), datasetVersion: 3 },
  });
  const judgement = canonicalJson({
    ...plain,
    kind: 'redaction.review_judged',
    phase: 'event',
    body: { review: id, document: 0, spans: 0, wrong: 0, missed: { NAME: 2 } },
  });

  test.each<[string, string, string | RegExp, string]>([
    ['a key twice', intent, '"b":2', '"a":2'],
    ['keys in the wrong order', intent, '"a":1,"b":2', '"b":2,"a":1'],
    ['an outcome of no intent', intent, '"phase":"intent"', '"phase":"outcome"'],
    ['an intent of another', intent, '"epoch":1,', '"epoch":1,"intent":2,'],
    ['no epoch', intent, '"epoch":1', '"epoch":0'],
    ['an id of another variant', intent, '9d0e', 'cd0e'],
    ['an id of no version', intent, '4b3a', 'fb3a'],
    ['bytes behind it', intent, /$/, ' '],
    ['bytes before it', intent, /^/, ' '],
    ['less than it', intent, /.$/, ''],
    ['another format', intent, '"v":1', '"v":2'],
    ['a number below its least', judgement, '"spans":0', '"spans":-1'],
    ['a fraction of a whole number', judgement, '"spans":0', '"spans":0.5'],
    ['a number past exact ones', judgement, '"spans":0', '"spans":9007199254740993'],
    ['a class that there is none of', judgement, '"NAME":2', '"NAMES":2'],
  ])('does not take %s', (_, whole, from, to) => {
    const bytes = Buffer.from(whole);
    expect(read(bytes)).toEqual(judged(bytes));
    const bent = Buffer.from(whole.replace(from, to));
    expect([read(bent), typeof judged(bent)]).toEqual([undefined, 'string']);
  });

  const any = fc.oneof(...KINDS.map(entriesOf));
  const odd = fc.oneof(
    fc.constantFrom<unknown[]>(null, true, 0, -1, 1.5, 2 ** 53, 1e21, '', 'x'.repeat(65), [], {}, [null], {
      a: 1,
    }),
    fc.string({ unit: 'grapheme' }),
    ID,
    HASH,
  );

  test('takes nothing that format or catalogue refuse, whatever member is changed, added or left out', () => {
    fc.assert(
      fc.property(
        any,
        fc.nat(),
        fc.constantFrom('change', 'add', 'leave out'),
        odd,
        (generated, at, how, value) => {
          // What is generated stays as it is, so that a counterexample can be made smaller.
          const entry = structuredClone(generated);
          const places = objectsIn(entry);
          const place = places[at % places.length]!;
          const names = Object.keys(place);
          const name = names[at % Math.max(1, names.length)] ?? 'none';
          if (Array.isArray(place)) place.splice(at % (place.length + 1), how === 'add' ? 0 : 1, value);
          else if (how === 'change') place[name] = value;
          else if (how === 'add') place[`${name}2`] = value;
          else Reflect.deleteProperty(place, name);
          const bytes = Buffer.from(canonicalJson(entry));
          const found = read(bytes);
          if (found !== undefined) expect(found).toEqual(judged(bytes));
        },
      ),
      { numRuns: 2500 },
    );
  });

  test('takes no bytes that are not canonical, whatever byte is changed, added or left out', () => {
    const letter = fc.oneof(
      fc.nat(255),
      fc.constantFrom(...Array.from('{}[],:"\\-.0123456789eE+ \u0000tfn', (one) => one.charCodeAt(0))),
    );
    fc.assert(
      fc.property(any, fc.nat(), fc.nat(2), letter, (entry, at, removed, byte) => {
        const bytes = Buffer.from(canonicalJson(entry));
        const place = at % bytes.length;
        const changed = Buffer.concat([
          bytes.subarray(0, place),
          removed === 2 ? Buffer.alloc(0) : Buffer.of(byte),
          bytes.subarray(place + Math.min(1, removed)),
        ]);
        const found = read(changed);
        if (found !== undefined) expect(found).toEqual(judged(changed));
      }),
      { numRuns: 2500 },
    );
  });
});

/** Every object and list in a value, itself first. */
function objectsIn(value: unknown): Record<string, unknown>[] {
  if (typeof value !== 'object' || value === null) return [];
  return [value as Record<string, unknown>, ...Object.values(value).flatMap(objectsIn)];
}
