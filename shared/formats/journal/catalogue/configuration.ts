import { z } from 'zod';
import { Sha256Hex } from '../../../domain/ids.ts';
import type { Events } from './words.ts';

/** Policies, agents and pipelines in force. */
export const CONFIGURATION_EVENTS = {
  'config.loaded': {
    event: z.strictObject({ policySha256: Sha256Hex, agentsSha256: Sha256Hex, pipelinesSha256: Sha256Hex }),
  },
} as const satisfies Events;

/** Keys. */
export const KEY_EVENTS = {
  'key.created': { event: z.strictObject({ what: z.string(), fingerprint: Sha256Hex.optional() }) },
} as const satisfies Events;
