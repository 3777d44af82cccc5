import { LOOK_PURPOSES, Problem, type LookPurpose } from '../../shared/domain/index.ts';

/** What a compliance officer opens patients' data for: one of the purposes, and words of their own. */
export interface TypedPurpose {
  readonly purpose: LookPurpose;
  readonly reason: string;
}

/** Reads `audit: the yearly review`. @throws Problem `wrong_usage` */
export function readPurpose(typed: string): TypedPurpose {
  const colon = typed.indexOf(':');
  const named = typed.slice(0, Math.max(colon, 0)).trim().toLowerCase();
  const purpose = LOOK_PURPOSES.find((each) => each === named);
  const reason = typed.slice(colon + 1).trim();
  if (purpose !== undefined && reason.length >= 3) return { purpose, reason };
  throw new Problem(
    'wrong_usage',
    purpose === undefined ? '--look-for names no purpose' : '--look-for says no more than the purpose',
    `Write the purpose, a colon and a few words, as in --look-for "audit: the yearly review". The purposes are ${LOOK_PURPOSES.join(', ')}.`,
  );
}
