import { readFileSync } from 'node:fs';
import type { CDPSession, Page } from 'playwright';
import type { Client } from '../../../electron/core/index.ts';
import { makeCodec } from '../page/codec.ts';
import { linkWorlds } from '../page/link.ts';
import {
  CARRIER_EVENT,
  HOST_BINDING,
  PRELOAD_WORLD,
  setUpPageWorld,
  setUpPreloadWorld,
} from '../page/worlds.ts';
import { toRealUrl, toStandInUrl, type FrameRecord, type MainMethods } from '../wire.ts';

const codec = makeCodec();

/** One window: a page of Chromium, with the preload in a world of its own. */
export class OwnedWindow {
  readonly windowId: number;
  readonly page: Page;
  /** Address that the main process asked for; such a load needs no permission. */
  expectedLoad: string | undefined;
  readonly #cdp: CDPSession;
  readonly #main: Client<MainMethods>;
  readonly #frames = new Map<string, FrameRecord>();
  readonly #contextFrames = new Map<number, string>();
  #topContext: number | undefined;

  private constructor(windowId: number, page: Page, cdp: CDPSession, main: Client<MainMethods>) {
    this.windowId = windowId;
    this.page = page;
    this.#cdp = cdp;
    this.#main = main;
  }

  static async open(
    windowId: number,
    page: Page,
    preloadFile: string | undefined,
    main: Client<MainMethods>,
  ): Promise<OwnedWindow> {
    const cdp = await page.context().newCDPSession(page);
    const window = new OwnedWindow(windowId, page, cdp, main);
    window.#listen();
    await cdp.send('Page.enable');
    await cdp.send('Runtime.enable');
    await cdp.send('Runtime.addBinding', { name: HOST_BINDING, executionContextName: PRELOAD_WORLD });
    await cdp.send('Page.addScriptToEvaluateOnNewDocument', {
      source: `(${setUpPageWorld.toString()})(${linkWorlds.toString()}, ${JSON.stringify(CARRIER_EVENT)})`,
    });
    if (preloadFile !== undefined) {
      await cdp.send('Page.addScriptToEvaluateOnNewDocument', {
        source: preloadSource(readFileSync(preloadFile, 'utf8')),
        worldName: PRELOAD_WORLD,
      });
    }
    return window;
  }

  async load(url: string): Promise<void> {
    this.expectedLoad = toStandInUrl(url);
    await this.page.goto(this.expectedLoad, { waitUntil: 'load' });
  }

  async reload(): Promise<void> {
    this.expectedLoad = this.page.url();
    await this.page.reload({ waitUntil: 'load' });
  }

  /** A message of the main process to the preload; dropped where no page is loaded, as in Electron. */
  async send(channel: string, args: readonly unknown[]): Promise<void> {
    if (this.#topContext !== undefined) {
      await this.#evaluate(this.#topContext, 'standInMessage', { channel, args });
    }
  }

  #listen(): void {
    this.#cdp.on('Page.frameNavigated', ({ frame }) => {
      this.#frames.set(frame.id, { url: toRealUrl(frame.url), isTop: frame.parentId === undefined });
    });
    this.#cdp.on('Page.frameDetached', ({ frameId }) => {
      this.#frames.delete(frameId);
    });
    this.#cdp.on('Runtime.executionContextCreated', ({ context }) => {
      if (context.name !== PRELOAD_WORLD) return;
      const frameId = (context.auxData as { frameId: string }).frameId;
      this.#contextFrames.set(context.id, frameId);
      if (this.#frames.get(frameId)?.isTop ?? true) this.#topContext = context.id;
    });
    this.#cdp.on('Runtime.executionContextDestroyed', ({ executionContextId }) => {
      this.#contextFrames.delete(executionContextId);
      if (this.#topContext === executionContextId) this.#topContext = undefined;
    });
    this.#cdp.on('Runtime.executionContextsCleared', () => {
      this.#contextFrames.clear();
      this.#topContext = undefined;
    });
    this.#cdp.on('Runtime.bindingCalled', ({ name, payload, executionContextId }) => {
      if (name === HOST_BINDING) void this.#invoke(payload, executionContextId);
    });
  }

  async #invoke(payload: string, contextId: number): Promise<void> {
    const { id, channel, args } = codec.decode(payload) as { id: number; channel: string; args: unknown[] };
    const frame = this.#frames.get(this.#contextFrames.get(contextId) ?? '');
    let answer: { id: number; value?: unknown; error?: string };
    try {
      answer = {
        id,
        value: await this.#main.call('invoke', { windowId: this.windowId, frame, channel, args }),
      };
    } catch (error) {
      answer = { id, error: error instanceof Error ? error.message : 'failed' };
    }
    await this.#evaluate(contextId, 'standInAnswer', answer);
  }

  /** Calls a function of the preload's world. The page may be gone by then; so is who waits for it. */
  async #evaluate(contextId: number, name: string, argument: unknown): Promise<void> {
    const expression = `globalThis.${name}(${JSON.stringify(codec.encode(argument))})`;
    try {
      await this.#cdp.send('Runtime.evaluate', { expression, contextId });
    } catch {
      this.#contextFrames.delete(contextId);
    }
  }
}

function preloadSource(preload: string): string {
  const names = JSON.stringify({ carrierEvent: CARRIER_EVENT, binding: HOST_BINDING });
  return [
    `(${setUpPreloadWorld.toString()})(`,
    `${linkWorlds.toString()}, (${makeCodec.toString()})(), ${names},`,
    `function (require, module, exports) {\n${preload}\n})`,
  ].join('\n');
}
