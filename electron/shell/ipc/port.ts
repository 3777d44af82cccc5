import type { Answer, VerbName } from '../../../shared/ipc/index.ts';

/** Who calls: a window of this process. */
export interface Caller {
  readonly windowId: number;
}

/**
 * Does what a verb says. The shell MUST have passed its gates before; the dispatcher MUST check role,
 * arguments and policy again and MUST answer every expected failure with `ok: false`.
 */
export type Dispatch = (caller: Caller, verb: VerbName, args: unknown) => Promise<Answer<VerbName>>;

export const GATES = ['name', 'sender', 'arguments', 'session', 'role'] as const;
export type Gate = (typeof GATES)[number];

/** What is recorded of a refused message. Never its arguments, never text that the page chose. */
export interface Refusal {
  readonly windowId: number | undefined;
  /** The verb, where it is one of ours. */
  readonly verb: VerbName | 'unknown';
  readonly gate: Gate;
  readonly reason: string;
}

/** Makes a refusal durable. MUST NOT reject: the refusal stands whether or not it could be recorded. */
export type RecordRefusal = (refusal: Refusal) => Promise<void>;
