import {
  readChoice,
  TOOL_NAMES,
  TOOL_SHAPES,
  type ArgumentShape,
  type ToolName,
  type ToolShape,
} from '../../../shared/domain/index.ts';
import type { ArgumentCondition, PolicyRule } from '../../../shared/formats/index.ts';
import { quoteWord, suggestionHint } from '../documents/index.ts';
import type { Report } from './check.ts';
import { compileNames } from './names.ts';

/**
 * Conditions on arguments, held against the schemas of the tools that the rule speaks of: an argument that
 * none of them has, a word that none of them reads, and a number where there is none are mistakes.
 */
export function checkArguments(rule: PolicyRule, report: Report): void {
  const tools = toolsOf(rule);
  for (const [argument, condition] of Object.entries(rule.when.args ?? {})) {
    const at = ['when', 'args', argument];
    const shapes = tools.flatMap((tool) => {
      const { args }: ToolShape = TOOL_SHAPES[tool];
      const shape = Object.hasOwn(args, argument) ? args[argument] : undefined;
      return shape === undefined ? [] : [shape];
    });
    if (shapes.length === 0) {
      const known = [...new Set(tools.flatMap((tool) => Object.keys(TOOL_SHAPES[tool].args)))];
      const whose = tools.length === 1 ? `${quoteWord(tools[0])} has no` : 'none of these tools has an';
      report(at, `${whose} argument ${quoteWord(argument)}`, suggestionHint(argument, known));
      continue;
    }
    for (const { path, value } of valuesOf(condition)) {
      if (shapes.some((shape) => takes(shape, value))) continue;
      const words = shapes.flatMap((shape) => (shape.kind === 'choice' ? shape.values : []));
      report(
        [...at, ...path],
        `${quoteWord(value)} is nothing that ${quoteWord(argument)} can be`,
        words.length === 0 ? undefined : suggestionHint(String(value), words),
      );
    }
    checkRange(condition, { at, argument, shapes }, report);
  }
}

function checkRange(
  condition: ArgumentCondition,
  {
    at,
    argument,
    shapes,
  }: { at: readonly PropertyKey[]; argument: string; shapes: readonly ArgumentShape[] },
  report: Report,
): void {
  if (typeof condition !== 'object') return;
  const { gt, lt } = condition;
  const bound = gt === undefined ? 'lt' : 'gt';
  if ((gt !== undefined || lt !== undefined) && !shapes.some(({ kind }) => kind === 'number'))
    report([...at, bound], `${quoteWord(argument)} is no number`, 'Use `in` with the values that are meant.');
  if (gt !== undefined && lt !== undefined && gt >= lt)
    report(at, 'no number is above `gt` and below `lt`', 'Exchange the two.');
}

/** The tools that a rule can fit, by name and effect. */
export function toolsOf({ when }: PolicyRule): ToolName[] {
  const named = when.tool === undefined ? undefined : compileNames(when.tool);
  const effect = when.effect === undefined ? undefined : compileNames(when.effect);
  return TOOL_NAMES.filter((tool) => (named?.(tool) ?? true) && (effect?.(TOOL_SHAPES[tool].effect) ?? true));
}

type Value = string | number | boolean;

function valuesOf(condition: ArgumentCondition): { path: readonly PropertyKey[]; value: Value }[] {
  if (typeof condition !== 'object') return [{ path: [], value: condition }];
  return (condition.in ?? []).map((value, index) => ({ path: ['in', index], value }));
}

function takes(shape: ArgumentShape, value: Value): boolean {
  switch (shape.kind) {
    case 'choice':
      return typeof value === 'string' && readChoice(shape, value.trim().toLowerCase()) !== undefined;
    case 'name':
    case 'text':
    case 'texts':
      return typeof value === 'string';
    case 'flag':
      return typeof value === 'boolean';
    case 'number':
      return (
        typeof value === 'number' &&
        (!shape.integer || Number.isInteger(value)) &&
        value >= (shape.min ?? -Infinity) &&
        value <= (shape.max ?? Infinity)
      );
  }
}
