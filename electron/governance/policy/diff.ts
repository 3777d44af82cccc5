import { canonicalJson, type PolicyFile, type PolicyRule } from '../../../shared/formats/index.ts';

export interface FieldChange {
  /** `when.args.env.in`, `reason` */
  readonly path: string;
  readonly before: string | undefined;
  readonly after: string | undefined;
}

export interface RuleChange {
  readonly id: string;
  readonly change: 'added' | 'removed' | 'changed';
  readonly fields: readonly FieldChange[];
}

/** What the words of two policies differ in, rule by rule. */
export function diffRules(left: readonly PolicyRule[], right: readonly PolicyRule[]): RuleChange[] {
  const before = new Map(left.map((rule) => [rule.id, rule]));
  const after = new Map(right.map((rule) => [rule.id, rule]));
  const ids = [...new Set([...before.keys(), ...after.keys()])].toSorted();
  return ids.flatMap((id): RuleChange[] => {
    const [one, two] = [before.get(id), after.get(id)];
    const fields = diffFields(one ?? {}, two ?? {}).filter(({ path }) => path !== 'id');
    if (fields.length === 0) return [];
    return [{ id, change: one === undefined ? 'added' : two === undefined ? 'removed' : 'changed', fields }];
  });
}

/** What else two files differ in: workstations, what they tighten. */
export function diffSettings(left: PolicyFile, right: PolicyFile): FieldChange[] {
  return diffFields({ ...left, rules: undefined }, { ...right, rules: undefined });
}

function diffFields(left: object, right: object): FieldChange[] {
  const [before, after] = [flatten(left), flatten(right)];
  const paths = [...new Set([...before.keys(), ...after.keys()])].toSorted();
  return paths.flatMap((path) => {
    const change = { path, before: before.get(path), after: after.get(path) };
    return change.before === change.after ? [] : [change];
  });
}

/** Every value by its path; lists as one. */
function flatten(value: unknown, path = '', into = new Map<string, string>()): Map<string, string> {
  if (value === undefined) return into;
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) {
    for (const [key, part] of Object.entries(value))
      flatten(part, path === '' ? key : `${path}.${key}`, into);
    return into;
  }
  return into.set(path, typeof value === 'string' ? value : canonicalJson(value));
}
