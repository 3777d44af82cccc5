import {
  COLUMN_LABELS,
  DEID_PROFILES,
  PURPOSES,
  ROLES,
  TOOL_EFFECTS,
  TOOL_NAMES,
} from '../../../shared/domain/index.ts';
import type { PolicyRule } from '../../../shared/formats/index.ts';
import { formatPath, quoteWord, suggestionHint, type ConfigProblem } from '../documents/index.ts';
import { compileNames } from './conditions.ts';
import type { PolicySource } from './compile.ts';

/** Names that rules may speak of, beside the fixed vocabulary. */
export interface KnownNames {
  readonly agents: readonly string[];
  readonly profiles: readonly string[];
}

const VOCABULARY = {
  tool: TOOL_NAMES,
  effect: TOOL_EFFECTS,
  role: ROLES,
  purpose: PURPOSES,
  deid_profile: DEID_PROFILES,
} as const;

/**
 * What a schema cannot see: names that nothing bears, ids given twice, rules without reason or condition.
 * A misspelt name would make a deny silently void, so it is an error. `sources` are in force together.
 */
export function checkPolicies(sources: readonly PolicySource[], known: KnownNames): ConfigProblem[] {
  const problems: ConfigProblem[] = [];
  const seen = new Map<string, string>();
  for (const source of sources) {
    for (const [index, rule] of source.value.rules.entries()) {
      const report = (path: readonly PropertyKey[], message: string, hint?: string): void => {
        const full = ['rules', index, ...path];
        const { line, column } = source.place(full);
        problems.push({ file: source.file, line, column, path: formatPath(full), message, hint });
      };
      const first = seen.get(rule.id);
      if (first !== undefined)
        report(
          ['id'],
          `the id ${quoteWord(rule.id)} is taken by ${first}`,
          'Give each rule an id of its own.',
        );
      else seen.set(rule.id, `${source.file}:${source.place(['rules', index]).line}`);
      checkRule(rule, known, report);
    }
  }
  return problems;
}

type Report = (path: readonly PropertyKey[], message: string, hint?: string) => void;

function checkRule(rule: PolicyRule, known: KnownNames, report: Report): void {
  if (rule.behaviour !== 'allow' && rule.reason === undefined)
    report(
      [],
      `a rule that says ${rule.behaviour} needs a reason`,
      'Say why, in a sentence people understand.',
    );
  if (Object.keys(rule.when).length === 0)
    report(['when'], 'a rule without conditions fits everything', "Write `tool: '*'` if that is meant.");
  const names = { ...VOCABULARY, agent: known.agents, compliance_profile: known.profiles };
  for (const [field, candidates] of Object.entries(names)) {
    const value = rule.when[field as keyof typeof names];
    const words = value === undefined ? [] : typeof value === 'string' ? [value] : value;
    for (const [index, word] of words.entries()) {
      const path = ['when', field, ...(typeof value === 'string' ? [] : [index])];
      if (!candidates.some(compileNames(word)))
        report(
          path,
          `${quoteWord(word)} names no ${field.replaceAll('_', ' ')}`,
          suggestionHint(word, candidates),
        );
    }
  }
  checkData(rule, report);
  for (const [argument, condition] of Object.entries(rule.when.args ?? {})) {
    if (typeof condition !== 'object' || condition.gt === undefined || condition.lt === undefined) continue;
    if (condition.gt >= condition.lt)
      report(['when', 'args', argument], 'no number is above `gt` and below `lt`', 'Exchange the two.');
  }
}

/** A rule that wants a label and its absence fits nothing. */
function checkData(rule: PolicyRule, report: Report): void {
  const { contains = [], lacks = [] } = rule.when.data ?? {};
  const both = COLUMN_LABELS.filter((label) => contains.includes(label) && lacks.includes(label));
  if (contains.length > 0 && both.length === contains.length)
    report(['when', 'data'], 'no data both contains and lacks a label', 'Take one of the two away.');
}
