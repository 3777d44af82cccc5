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

/** Asks the person for their password once more; resolves to false where they did not want to. */
type Confirmer = (verb: VerbName) => Promise<boolean>;
let confirmer: Confirmer | undefined;

/** Whoever can show a dialog says so, until the returned function is called. */
export function confirmWith(ask: Confirmer): () => void {
  confirmer = ask;
  return () => {
    if (confirmer === ask) confirmer = undefined;
  };
}

/** Asks for the code of the person's authenticator, with the password as it was typed for the act, if it was. */
type Prover = (password: string | undefined) => Promise<boolean>;
let prover: Prover | undefined;

/** Whoever can show a dialog says so, until the returned function is called. */
export function proveWith(ask: Prover): () => void {
  prover = ask;
  return () => {
    if (prover === ask) prover = undefined;
  };
}

/**
 * Asks main for something, with the password and the code of an authenticator once more where main wants them.
 * Never throws: a bridge that fails answers with code `internal`.
 */
export async function invoke<N extends VerbName>(name: N, args: VerbInput<N>): Promise<Answer<N>> {
  const answer = await askProving(name, args);
  if (answer.ok || answer.code !== 'confirm_needed' || confirmer === undefined) return answer;
  return (await confirmer(name)) ? ask(name, args) : NOT_CONFIRMED;
}

const NOT_CONFIRMED: Refusal & { ok: false } = {
  ok: false,
  code: 'cancelled',
  message: 'you did not confirm it',
  hint: 'Nothing was done.',
};

/** Main asks for the code before it looks at the password; then it is asked the same once more. */
async function askProving<N extends VerbName>(name: N, args: VerbInput<N>): Promise<Answer<N>> {
  const answer = await ask(name, args);
  if (answer.ok || answer.code !== 'code_needed' || prover === undefined) return answer;
  const { password } = args as { readonly password?: string };
  return (await prover(password)) ? ask(name, args) : NOT_CONFIRMED;
}

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
