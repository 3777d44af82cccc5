import { Problem, SafeName, type Finding } from '../../../shared/domain/index.ts';
import type { Turn } from './protocol.ts';
import { cleanForPrompt } from './text.ts';

export interface PromptTool {
  readonly name: string;
  readonly description: string;
}

export interface TableLine {
  readonly table: string;
  readonly rows: number;
  readonly columns: number;
  readonly purpose: string;
  readonly profile: string;
}

/** How a call came back to the model, in the words it was trained on. */
export type CallResult =
  | { readonly kind: 'ok'; readonly tool: string }
  | { readonly kind: 'denied'; readonly ruleId: string }
  | { readonly kind: 'refused' };

const AGENT_NAME = /^[a-z][a-z0-9_]{0,63}$/;
const RULE_ID = /^[A-Z][A-Z0-9]*(?:-[A-Z0-9]+)*$/;
const DETAIL_CAP = 80;

/** First turn: who the agent is and what it may use now. The same for every conversation of a step. */
export function systemTurn(agent: string, tools: readonly PromptTool[]): Turn {
  if (!AGENT_NAME.test(agent)) throw new Problem('invalid_input', 'an agent name does not fit a prompt');
  const lines = tools.map(({ name, description }) => `- ${name}: ${cleanForPrompt(description, 120)}`);
  return {
    role: 'system',
    text: `You are ${agent}. Decide one open finding at a time. Answer with one JSON tool call.\ntools:\n${lines.join('\n')}`,
  };
}

/** Second turn: the table's figures and the findings to decide. */
export function userTurn(line: TableLine, findings: readonly Finding[]): Turn {
  const table = safeName(line.table);
  const figures = `rows ${figure(line.rows)} columns ${figure(line.columns)}`;
  return {
    role: 'user',
    text: `table ${table} ${figures} purpose ${line.purpose} profile ${line.profile}\n${openFindings(findings)}`,
  };
}

/** What came of the last call, in one line, then the findings that are still open. */
export function toolTurn(reply: string, findings: readonly Finding[]): Turn {
  return { role: 'tool', text: `${cleanForPrompt(reply, DETAIL_CAP)}\n${openFindings(findings)}` };
}

export function resultLine(result: CallResult): string {
  if (result.kind === 'ok') return `ok ${safeName(result.tool)}`;
  if (result.kind === 'refused') return 'refused by a person';
  if (!RULE_ID.test(result.ruleId)) throw new Problem('invalid_input', 'a rule id does not fit a prompt');
  return `denied by ${result.ruleId}`;
}

function openFindings(findings: readonly Finding[]): string {
  return `open findings:\n${findings.length === 0 ? 'none' : findings.map(findingLine).join('\n')}`;
}

function findingLine({ id, kind, table, column, detail }: Finding): string {
  return `${id} ${kind} ${safeName(table)}.${safeName(column)} ${cleanForPrompt(detail, DETAIL_CAP)}`;
}

/**
 * INVARIANT: names stand in a prompt only as safe names, which hold no identifier, no space and no
 * marker. Guarded by prompt.test.ts.
 */
function safeName(name: string): string {
  const parsed = SafeName.safeParse(name);
  if (!parsed.success) throw new Problem('invalid_input', 'a name does not fit a prompt');
  return parsed.data;
}

function figure(value: number): string {
  if (!Number.isSafeInteger(value) || value < 0)
    throw new Problem('invalid_input', 'a figure does not fit a prompt');
  return String(value);
}
