import type { PostureCheck } from '../../../shared/domain/index.ts';
import type { OwnFacts } from './checks.ts';

/** How sign-in with accounts of the hospital stands here. */
export interface OwnSignIn {
  /** Host and port of the one origin that the machine policy pins. */
  readonly origin: string;
  readonly required: boolean;
  /** Whether this program is joined to a process that may reach it. */
  readonly process: boolean;
}

/**
 * SEC-50: whether any process of ours may open a connection, and to where. What the sign-in process may do
 * is kept by its own guard, which reads the same policy for itself.
 */
export function findSignIn({ signIn, host }: Pick<OwnFacts, 'signIn' | 'host'>): Omit<PostureCheck, 'id'> {
  if (signIn === undefined)
    return {
      ...{ grade: 'enforced', state: 'fine' },
      finding: 'Off: there is no process of ours that may open a connection.',
    };
  const origin = signIn.origin.slice(0, 120);
  const mode = signIn.required ? 'required' : 'beside the password';
  if (host === 'command-line')
    return {
      ...{ grade: 'enforced', state: 'fine' },
      finding: `On at ${origin}, ${mode}, in the window alone: this command may open no connection.`,
    };
  if (!signIn.process)
    return {
      ...{ grade: 'recorded', state: 'attention' },
      finding: `On at ${origin}, ${mode}, but the process that may reach it is not running: start the program by its own name.`,
    };
  return {
    ...{ grade: 'enforced', state: 'fine' },
    finding: `On, ${mode}: one process, apart from all others and without any key, may reach ${origin}, and its guard lets nothing else out.`,
  };
}
