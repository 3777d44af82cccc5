import {
  COLUMN_LABELS,
  DEID_PROFILES,
  PURPOSES,
  PRINCIPALS,
  TOOL_EFFECTS,
  TOOL_NAMES,
} from '../../../shared/domain/index.ts';
import type { PolicyRule } from '../../../shared/formats/index.ts';
import { formatPath, quoteWord, suggestionHint, type ConfigProblem } from '../documents/index.ts';
import { patternMistake } from './args-pattern.ts';
import { checkArguments } from './check-arguments.ts';
import { compileNames } from './names.ts';
import type { PolicySource } from './compile.ts';

/** Names that rules may speak of, beside the fixed vocabulary. */
export interface KnownNames {
  readonly agents: readonly string[];
  readonly profiles: readonly string[];
}

/**
 * Agents of the documented pipelines that are not installed here. The documented rules name them, so they
 * are no mistake; no request ever comes from them.
 */
export const DOCUMENTED_AGENTS: readonly string[] = ['data_profiler'];

const VOCABULARY = {
  tool: TOOL_NAMES,
  effect: TOOL_EFFECTS,
  role: PRINCIPALS,
  purpose: PURPOSES,
  deid_profile: DEID_PROFILES,
} as const;

/**
 * What a schema cannot see: names that nothing bears, ids given twice, arguments that no tool has, floors
 * that allow. A misspelt name would make a deny silently void, so it is an error. `sources` are in force
 * together.
 */
export function checkPolicies(sources: readonly PolicySource[], known: KnownNames): ConfigProblem[] {
  const problems: ConfigProblem[] = [];
  const seen = new Map<string, string>();
  for (const source of sources) {
    const { rules, workstations = [] } = source.value;
    for (const [index, rule] of rules.entries()) {
      const report: Report = (path, message, hint) => {
        const full = ['rules', index, ...path];
        problems.push({ file: source.file, ...source.place(full), path: formatPath(full), message, hint });
      };
      const first = seen.get(rule.id);
      if (first !== undefined)
        report(
          ['id'],
          `the id ${quoteWord(rule.id)} is taken by ${first}`,
          'Give each rule an id of its own.',
        );
      else seen.set(rule.id, `${source.file}:${source.place(['rules', index]).line}`);
      if (source.part === 'floor' && rule.behaviour === 'allow')
        report(['behaviour'], 'a floor allows nothing: it asks or denies', 'Move the rule to another file.');
      checkRule(rule, { ...known, workstations }, report);
    }
  }
  return problems;
}

export type Report = (path: readonly PropertyKey[], message: string, hint?: string) => void;

function checkRule(
  rule: PolicyRule,
  known: KnownNames & { readonly workstations: readonly string[] },
  report: Report,
): void {
  const { when } = rule;
  if (Object.keys(when).length === 0)
    report(['when'], 'a rule without conditions fits everything', "Write `tool: '*'` if that is meant.");
  const names = {
    ...VOCABULARY,
    agent: [...known.agents, ...DOCUMENTED_AGENTS],
    compliance_profile: known.profiles,
    workstation: known.workstations,
  };
  for (const [field, candidates] of Object.entries(names)) {
    const value = when[field as keyof typeof names];
    const words = value === undefined ? [] : typeof value === 'string' ? [value] : value;
    for (const [index, word] of words.entries()) {
      if (candidates.some(compileNames(word))) continue;
      const path = ['when', field, ...(typeof value === 'string' ? [] : [index])];
      const hint =
        field === 'workstation' && candidates.length === 0
          ? 'List the names of workstations under `workstations` at the top of the file.'
          : suggestionHint(word, candidates);
      report(path, `${quoteWord(word)} names no ${field.replaceAll('_', ' ')}`, hint);
    }
  }
  checkData(rule, report);
  checkArguments(rule, report);
  const mistake = when.args_pattern === undefined ? undefined : patternMistake(when.args_pattern);
  if (mistake !== undefined)
    report(
      ['when', 'args_pattern'],
      mistake,
      'Write it in RE2 syntax, or say what is meant as conditions under `args`.',
    );
}

/** A rule that wants a label and its absence fits nothing. */
function checkData(rule: PolicyRule, report: Report): void {
  const { contains = [], lacks = [] } = rule.when.data ?? {};
  const both = COLUMN_LABELS.filter((label) => contains.includes(label) && lacks.includes(label));
  if (contains.length > 0 && both.length === contains.length)
    report(['when', 'data'], 'no data both contains and lacks a label', 'Take one of the two away.');
}
