import { z } from 'zod';

/** Encryption categories of payloads and datasets; each has its own key in the content keyring. */
export const DATA_CATEGORIES = [
  'conversation_history',
  'agent_memory',
  'tool_call_inputs',
  'tool_call_outputs',
  'datasets',
  'artefacts',
] as const;
export const DataCategory = z.enum(DATA_CATEGORIES);
export type DataCategory = z.infer<typeof DataCategory>;
