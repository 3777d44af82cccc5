import { USUAL_LIMITS } from '../../governance/sign-in-process/index.ts';

const TIMEOUT_MS = 120_000;

/** The usual limits for a test on a busy machine: of size as they are, of time far beyond what is needed. */
export const PATIENT = {
  ...USUAL_LIMITS,
  protocol: { ...USUAL_LIMITS.protocol, timeoutMs: TIMEOUT_MS },
  page: { ...USUAL_LIMITS.page, timeoutMs: TIMEOUT_MS },
};
