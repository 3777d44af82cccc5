import { readChoice, TOOL_SHAPES, type Behaviour, type ToolShape } from '../../../shared/domain/index.ts';
import type { ArgumentCondition } from '../../../shared/formats/index.ts';

type Scalar = string | number | boolean | null;
type Arguments = Readonly<Record<string, unknown>>;

/** Whether one argument of a call fits. @throws where a number is wanted and something else stands there */
export function compileArgument(
  argument: string,
  condition: ArgumentCondition,
  behaviour: Behaviour,
): (args: Arguments) => boolean {
  const fits = compilePart(argument, condition);
  return (args) => {
    if (!Object.hasOwn(args, argument)) return false;
    const value = args[argument];
    if (typeof value !== 'object' || value === null) return value !== undefined && fits(value as Scalar);
    const parts = partsOf(value);
    if (parts.length === 0) return false;
    return behaviour === 'allow' ? parts.every(fits) : parts.some(fits);
  };
}

function compilePart(argument: string, condition: ArgumentCondition): (part: Scalar) => boolean {
  if (typeof condition !== 'object') return compileValues(argument, [condition]);
  const { in: list, gt, lt } = condition;
  const isListed = list === undefined ? undefined : compileValues(argument, list);
  return (part) =>
    (isListed === undefined || isListed(part)) &&
    (gt === undefined || numberOf(part) > gt) &&
    (lt === undefined || numberOf(part) < lt);
}

/** SEC: `PROD`, ` prod ` and full-width letters are `prod`; where a tool reads `prod` as `production`, so do rules. */
function compileValues(argument: string, values: readonly Scalar[]): (part: Scalar) => boolean {
  const texts = new Set<string>();
  const others = new Set<Scalar>();
  for (const value of values) {
    if (typeof value !== 'string') others.add(value);
    else for (const spelling of [value, ...readings(argument, value)]) texts.add(plainText(spelling));
  }
  const isRead = ABBREVIATED.has(argument);
  return (part) => {
    if (typeof part !== 'string') return others.has(part);
    const plain = plainText(part);
    if (texts.has(part) || texts.has(plain)) return true;
    return isRead && readings(argument, plain).some((read) => texts.has(read));
  };
}

/** Arguments of which a tool takes other spellings than its own. */
const ABBREVIATED: ReadonlySet<string> = new Set(
  Object.values(TOOL_SHAPES).flatMap(({ args }: ToolShape) =>
    Object.entries(args).flatMap(([argument, shape]) =>
      shape.kind === 'choice' && shape.abbreviates !== undefined ? [argument] : [],
    ),
  ),
);

/** How tools with an argument of this name read the word. */
export function readings(argument: string, word: string): string[] {
  const shapes: readonly ToolShape[] = Object.values(TOOL_SHAPES);
  return shapes.flatMap(({ args }) => {
    const shape = Object.hasOwn(args, argument) ? args[argument] : undefined;
    const read = shape?.kind === 'choice' ? readChoice(shape, word) : undefined;
    return read === undefined ? [] : [read];
  });
}

export function plainText(text: string): string {
  return text
    .normalize('NFKC')
    .replaceAll(/\p{Cf}/gu, '')
    .trim()
    .toLowerCase();
}

function numberOf(part: Scalar): number {
  if (typeof part === 'number') return part;
  throw new TypeError('an argument that a rule compares with a number is none');
}

/** The scalars inside a value, however deep it nests them. */
function partsOf(value: unknown): Scalar[] {
  const parts: Scalar[] = [];
  const open: unknown[] = [value];
  while (open.length > 0) {
    const each = open.pop();
    if (typeof each === 'object' && each !== null) open.push(...(Object.values(each) as unknown[]));
    else if (each !== undefined) parts.push(each as Scalar);
  }
  return parts;
}
