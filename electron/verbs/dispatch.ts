import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import { mustStatePurpose, Problem, type Principal, type ServiceKeyId } from '../../shared/domain/index.ts';
import {
  CONTRACT,
  type Answer,
  type PersonView,
  type VerbArgs,
  type VerbDefinition,
  type VerbName,
  type VerbResult,
} from '../../shared/ipc/index.ts';

/** A service key that calls, as the journal names it. */
export interface ServiceCaller {
  readonly id: ServiceKeyId;
  readonly role: 'service';
}

/** Who calls a verb, as the session knows it; nobody before sign-in. */
export interface Caller {
  readonly person: PersonView | undefined;
  /** The service key that is signed in; then there is no person. */
  readonly service?: ServiceCaller | undefined;
  /** Ties together every entry that this one call leaves. */
  readonly correlation: string;
  readonly signal: AbortSignal;
  /** What the contract says that the verb does with patients' data; absent for one that touches none. */
  readonly content?: VerbDefinition['content'];
  /** Whether details of content may be shown to who asks; false before a purpose was stated that has to be. */
  readonly maySeeContent: boolean;
}

export type Handler<N extends VerbName> = (args: VerbArgs<N>, caller: Caller) => Promise<VerbResult<N>>;
export type Handlers = { readonly [N in VerbName]: Handler<N> };

export interface DispatchPorts {
  readonly handlers: Handlers;
  signedIn(): PersonView | undefined;
  /** The service key that is signed in, in place of a person. */
  service?(): ServiceCaller | undefined;
  /** Aborts when the session that is open now ends. */
  sessionEnd(): AbortSignal;
  /** Whether the person has to enrol a second factor before anything else. */
  mustEnrol(): boolean;
  /** Whether the person has to have a hospital account linked before anything else. */
  mustLink(): boolean;
  /** Whether who is signed in has said, a while ago at most, what they open content for. */
  hasStatedPurpose(): boolean;
  /** Whether the password was given again for this act; counts once. */
  takeConfirmation(verb: VerbName): boolean;
  /** Whether an act that wants the password goes on without another code of the person's second factor. */
  passCode(): boolean;
  /** Writes `access.refused`; MUST NOT throw when no workspace is open. */
  recordRefusal(verb: string, reason: string, acting: PersonView | ServiceCaller | undefined): Promise<void>;
  /** Told of faults of ours: where, never with what text. MUST NOT throw. */
  reportFault(verb: string, place: string): void;
}

/** What somebody can do who has to enrol a second factor first. */
const BEFORE_ENROLMENT: ReadonlySet<VerbName> = new Set([
  'session.lock',
  'session.touch',
  'people.changePassword',
  'people.offerSecondFactor',
  'people.enrolSecondFactor',
]);

/** What takes a code itself: to prove it, or to enrol or remove what makes it. */
const TAKES_CODE: ReadonlySet<VerbName> = new Set([
  'session.confirmCode',
  'people.enrolSecondFactor',
  'people.removeSecondFactor',
]);

/** What ends its own session and is answered all the same. */
const ENDS_SESSION: ReadonlySet<VerbName> = new Set(['session.lock', 'workspace.erase']);

/** What somebody can do who has to have a hospital account linked first, or to agree to somebody else's. */
const BEFORE_LINK: ReadonlySet<VerbName> = new Set([
  'session.lock',
  'session.touch',
  'people.changePassword',
  'accounts.list',
  'accounts.propose',
  'accounts.agree',
  'accounts.decline',
]);

export type Dispatch = (verb: string, args: unknown, signal?: AbortSignal) => Promise<Answer<VerbName>>;

/**
 * The one door for screens and the command line: known verb, arguments by schema, signed in, role.
 * Then the handler; its result is cut to the contract, so that nothing more can leave main.
 */
export function createDispatch(ports: DispatchPorts): Dispatch {
  return async (verb, args, signal = new AbortController().signal) => {
    try {
      return { ok: true, value: await admitAndRun(ports, verb, args, signal) };
    } catch (error) {
      if (!(error instanceof Problem)) ports.reportFault(isVerb(verb) ? verb : 'unknown', placeOf(error));
      return toAnswer(error);
    }
  };
}

async function admitAndRun(
  ports: DispatchPorts,
  name: string,
  args: unknown,
  signal: AbortSignal,
): Promise<VerbResult<VerbName>> {
  const person = ports.signedIn();
  const service = ports.service?.();
  const acting = person ?? service;
  if (!isVerb(name)) {
    await ports.recordRefusal('unknown', 'no such verb', acting);
    throw new Problem('wrong_usage', 'there is no such verb');
  }
  const definition: VerbDefinition = CONTRACT[name];
  const parsed = definition.args.safeParse(args);
  if (!parsed.success) {
    await ports.recordRefusal(name, 'arguments do not match the contract', acting);
    throw new Problem('invalid_input', `${name}: ${describeIssues(parsed.error)}`);
  }
  await admit(ports, name, definition, acting);
  if (definition.roles !== 'anyone') requireCode(ports, name, parsed.data);
  const ended = ports.sessionEnd();
  const handler = ports.handlers[name] as Handler<VerbName>;
  const result = await handler(parsed.data as never, {
    ...{ person, service },
    correlation: randomUUID(),
    ...(definition.content && { content: definition.content }),
    maySeeContent: maySeeContent(ports, acting),
    // Before anybody is here the session that ended last is nobody's: what is asked then goes on.
    signal: acting === undefined && ended.aborted ? signal : AbortSignal.any([signal, ended]),
  });
  // SEC: what one person asked for is never answered into the session of the next.
  if (ended.aborted && definition.roles !== 'anyone' && !ENDS_SESSION.has(name))
    throw new Problem('not_signed_in', 'the session ended before the answer came', 'Sign in again.');
  return definition.result.parse(result) as VerbResult<VerbName>;
}

async function admit(
  ports: DispatchPorts,
  name: VerbName,
  definition: VerbDefinition,
  acting: PersonView | ServiceCaller | undefined,
): Promise<void> {
  if (definition.roles === 'anyone') return;
  if (acting === undefined) {
    await ports.recordRefusal(name, 'nobody is signed in', undefined);
    throw new Problem(
      'not_signed_in',
      `to ${definition.doing} you must be signed in`,
      'Sign in, then try again.',
    );
  }
  if (!definition.roles.includes(acting.role)) {
    await ports.recordRefusal(name, `role ${acting.role} may not`, acting);
    throw new Problem(
      'not_allowed',
      `as ${acting.role} you may not ${definition.doing}`,
      `This needs the role ${listRoles(definition.roles)}. The attempt was recorded.`,
    );
  }
  const enrolling = ports.mustEnrol();
  if (enrolling && !BEFORE_ENROLMENT.has(name)) {
    await ports.recordRefusal(name, 'no second factor yet', acting);
    throw new Problem(
      'not_allowed',
      'your role signs in with a second factor on this workstation, and you have none yet',
      'Enrol an authenticator first; `swarm people second-factor enrol` on the command line.',
    );
  }
  // Who lacks both enrols first: what is left to them then leads to the link.
  if (!enrolling && ports.mustLink() && !BEFORE_LINK.has(name)) {
    await ports.recordRefusal(name, 'no hospital account yet', acting);
    throw new Problem(
      'not_allowed',
      'on this workstation you sign in with your hospital account, and none is linked to you yet',
      'Sign in with it once from here; then somebody else agrees to it.',
    );
  }
  // SEC-53: before the confirmation, which counts once.
  if (definition.content === 'shown' && !maySeeContent(ports, acting))
    throw new Problem(
      'purpose_needed',
      `to ${definition.doing} say first what you open patients’ data for`,
      'Nothing was shown yet. On the command line begin again with --look-for.',
    );
  if (definition.confirmed === true && !ports.takeConfirmation(name))
    throw new Problem(
      'confirm_needed',
      `to ${definition.doing} give your password once more`,
      'Nothing was done yet.',
    );
}

function maySeeContent(ports: DispatchPorts, acting: PersonView | ServiceCaller | undefined): boolean {
  return !mustStatePurpose(acting?.role) || ports.hasStatedPurpose();
}

/**
 * Whoever has a second factor shows it too, once in a while, where an act wants their password. Before anything else,
 * so that the act is asked for once more as it was and nothing of it is on record twice.
 */
function requireCode(ports: DispatchPorts, name: VerbName, args: unknown): void {
  const wantsPassword = typeof args === 'object' && args !== null && 'password' in args;
  if (!wantsPassword || TAKES_CODE.has(name) || ports.passCode()) return;
  throw new Problem(
    'code_needed',
    'the code of your authenticator is needed too',
    'Type the six digits it shows now, or one of your recovery codes. On the command line begin again with --code.',
  );
}

function isVerb(name: string): name is VerbName {
  return Object.hasOwn(CONTRACT, name);
}

function listRoles(roles: readonly Principal[]): string {
  return roles.length === 1
    ? String(roles[0])
    : `${roles.slice(0, -1).join(', ')} or ${String(roles.at(-1))}`;
}

/** Says which argument is wrong and why, without repeating what was given. */
function describeIssues(error: z.ZodError): string {
  const lines = error.issues.slice(0, 3).map((issue) => {
    const place = issue.path.map(String).join('.');
    return place === '' ? issue.message : `\`${place}\`: ${issue.message}`;
  });
  return lines.join('; ').toLowerCase();
}

/** The class of a fault and the frames it came through. Its message is left out: it could quote data. */
function placeOf(error: unknown): string {
  if (!(error instanceof Error)) return typeof error;
  const frames = (error.stack ?? '').split('\n').filter((line) => /^\s+at /.test(line));
  const places = frames.slice(0, 6).map((line) => line.trim().replace(/(?:file:\/\/)?\/\S*\//, ''));
  return [error.name, ...places].join(' | ');
}

/** Problems keep their words; anything else is a fault of ours and says nothing about data. */
function toAnswer(error: unknown): Answer<VerbName> {
  if (error instanceof Problem) return { ok: false, ...error.toDetail() };
  const kind = error instanceof z.ZodError ? 'a result did not match the contract' : 'an unexpected fault';
  return {
    ok: false,
    code: 'internal',
    message: `${kind} stopped this`,
    hint: 'Nothing was lost. Try again; if it happens again, report it with the time.',
  };
}
