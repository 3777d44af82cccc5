import { contextBridge, ipcRenderer } from 'electron';
import type { SwarmBridge, VerbName } from '../../../shared/ipc/index.ts';
import { NOTICE_CHANNEL, VERB_CHANNEL } from '../ipc/channels.ts';

/** Names of the contract map, put in by the build: schemas and their library stay out of the page. */
declare const CONTRACT_VERBS: readonly VerbName[];
declare const BRIDGE: string;

/** SEC-09: pages get verbs and notices. No channel name, no event object and no Electron module crosses. */
const invoke = Object.fromEntries(
  CONTRACT_VERBS.map((name) => [
    name,
    // Surplus arguments are passed on, so that main refuses and records them.
    (...args: unknown[]) => ipcRenderer.invoke(VERB_CHANNEL, name, ...args),
  ]),
) as unknown as SwarmBridge['invoke'];

const bridge: SwarmBridge = {
  invoke,
  onNotice: (wanted, listener) => {
    const receive = (_event: unknown, name: unknown, body: unknown): void => {
      if (name === wanted) listener(body as Parameters<typeof listener>[0]);
    };
    ipcRenderer.on(NOTICE_CHANNEL, receive);
    return () => {
      ipcRenderer.removeListener(NOTICE_CHANNEL, receive);
    };
  },
};

contextBridge.exposeInMainWorld(BRIDGE, bridge);

// SEC-09: a page of ours moves within itself alone. Main refuses every address that is asked for; one that
// needs no request, such as `about:blank`, is not asked for, and is stopped here before the page is left.
window.navigation.addEventListener('navigate', (event) => {
  if (!event.destination.sameDocument) event.preventDefault();
});
