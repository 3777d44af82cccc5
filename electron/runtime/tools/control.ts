import { z } from 'zod';
import { SafeName } from '../../../shared/domain/index.ts';
import { TOOL_DESCRIPTIONS } from './descriptions.ts';
import type { ControlTool } from './tool.ts';

const ENVIRONMENTS = ['development', 'staging', 'production'] as const;

/** One spelling per environment, so that a rule about production cannot be passed by by `PROD` or `prod`. */
const Environment = z.preprocess((value) => {
  if (typeof value !== 'string') return value;
  const word = value.trim().toLowerCase();
  return ENVIRONMENTS.find((name) => name === word || (word.length >= 3 && name.startsWith(word))) ?? word;
}, z.enum(ENVIRONMENTS));

/** Ends a step. */
export const finish: ControlTool = {
  name: 'finish',
  description: TOOL_DESCRIPTIONS.finish,
  effect: 'control',
  args: z.strictObject({}),
};

/** Lets a cleaned table out; what happens is the gate's and the export's business. */
export const exportTable: ControlTool = {
  name: 'export_table',
  description: TOOL_DESCRIPTIONS.export_table,
  effect: 'export',
  /** Whether the file is shut on its way; where nothing is said, it is. */
  args: z.strictObject({ table: SafeName, protection: z.enum(['encrypted', 'clear']).default('encrypted') }),
};

/** Would let raw rows out; exists to be refused. */
export const exportRawData: ControlTool = {
  name: 'export_raw_data',
  description: TOOL_DESCRIPTIONS.export_raw_data,
  effect: 'export',
  args: z.strictObject({ table: SafeName }),
};

/** Would leave the machine; exists to be refused. */
export const webSearch: ControlTool = {
  name: 'web_search',
  description: TOOL_DESCRIPTIONS.web_search,
  effect: 'egress',
  args: z.strictObject({ query: z.string().min(1).max(200) }),
};

/** Would put a model into service; asks. */
export const promoteChallenger: ControlTool = {
  name: 'promote_challenger',
  description: TOOL_DESCRIPTIONS.promote_challenger,
  effect: 'promote',
  args: z.strictObject({ model: SafeName, env: Environment }),
};

/** One record of the workspace's own table, as far as the agent may see its columns; the gate fetches it. */
export const ehrLookup: ControlTool = {
  name: 'ehr_lookup',
  description: TOOL_DESCRIPTIONS.ehr_lookup,
  effect: 'read',
  args: z.strictObject({ table: SafeName, row: z.int().min(1) }),
};

/** Would send a package away; what leaves, leaves by the hand of a person. */
export const sendSecureEmail: ControlTool = {
  name: 'send_secure_email',
  description: TOOL_DESCRIPTIONS.send_secure_email,
  effect: 'export',
  args: z.strictObject({ table: SafeName }),
};
