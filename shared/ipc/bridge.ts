import type { Answer, NoticeBody, NoticeName, VerbInput, VerbName } from './contract.ts';

/** What the preload puts on `window.swarm`: verbs and notices, never channels, never an event object. */
export interface SwarmBridge {
  /** One function per verb. Takes exactly one argument; refusals are answers, not exceptions. */
  readonly invoke: { readonly [N in VerbName]: (args: VerbInput<N>) => Promise<Answer<N>> };
  /** Calls `listener` for each notice of that name until the returned function is called. */
  onNotice<N extends NoticeName>(name: N, listener: (body: NoticeBody<N>) => void): () => void;
}

/** Name under which the bridge stands on `window`. */
export const BRIDGE_NAME = 'swarm';
