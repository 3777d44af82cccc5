import fc from 'fast-check';
import { z } from 'zod';
import { CONTRACT, type VerbName } from '../../../shared/ipc/index.ts';

/** Arguments of a verb, made from its own schema: most fit it, some miss a rule that its form does not tell. */
export function fittingArguments(verb: VerbName): fc.Arbitrary<unknown> {
  return fitting(z.toJSONSchema(CONTRACT[verb].args, { io: 'input', unrepresentable: 'any' }) as Shape);
}

interface Shape {
  readonly type?: string;
  readonly properties?: Readonly<Record<string, Shape>>;
  readonly required?: readonly string[];
  readonly items?: Shape;
  readonly anyOf?: readonly Shape[];
  readonly oneOf?: readonly Shape[];
  readonly allOf?: readonly Shape[];
  readonly enum?: readonly unknown[];
  readonly const?: unknown;
  readonly format?: string;
  readonly pattern?: string;
  readonly minLength?: number;
  readonly maxLength?: number;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly exclusiveMinimum?: number;
  readonly minItems?: number;
  readonly maxItems?: number;
}

/** Values in the form of a schema. */
function fitting(shape: Shape, depth = 0): fc.Arbitrary<unknown> {
  if (shape.const !== undefined) return fc.constant(shape.const);
  if (shape.enum !== undefined) return fc.constantFrom(...shape.enum);
  const either = shape.anyOf ?? shape.oneOf;
  if (either !== undefined) return fc.oneof(...either.map((each) => fitting(each, depth)));
  switch (shape.type) {
    case 'string':
      return text(shape);
    case 'integer':
    case 'number':
      return fc.integer({
        min: Math.max(shape.minimum ?? shape.exclusiveMinimum ?? -5, -1_000_000),
        max: Math.min(shape.maximum ?? 1_000_000, 1_000_000),
      });
    case 'boolean':
      return fc.boolean();
    case 'null':
      return fc.constant(null);
    case 'array':
      return fc.array(fitting(shape.items ?? {}, depth + 1), {
        minLength: Math.min(shape.minItems ?? 0, 3),
        maxLength: Math.min(shape.maxItems ?? 3, Math.max(3, shape.minItems ?? 0)),
      });
    case 'object': {
      const fields = Object.entries(shape.properties ?? {}).map(
        ([name, each]) => [name, fitting(each, depth + 1)] as const,
      );
      return fc.record(Object.fromEntries(fields), { requiredKeys: [...(shape.required ?? [])] });
    }
    case undefined:
    default:
      return depth > 3 ? fc.constant(null) : fc.jsonValue({ maxDepth: 1 });
  }
}

function text(shape: Shape): fc.Arbitrary<string> {
  if (shape.format === 'uuid') return fc.uuid({ version: 4 });
  if (/\[0-9a-f\]\{64\}|\[a-f0-9\]\{64\}/.test(shape.pattern ?? '')) return hex(64);
  const maxLength = Math.min(shape.maxLength ?? 40, 40);
  return fc.string({ minLength: Math.min(shape.minLength ?? 0, maxLength), maxLength, unit: 'grapheme' });
}

function hex(length: number): fc.Arbitrary<string> {
  return fc
    .array(fc.constantFrom(...Array.from('0123456789abcdef')), { minLength: length, maxLength: length })
    .map((digits) => digits.join(''));
}
