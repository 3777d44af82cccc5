import type {
  Answer,
  NoticeBody,
  NoticeName,
  SwarmBridge,
  VerbInput,
  VerbName,
} from '../../shared/ipc/index.ts';

declare global {
  interface Window {
    readonly swarm?: SwarmBridge;
  }
}

/** A refusal or failure of a verb, as main worded it. */
export interface Refusal {
  readonly code: string;
  readonly message: string;
  readonly hint?: string | undefined;
}

const noBridge: Refusal & { ok: false } = {
  ok: false,
  code: 'internal',
  message: 'the page is not connected to the application',
  hint: 'Close the window and start the application again.',
};

/** What main can want of the person before it does something, as it words it in the code of its refusal. */
type Wanted = 'purpose_needed' | 'confirm_needed' | 'code_needed';
/** Asks the person for it and tells main; resolves to false where they did not want to. */
type Asker = (verb: VerbName, args: unknown) => Promise<boolean>;
const askers = new Map<string, Asker>();

/** Whoever can show a dialog says so, until the returned function is called. */
export function askWith(wanted: Wanted, ask: Asker): () => void {
  askers.set(wanted, ask);
  return () => {
    if (askers.get(wanted) === ask) askers.delete(wanted);
  };
}

/**
 * Asks main for something. Where main wants a purpose, the password or the code of an authenticator first, the person is
 * asked for that, each once, and then main for the same again. Never throws: a bridge that fails answers with code
 * `internal`.
 */
export async function invoke<N extends VerbName>(name: N, args: VerbInput<N>): Promise<Answer<N>> {
  const askedFor = new Set<string>();
  for (;;) {
    const answer = await ask(name, args);
    if (answer.ok || askedFor.has(answer.code)) return answer;
    const asker = askers.get(answer.code);
    if (asker === undefined) return answer;
    askedFor.add(answer.code);
    if (!(await asker(name, args))) return NOT_GIVEN[answer.code as Wanted];
  }
}

const notGiven = (message: string, hint: string): Refusal & { ok: false } => ({
  ...{ ok: false, code: 'cancelled', message, hint },
});
const NOT_GIVEN: Readonly<Record<Wanted, Refusal & { ok: false }>> = {
  purpose_needed: notGiven(
    'you did not say what for',
    'Nothing was shown. Try again when you have a purpose.',
  ),
  confirm_needed: notGiven('you did not confirm it', 'Nothing was done.'),
  code_needed: notGiven('you did not confirm it', 'Nothing was done.'),
};

async function ask<N extends VerbName>(name: N, args: VerbInput<N>): Promise<Answer<N>> {
  const bridge = window.swarm;
  if (bridge === undefined) return noBridge;
  try {
    return await bridge.invoke[name](args);
  } catch {
    return {
      ok: false,
      code: 'internal',
      message: `the application did not answer \`${name}\``,
      hint: 'Try again; if it happens twice, restart the application.',
    };
  }
}

/** Listens to notices from main until the returned function is called. */
export function onNotice<N extends NoticeName>(name: N, listener: (body: NoticeBody<N>) => void): () => void {
  return window.swarm?.onNotice(name, listener) ?? (() => undefined);
}
