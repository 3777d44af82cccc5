import {
  Problem,
  type ProblemCode,
  type ProviderMode,
  type ProviderRefusal,
} from '../../../shared/domain/index.ts';

const ASK_IT = 'The IT department can tell what is wrong; the attempt and its reason are in the journal.';
const AGAIN = 'Begin again.';

/** Per reason: the problem's code, what happened, and what to do. */
const WORDS: Readonly<Record<ProviderRefusal, readonly [code: ProblemCode, message: string, hint: string]>> =
  {
    cancelled: ['cancelled', 'the sign-in with the hospital account was cancelled', 'Nothing was changed.'],
    timed_out: ['limit_reached', 'the sign-in service of the hospital took too long', AGAIN],
    no_process: [
      'unsupported',
      'the process that may reach the sign-in service of the hospital is not running',
      'Start the application by its own name, not past its launcher; then begin again.',
    ],
    unreachable: ['process_ended', 'the sign-in service of the hospital cannot be reached', ASK_IT],
    certificate: [
      'denied',
      'whoever answered is not vouched for as the sign-in service of the hospital',
      `Type no password there. ${ASK_IT}`,
    ],
    tls_version: ['denied', 'the sign-in service of the hospital speaks no TLS 1.3', ASK_IT],
    another_origin: ['denied', 'the sign-in service of the hospital leads to another address', ASK_IT],
    too_much: ['limit_reached', 'the sign-in service of the hospital answered beyond all measure', ASK_IT],
    not_configured_so: [
      'check_failed',
      'the sign-in service of the hospital is not set up for this application',
      ASK_IT,
    ],
    provider_said_no: ['not_allowed', 'the sign-in service of the hospital said no', ASK_IT],
    state: ['denied', 'what came back belongs to no sign-in that is going on', AGAIN],
    code_refused: ['denied', 'the sign-in was used already, or took too long', AGAIN],
    issuer: ['denied', 'what came back was issued by somebody else', ASK_IT],
    audience: ['denied', 'what came back is meant for another application', ASK_IT],
    expired: [
      'denied',
      'what came back is not valid at this time',
      'Compare the clock of this workstation with that of the hospital.',
    ],
    nonce: ['denied', 'what came back was made for another sign-in', AGAIN],
    algorithm: ['denied', 'what came back is not signed in the agreed way', ASK_IT],
    signature: ['denied', 'what came back is not signed by the sign-in service of the hospital', ASK_IT],
    malformed: ['denied', 'what came back cannot be understood', ASK_IT],
  };
/** Reasons that another way in helps with, where the hospital allows one. */
const AWAY: ReadonlySet<ProviderRefusal> = new Set(['timed_out', 'no_process', 'unreachable']);

/** A refusal as somebody at the sign-in screen understands it. */
export function problemOf(reason: ProviderRefusal, mode: ProviderMode): Problem {
  const [code, message, hint] = WORDS[reason];
  const beside =
    mode === 'beside' && AWAY.has(reason) ? ' Until then your workspace password alone opens here.' : '';
  return new Problem(code, message, `${hint}${beside}`);
}
