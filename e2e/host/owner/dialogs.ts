import { existsSync } from 'node:fs';
import { homedir } from 'node:os';
import { resolve } from 'node:path';
import type { Page } from 'playwright';
import type { DialogRequest } from '../wire.ts';

/** Answers the main process's questions to a person. Undefined means cancelled. */
export interface Dialogs {
  ask(request: DialogRequest): Promise<string | undefined>;
}

/** Answers put there beforehand, in order; without one, every dialog is cancelled. For specs. */
export class PreparedDialogs implements Dialogs {
  readonly asked: DialogRequest[] = [];
  readonly #answers: (string | undefined)[] = [];

  answerNext(path: string | undefined): void {
    this.#answers.push(path);
  }

  ask(request: DialogRequest): Promise<string | undefined> {
    this.asked.push(request);
    return Promise.resolve(this.#answers.shift());
  }
}

/**
 * Asks through a small page of the host's own, in a tab that the application cannot reach: type or
 * paste a path, or choose through Chromium's own file dialog.
 */
export function personDialogs(newPage: () => Promise<Page>): Dialogs {
  return {
    ask: async (request) => {
      const page = await newPage();
      try {
        await page.setContent(dialogPage(request));
        const cdp = await page.context().newCDPSession(page);
        for (;;) {
          const answered = await page.waitForFunction(
            () => (globalThis as unknown as { answer?: string }).answer,
            undefined,
            { timeout: 0 },
          );
          const answer = await answered.jsonValue();
          if (answer === 'cancel') return undefined;
          const path =
            answer === 'file' ? await chosenPath(cdp) : resolve(expandHome(await page.inputValue('#path')));
          const fault = path === undefined ? 'Choose a file.' : pathFault(request, path);
          if (fault === undefined) return path;
          await page.evaluate((words) => {
            (globalThis as unknown as { answer?: string | undefined }).answer = undefined;
            const place = document.querySelector('#fault');
            if (place !== null) place.textContent = words;
          }, fault);
        }
      } catch (error) {
        // Closing the tab is a way to cancel.
        if (page.isClosed()) return undefined;
        throw error;
      } finally {
        if (!page.isClosed()) await page.close();
      }
    },
  };
}

interface PathReader {
  send(
    method: 'Runtime.evaluate',
    argument: { expression: string },
  ): Promise<{ result: { objectId?: string } }>;
  send(method: 'DOM.getFileInfo', argument: { objectId: string }): Promise<{ path: string }>;
}

async function chosenPath(cdp: PathReader): Promise<string | undefined> {
  const { result } = await cdp.send('Runtime.evaluate', {
    expression: `document.querySelector('#file')?.files?.[0]`,
  });
  if (result.objectId === undefined) return undefined;
  const { path } = await cdp.send('DOM.getFileInfo', { objectId: result.objectId });
  return path;
}

function pathFault(request: DialogRequest, path: string): string | undefined {
  if (request.kind === 'open' && !existsSync(path)) return `There is no file ${path}.`;
  if (request.kind === 'save' && existsSync(path)) return `${path} exists already; choose another name.`;
  return undefined;
}

function expandHome(path: string): string {
  return path.startsWith('~/') ? homedir() + path.slice(1) : path;
}

function dialogPage(request: DialogRequest): string {
  const escape = (text: string): string =>
    text.replace(/[&<>"]/g, (sign) => `&#${String(sign.charCodeAt(0))};`);
  const accept = request.extensions.map((extension) => `.${extension}`).join(',');
  const button = request.kind === 'open' ? 'Open' : 'Save';
  return `<!doctype html><html lang="en"><title>${escape(request.title)}</title>
<style>body{font:16px system-ui;max-width:40rem;margin:3rem auto;display:grid;gap:1rem}input[type=text]{width:100%;font:inherit}</style>
<h1>${escape(request.title)}</h1>
<form onsubmit="answer='path';return false">
<label>Path <input type="text" id="path" autofocus value="${escape(resolve(request.suggested))}"></label>
<p><button>${button}</button> <button type="button" onclick="answer='cancel'">Cancel</button></p></form>
${request.kind === 'open' ? `<label>or choose: <input type="file" id="file" accept="${escape(accept)}" onchange="answer='file'"></label>` : ''}
<p id="fault" role="alert"></p>
<p>This page belongs to the Chromium stand-in. In Electron the system's own dialog appears here.</p></html>`;
}
