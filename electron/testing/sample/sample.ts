import { z } from 'zod';

/** The part of JSON Schema that the contract uses. */
interface Shape {
  readonly type?: string | readonly string[];
  readonly properties?: Readonly<Record<string, Shape>>;
  readonly required?: readonly string[];
  readonly items?: Shape;
  readonly anyOf?: readonly Shape[];
  readonly oneOf?: readonly Shape[];
  readonly enum?: readonly unknown[];
  readonly const?: unknown;
  readonly format?: string;
  readonly pattern?: string;
  readonly minLength?: number;
  readonly minimum?: number;
  readonly exclusiveMinimum?: number;
  readonly minItems?: number;
  readonly $ref?: string;
  readonly $defs?: Readonly<Record<string, Shape>>;
}

export const SAMPLE_UUID = '6f1c7b1e-6a52-4f0e-9d2b-0c6f5a1d2e3f';
const SAMPLE_TEXT = 'sample';

/** Texts that some rule of a schema may want; the first that fits is taken. */
const TEXTS = [
  'F1',
  'RULE-001',
  '01',
  '2026-01-01',
  '12345678',
  'a'.repeat(16),
  'a'.repeat(64),
  'sample.csv',
] as const;

/**
 * One value that fits a schema, always the same: every list has what it must have and one more at most,
 * every optional field is there.
 *
 * @throws Error where none was found; the schema then needs a rule here
 */
export function sampleOf(schema: z.ZodType, io: 'input' | 'output'): unknown {
  const root = z.toJSONSchema(schema, { io, unrepresentable: 'any' }) as Shape;
  const optional = [...fieldNames(root)];
  // Fields can shut each other out: all, all but one, one alone, none.
  const without = [
    [],
    ...optional.map((name) => [name]),
    ...optional.map((name) => optional.filter((each) => each !== name)),
    optional,
  ];
  for (const left of without)
    for (const text of [SAMPLE_TEXT, ...TEXTS]) {
      const value = valueOf(root, { root, text, left: new Set(left), next: 1 }, 0);
      if (schema.safeParse(value).success) return value;
    }
  throw new Error(`no sample fits ${JSON.stringify(root).slice(0, 400)}`);
}

interface Manner {
  readonly root: Shape;
  readonly text: string;
  /** Optional fields that are left out. */
  readonly left: ReadonlySet<string>;
  /** Numbers rise, so that a time that must be later is. */
  next: number;
}

function* fieldNames({ properties = {}, required = [] }: Shape): Generator<string> {
  for (const name of Object.keys(properties)) if (!required.includes(name)) yield name;
}

function valueOf(shape: Shape, manner: Manner, depth: number): unknown {
  if (shape.$ref !== undefined) {
    const name = shape.$ref.split('/').at(-1) ?? '';
    return depth > 6 ? null : valueOf(manner.root.$defs?.[name] ?? manner.root, manner, depth + 1);
  }
  if (shape.const !== undefined) return shape.const;
  if (shape.enum !== undefined) return shape.enum[0];
  const [first] = shape.anyOf ?? shape.oneOf ?? [];
  if (first !== undefined) return valueOf(first, manner, depth);
  const type = typeof shape.type === 'object' ? shape.type[0] : shape.type;
  switch (type) {
    case 'string':
      return textOf(shape, manner.text);
    case 'integer':
    case 'number':
      return Math.max(shape.minimum ?? 1, (shape.exclusiveMinimum ?? 0) + 1, manner.next++);
    case 'boolean':
      return true;
    case 'null':
      return null;
    case 'array': {
      const count = Math.max(shape.minItems ?? 0, 1);
      return Array.from({ length: count }, () => valueOf(shape.items ?? {}, manner, depth + 1));
    }
    case 'object': {
      const fields = Object.entries(shape.properties ?? {}).filter(
        ([name]) => !manner.left.has(name) || shape.required?.includes(name) === true,
      );
      return Object.fromEntries(fields.map(([name, each]) => [name, valueOf(each, manner, depth + 1)]));
    }
    case undefined:
    default:
      return {};
  }
}

function textOf(shape: Shape, text: string): string {
  if (shape.format === 'uuid') return SAMPLE_UUID;
  if (/\[0-9a-f\]\{64\}|\[a-f0-9\]\{64\}/.test(shape.pattern ?? '')) return 'a'.repeat(64);
  const fits = (each: string): boolean =>
    each.length >= (shape.minLength ?? 0) &&
    (shape.pattern === undefined || new RegExp(shape.pattern).test(each));
  return [text, ...TEXTS].find(fits) ?? text.padEnd(shape.minLength ?? 0, 'x');
}
