import type { BrowserWindow, Session, WebContents } from 'electron';
import { drop } from '../../core/index.ts';
import type { OpenProviderWindow, ProviderWindowRequest } from '../application.ts';
import { hardenSession } from '../hardening/session.main.ts';
import { providerWindowOptions } from './options.main.ts';
import { answerTo, toPageRequest } from './traffic.ts';

type ProviderSession = Parameters<typeof hardenSession>[0] & Pick<Session, 'clearStorageData' | 'protocol'>;
type Windows = new (options: Electron.BrowserWindowConstructorOptions) => Pick<
  BrowserWindow,
  'close' | 'isDestroyed' | 'loadURL' | 'on' | 'once' | 'show'
> & {
  readonly webContents: Pick<WebContents, 'id'>;
};

/** Makes a session that keeps nothing on disk (its name does not begin with `persist:`). */
export type SessionMaker = (partition: string) => ProviderSession;

/**
 * The window of the identity provider's pages: a session of its own that holds nothing before and nothing
 * after, no preload, no verb, no other origin. Chromium asks no network for it: each request of its pages is
 * carried by the sign-in process, and what that one does not carry is refused.
 */
export class ProviderWindows {
  readonly #windows: Windows;
  readonly #session: SessionMaker;
  /** The one that is open, by the id of its contents. */
  #open: { readonly contentsId: number; readonly request: ProviderWindowRequest; left: boolean } | undefined;
  #count = 0;

  constructor(windows: Windows, session: SessionMaker) {
    this.#windows = windows;
    this.#session = session;
  }

  /** Whether a window is the provider's: it hears of nothing. */
  owns(contentsId: number): boolean {
    return this.#open?.contentsId === contentsId;
  }

  /** Whether a page may go to an address. False for every page that is not the provider's. */
  mayNavigate(contentsId: number, address: string): boolean {
    const open = this.#open;
    if (open?.contentsId !== contentsId) return false;
    if (isOfOrigin(address, open.request.origin)) return true;
    // Chromium asks twice about one step of the top frame; it is told of once.
    if (!open.left) open.request.leaving(address);
    open.left = true;
    return false;
  }

  readonly open: OpenProviderWindow = (request) => {
    const partition = `provider-${String((this.#count += 1))}`;
    const session = this.#session(partition);
    hardenSession(session, (address) => isOfOrigin(address, request.origin));
    session.protocol.handle('https', async (asked) => {
      if (!isOfOrigin(asked.url, request.origin)) return Response.error();
      const page = await toPageRequest(asked);
      return answerTo(page === undefined ? undefined : await request.carry(page));
    });
    const window = new this.#windows(providerWindowOptions(request.title, partition));
    const contentsId = window.webContents.id;
    this.#open = { contentsId, request, left: false };
    window.once('ready-to-show', () => {
      window.show();
    });
    // The page names itself; the title of the window stays ours.
    window.on('page-title-updated', (event) => {
      event.preventDefault();
    });
    window.on('closed', () => {
      if (this.#open?.contentsId === contentsId) this.#open = undefined;
      session.protocol.unhandle('https');
      drop(session.clearStorageData().catch(() => undefined));
      request.closed();
    });
    // A page that cannot be loaded ends the attempt by its answer, or the person closes the window.
    drop(window.loadURL(request.address).catch(() => undefined));
    return {
      close: () => {
        if (!window.isDestroyed()) window.close();
      },
    };
  };
}

function isOfOrigin(address: string, origin: string): boolean {
  if (!URL.canParse(address)) return false;
  const url = new URL(address);
  return url.origin === origin && `${url.username}${url.password}` === '';
}
