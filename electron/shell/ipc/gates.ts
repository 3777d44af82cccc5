import { CONTRACT, type Answer, type SessionView, type VerbName } from '../../../shared/ipc/index.ts';
import { isOurPage } from '../pages/origin.ts';
import { MAX_MESSAGE_SIZE, measureMessage } from './measure.ts';

/** A message from a page as it arrived; nothing in it is trusted. */
export interface Message {
  readonly name: unknown;
  /** Everything after the name. Exactly one argument is allowed. */
  readonly args: readonly unknown[];
  /** Address of the sending frame; empty where the frame is already gone. */
  readonly senderUrl: string;
  readonly senderIsTopFrame: boolean;
  /** Undefined where the sender belongs to no window of ours. */
  readonly windowId: number | undefined;
}

export const GATES = ['name', 'sender', 'arguments', 'session', 'role'] as const;
export type Gate = (typeof GATES)[number];

/** What is recorded of a refused message. Never its arguments, never text that the page chose. */
export interface Refusal {
  /** The verb, where it is one of ours. */
  readonly verb: VerbName | 'unknown';
  readonly gate: Gate;
  readonly reason: string;
}

export type GateVerdict =
  | { readonly passed: true; readonly verb: VerbName; readonly args: unknown }
  | { readonly passed: false; readonly refusal: Refusal; readonly answer: Answer<VerbName> };

type Failure = Extract<Answer<VerbName>, { ok: false }>;

/**
 * The five gates a message passes before anything is done, in this order: known name; sender is our
 * page in the top frame; exactly one argument that fits the strict schema; session unlocked; role
 * allows. The first that fails decides. Pure: `status` is the session at this moment.
 */
export function passGates(message: Message, status: SessionView): GateVerdict {
  const verb = knownVerb(message.name);
  const refuse = (gate: Gate, reason: string, answer: Omit<Failure, 'ok'>): GateVerdict => ({
    passed: false,
    refusal: { verb: verb ?? 'unknown', gate, reason },
    answer: { ok: false, ...answer },
  });

  if (verb === undefined) {
    return refuse('name', 'no such verb', { code: 'wrong_usage', message: 'there is no such verb' });
  }
  const definition = CONTRACT[verb];

  const sender = senderFault(message);
  if (sender !== undefined || message.windowId === undefined) {
    const reason = sender ?? 'the sender belongs to no window';
    return refuse('sender', reason, {
      code: 'not_allowed',
      message: `\`${verb}\` was refused: ${reason}`,
    });
  }

  const fault = argumentsFault(message.args);
  if (fault !== undefined) {
    return refuse('arguments', fault, { code: 'invalid_input', message: `\`${verb}\`: ${fault}` });
  }
  const parsed = definition.args.safeParse(message.args[0]);
  if (!parsed.success) {
    return refuse('arguments', 'arguments do not match the contract', {
      code: 'invalid_input',
      message: `\`${verb}\`: ${describeIssues(parsed.error.issues)}`,
    });
  }

  if (definition.roles !== 'anyone') {
    if (status.state !== 'signed_in' || status.person === undefined) {
      return refuse('session', 'nobody is signed in', {
        code: 'not_signed_in',
        message: `nobody is signed in, so it is not possible to ${definition.doing}`,
        hint: 'Sign in first.',
      });
    }
    if (!definition.roles.includes(status.person.role)) {
      return refuse('role', `role ${status.person.role} may not`, {
        code: 'not_allowed',
        message: `as ${status.person.role} you may not ${definition.doing}`,
        hint: `This needs the role ${definition.roles.join(' or ')}.`,
      });
    }
  }

  // The parsed copy is passed on: what was checked is what is used.
  return { passed: true, verb, args: parsed.data };
}

function knownVerb(name: unknown): VerbName | undefined {
  return typeof name === 'string' && Object.hasOwn(CONTRACT, name) ? (name as VerbName) : undefined;
}

function senderFault(message: Message): string | undefined {
  if (message.senderUrl === '') return 'the sender is gone';
  if (!isOurPage(message.senderUrl)) return 'the sender is not a page of this application';
  if (!message.senderIsTopFrame) return 'the sender is not the top frame';
  return undefined;
}

function argumentsFault(args: readonly unknown[]): string | undefined {
  if (args.length !== 1) return `expected exactly one argument, got ${args.length}`;
  const size = measureMessage(args[0]);
  if (size === undefined) return 'arguments are not plain data';
  if (size > MAX_MESSAGE_SIZE) return 'arguments are too large';
  return undefined;
}

interface Issue {
  readonly code: string | undefined;
  readonly path: readonly PropertyKey[];
  readonly message: string;
}

/** Which arguments are wrong and why, in the words of our schemas; nothing that was sent is repeated. */
function describeIssues(issues: readonly Issue[]): string {
  const lines = issues.slice(0, 3).map((issue) => {
    // Only this message quotes what was sent: the names of the surplus fields.
    const why = issue.code === 'unrecognized_keys' ? 'has a field too many' : lowerFirst(issue.message);
    const place = issue.path.map(fieldName).join('.');
    return place === '' ? why : `\`${place}\`: ${why}`;
  });
  return lines.join('; ');
}

/** Index or field of a schema; keys of free maps could carry a person's text, so odd ones are left out. */
function fieldName(part: PropertyKey): string {
  const name = String(part);
  return /^[a-zA-Z0-9_]{1,40}$/.test(name) ? name : '*';
}

function lowerFirst(text: string): string {
  return text.charAt(0).toLowerCase() + text.slice(1);
}
