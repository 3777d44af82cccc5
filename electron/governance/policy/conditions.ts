import type { Behaviour, PolicyRequest } from '../../../shared/domain/index.ts';
import type { ArgumentCondition, RuleCondition } from '../../../shared/formats/index.ts';

/** One condition of a rule, ready to be asked. Throws where it cannot be answered; that denies. */
export type Test = (request: PolicyRequest) => boolean;

type Names = string | readonly string[];
type Scalar = string | number | boolean | null;

/** All conditions of a rule as tests; the rule fits where every one does. */
export function compileConditions(when: RuleCondition, behaviour: Behaviour): Test[] {
  const tests: Test[] = [];
  const name = (names: Names | undefined, of: (request: PolicyRequest) => string | undefined): void => {
    if (names === undefined) return;
    const fits = compileNames(names);
    tests.push((request) => {
      const value = of(request);
      return value !== undefined && fits(value);
    });
  };
  name(when.tool, ({ tool }) => tool);
  name(when.effect, ({ effect }) => effect);
  name(when.agent, ({ agent }) => agent);
  name(when.role, ({ role }) => role);
  name(when.by, ({ by }) => by);
  name(when.purpose, ({ purpose }) => purpose);
  name(when.compliance_profile, ({ complianceProfile }) => complianceProfile);
  name(when.deid_profile, ({ deidProfile }) => deidProfile);
  const { contains, lacks } = when.data ?? {};
  if (contains !== undefined) tests.push(({ labels }) => contains.some((label) => labels.includes(label)));
  if (lacks !== undefined) tests.push(({ labels }) => !lacks.some((label) => labels.includes(label)));
  const lost = when.values_lost;
  if (lost !== undefined) tests.push(({ valuesLost }) => valuesLost > lost.gt);
  for (const [argument, condition] of Object.entries(when.args ?? {})) {
    const fits = compileArgument(condition);
    tests.push(({ args }) => {
      const parts = Object.hasOwn(args, argument) ? partsOf(args[argument]) : [];
      if (parts.length === 0) return false;
      return behaviour === 'allow' ? parts.every(fits) : parts.some(fits);
    });
  }
  return tests;
}

/** A name, a glob in which `*` stands for any letters, or a list of either. */
export function compileNames(names: Names): (value: string) => boolean {
  const tests = (typeof names === 'string' ? [names] : names).map(compileGlob);
  return (value) => tests.some((test) => test(value));
}

/** Without regular expressions, so that no pattern can take long. */
function compileGlob(glob: string): (value: string) => boolean {
  const [head = '', ...rest] = glob.split('*');
  const tail = rest.pop();
  if (tail === undefined) return (value) => value === glob;
  return (value) => {
    if (value.length < head.length + tail.length) return false;
    if (!value.startsWith(head) || !value.endsWith(tail)) return false;
    let at = head.length;
    const end = value.length - tail.length;
    for (const part of rest) {
      const found = value.indexOf(part, at);
      if (found === -1 || found + part.length > end) return false;
      at = found + part.length;
    }
    return true;
  };
}

function compileArgument(condition: ArgumentCondition): (part: Scalar) => boolean {
  if (typeof condition !== 'object') return (part) => sameValue(part, condition);
  const { in: list, gt, lt } = condition;
  return (part) =>
    (list === undefined || list.some((each) => sameValue(part, each))) &&
    (gt === undefined || numberOf(part) > gt) &&
    (lt === undefined || numberOf(part) < lt);
}

/** SEC: `PROD`, ` prod ` and full-width letters are `prod`. */
function sameValue(part: Scalar, wanted: Scalar): boolean {
  return typeof part === 'string' && typeof wanted === 'string'
    ? plainText(part) === plainText(wanted)
    : part === wanted;
}

function plainText(text: string): string {
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
