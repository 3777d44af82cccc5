import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** The rules of OCSF as they are written down in `published/ocsf-1.3.0.json`; for tests. */
interface Shape {
  readonly required: readonly string[];
  readonly allowed: readonly string[];
  readonly at_least_one?: readonly string[];
  readonly enums?: Readonly<Record<string, readonly number[]>>;
}
interface Rules {
  readonly types: Readonly<Record<'integer' | 'string', readonly string[]>>;
  readonly enums: Readonly<Record<string, readonly number[]>>;
  readonly base: Shape;
  readonly classes: Readonly<Record<string, Shape & { category: number; activities: readonly number[] }>>;
  readonly objects: Readonly<Record<string, Shape>>;
}

const RULES = JSON.parse(
  readFileSync(join(import.meta.dirname, 'published/ocsf-1.3.0.json'), 'utf8'),
) as Rules;

type Json = Readonly<Record<string, unknown>>;

/** What is wrong with an event; nothing for one that keeps the rules. */
export function checkOcsf(event: Json): string[] {
  const of = RULES.classes[String(event.class_uid)];
  if (of === undefined) return ['unknown class'];
  const wrong: string[] = [];
  if (event.category_uid !== of.category) wrong.push('category');
  if (!of.activities.includes(event.activity_id as number)) wrong.push('activity');
  if (event.activity_id === 99 && typeof event.activity_name !== 'string') wrong.push('other without a name');
  if (event.type_uid !== Number(event.class_uid) * 100 + Number(event.activity_id)) wrong.push('type_uid');
  const { base } = RULES;
  const shape: Shape = {
    required: [...base.required, ...of.required],
    allowed: [...base.allowed, ...of.allowed],
    ...(of.at_least_one === undefined ? {} : { at_least_one: of.at_least_one }),
  };
  return [...wrong, ...checkShape('event', event, { ...shape, enums: RULES.enums })];
}

function checkShape(where: string, value: Json, shape: Shape): string[] {
  const names = Object.keys(value);
  const wrong = shape.required
    .filter((name) => !names.includes(name))
    .map((name) => `${where} lacks ${name}`);
  if (shape.at_least_one !== undefined && !shape.at_least_one.some((name) => names.includes(name)))
    wrong.push(`${where} names nothing`);
  for (const name of names) {
    if (![...shape.required, ...shape.allowed].includes(name)) wrong.push(`${where} has ${name}`);
    wrong.push(...checkValue(`${where}.${name}`, name, value[name], shape.enums?.[name]));
  }
  return wrong;
}

function checkValue(
  where: string,
  name: string,
  value: unknown,
  among: readonly number[] | undefined,
): string[] {
  if (name === 'unmapped') return [];
  if (RULES.types.integer.includes(name) && !Number.isSafeInteger(value)) return [`${where} is no integer`];
  if (among !== undefined && !among.includes(value as number)) return [`${where} is none of its values`];
  const inner = RULES.objects[name];
  if (inner === undefined)
    return RULES.types.string.includes(name) && typeof value !== 'string' ? [`${where} is no text`] : [];
  const items: readonly unknown[] = name === 'resources' ? (value as unknown[]) : [value];
  return items.flatMap((item) =>
    typeof item === 'object' && item !== null
      ? checkShape(where, item as Json, inner)
      : [`${where} is no object`],
  );
}
