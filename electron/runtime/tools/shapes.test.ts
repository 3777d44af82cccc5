import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { readChoice, TOOL_NAMES, TOOL_SHAPES, type ArgumentShape } from '../../../shared/domain/index.ts';
import { CONTROL_TOOLS, TRANSFORM_TOOLS } from './index.ts';

/** What rules believe about tools is what the tools themselves say. */
describe.each(TOOL_NAMES)('the shape of %s', (name) => {
  const tool = TRANSFORM_TOOLS.get(name) ?? CONTROL_TOOLS.get(name);
  const shape = TOOL_SHAPES[name];

  it('has the effect and the arguments of its schema', () => {
    expect(tool?.effect).toBe(shape.effect);
    const schema = z.toJSONSchema(tool!.args, { io: 'output', unrepresentable: 'any' });
    const known = Object.entries(schema.properties ?? {}).map(([argument, node]) => [
      argument,
      kindOf(node as JsonNode),
    ]);
    expect(Object.fromEntries(known)).toEqual(
      Object.fromEntries(Object.entries(shape.args).map(([argument, each]) => [argument, shortOf(each)])),
    );
    expect([...(schema.required ?? [])].toSorted()).toEqual(Object.keys(shape.args).toSorted());
  });
});

it('reads the words of an environment as the tool does', () => {
  const env = TOOL_SHAPES.promote_challenger.args.env!;
  const schema = CONTROL_TOOLS.get('promote_challenger')!.args;
  for (const word of [
    'prod',
    'PROD',
    ' Production ',
    'pro',
    'pr',
    'dev',
    'stag',
    'live',
    '',
    'productions',
  ]) {
    const read = schema.safeParse({ model: 'm', env: word });
    expect([word, env.kind === 'choice' ? readChoice(env, word) : '']).toEqual([
      word,
      read.success ? (read.data as { env: string }).env : undefined,
    ]);
  }
});

interface JsonNode {
  readonly type?: string;
  readonly enum?: readonly string[];
  readonly pattern?: string;
  readonly minimum?: number;
  readonly maximum?: number;
}

function kindOf({ type, enum: values, pattern, minimum, maximum }: JsonNode): string {
  if (values !== undefined) return `choice ${values.join(' ')}`;
  if (type === 'string') return pattern?.startsWith('^[A-Za-z_]') === true ? 'name' : 'text';
  if (type === 'array') return 'texts';
  const bound = (value: number | undefined) => (Math.abs(value ?? Infinity) > 1e9 ? '' : String(value));
  return `${String(type)} ${bound(minimum)} ${bound(maximum)}`;
}

function shortOf(shape: ArgumentShape): string {
  if (shape.kind === 'choice') return `choice ${shape.values.join(' ')}`;
  if (shape.kind !== 'number') return shape.kind;
  return `${shape.integer ? 'integer' : 'number'} ${shape.min ?? ''} ${shape.max ?? ''}`;
}
