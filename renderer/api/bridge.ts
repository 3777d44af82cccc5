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

/**
 * Asks main for something, with the password once more where main wants it. Never throws: a bridge that
 * fails answers with code `internal`.
 */
export async function invoke<N extends VerbName>(name: N, args: VerbInput<N>): Promise<Answer<N>> {
  const answer = await ask(name, args);
  if (answer.ok || answer.code !== 'confirm_needed' || confirmer === undefined) return answer;
  if (await confirmer(name)) return ask(name, args);
  return { ok: false, code: 'cancelled', message: 'you did not confirm it', hint: 'Nothing was done.' };
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
