import { z } from 'zod';
import type { DeidProfile, Finding, ToolName } from '../../../shared/domain/index.ts';
import type { AgentFile } from '../../../shared/formats/index.ts';
import type { AnswerTool, PromptTool } from '../inference/index.ts';
import { CONTROL_TOOLS, TOOL_DESCRIPTIONS, TRANSFORM_TOOLS } from '../tools/index.ts';

/** Arguments whose value follows from the finding itself. */
const FROM_FINDING = new Set(['finding', 'table', 'column']);
const UNTIL = /^until (\S+)/;

/** Tools that the agent may use now, as the prompt lists them: `finish` always, and last. */
export function promptTools(agent: AgentFile, profile: DeidProfile): readonly PromptTool[] {
  return toolsOf(agent, profile).map((name) => ({ name, description: TOOL_DESCRIPTIONS[name] }));
}

/** The same tools as the grammar needs them: each argument with every value it can take now. */
export function answerTools(
  agent: AgentFile,
  open: readonly Finding[],
  profile: DeidProfile,
): readonly AnswerTool[] {
  return toolsOf(agent, profile).map((name) => {
    const schema = (TRANSFORM_TOOLS.get(name) ?? CONTROL_TOOLS.get(name))?.args;
    const { properties } = z.toJSONSchema(schema ?? z.strictObject({}), {
      unrepresentable: 'any',
      io: 'input',
    });
    const aboutFinding = properties !== undefined && 'finding' in properties;
    const choices = Object.entries(properties ?? {})
      .filter(([argument]) => !aboutFinding || !FROM_FINDING.has(argument))
      .map(([argument, property]) => ({ argument, values: valuesOf(argument, property, open) }));
    return { name, aboutFinding, choices };
  });
}

/** Dates are moved under `expert` alone, and only there is a model offered to. */
function toolsOf(agent: AgentFile, profile: DeidProfile): readonly ToolName[] {
  const offered = agent.allowed_tools.filter((name) => name !== 'shift_dates' || profile === 'expert');
  return [...offered.filter((name) => name !== 'finish'), 'finish'];
}

/** An argument that is no enumeration names the table, or the other date of an open pair; else it has no value. */
function valuesOf(argument: string, property: unknown, open: readonly Finding[]): readonly string[] {
  const { enum: values } = property as { enum?: unknown[] };
  if (values !== undefined) return values.filter((value) => typeof value === 'string');
  if (argument === 'table') return [...new Set(open.map(({ table }) => table))];
  if (argument === 'other') return [...new Set(open.flatMap(({ detail }) => UNTIL.exec(detail)?.[1] ?? []))];
  return [];
}
