import { readdir } from 'node:fs/promises';
import { homedir, tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { launchApp } from '../driver/app.ts';
import { appForFile } from '../driver/per-file.ts';
import { tryWay, WAYS } from '../driver/ways.ts';
import { startBrowser } from '../host/owner/browser.ts';

// Every way out of the page that a page or a hand has, tried in the running window: each is refused, and the
// same document stays.

const one = appForFile();

/** Set once; a document that took the place of ours would not have it. */
async function mark(): Promise<void> {
  await one.page.evaluate(() => {
    Object.assign(globalThis, { sameDocument: 'here' });
  });
}

async function expectSameDocument(): Promise<void> {
  const found = await one.page.evaluate(async () => {
    const { sameDocument, leaked, swarm } = globalThis as unknown as {
      sameDocument?: string;
      leaked?: number;
      swarm: { invoke: Record<string, (args: object) => Promise<{ ok: boolean }>> };
    };
    const answer = await swarm.invoke['session.getStatus']?.({});
    return { sameDocument, leaked, answers: answer?.ok };
  });
  expect(found).toEqual({ sameDocument: 'here', leaked: undefined, answers: true });
  expect(one.page.url()).toMatch(/\/index\.html(?:#.*)?$/);
  await expect.poll(() => one.app.windowCount(), { timeout: 20_000 }).toBe(1);
}

/** Addresses that carry their own content are made in the page, where they would be made. */
const ADDRESSES = [
  'https://example.com/',
  'http://127.0.0.1:9/',
  'ftp://example.com/x',
  'ws://127.0.0.1:9/',
  'file:///etc/passwd',
  'data:text/html,<script>globalThis.leaked=1</script>',
  'javascript:globalThis.leaked=1',
  'blob:',
  'about:blank',
  'about:srcdoc',
  'view-source:https://example.com/',
  'filesystem:https://example.com/temporary/x',
  'chrome://settings/',
  'devtools://devtools/bundled/inspector.html',
  'mailto:a@example.com',
  'app://other/index.html',
  'intent://example.com/#Intent;end',
] as const;

test.each(ADDRESSES)('%s is refused by each way to it', async (address) => {
  await mark();
  for (const way of WAYS) await one.page.evaluate(tryWay, [address, way] as const);
  await expectSameDocument();
});

test('nothing is requested of any address, by any part of a page', async () => {
  await mark();
  const outcome = await one.page.evaluate(async () => {
    const addresses = [
      'https://example.com/x',
      'data:text/plain,x',
      URL.createObjectURL(new Blob(['x'])),
      'file:///etc/passwd',
      'about:blank',
      'app://other/x',
    ];
    const ways: Record<string, (to: string) => Promise<string>> = {
      fetch: (to) => fetch(to).then(() => 'done'),
      'old request': (to) =>
        new Promise((resolve, reject) => {
          const request = new XMLHttpRequest();
          request.onload = () => {
            resolve('done');
          };
          request.onerror = reject;
          request.open('GET', to);
          request.send();
        }),
      events: (to) =>
        new Promise((resolve, reject) => {
          const source = new EventSource(to);
          source.onopen = () => {
            resolve('done');
          };
          source.onerror = () => {
            source.close();
            reject(new Error('refused'));
          };
        }),
      import: (to) => import(/* @vite-ignore */ to).then(() => 'done'),
      worker: (to) =>
        new Promise((resolve, reject) => {
          const worker = new Worker(to);
          worker.onmessage = () => {
            resolve('done');
          };
          worker.onerror = reject;
        }),
      'style sheet': (to) => load('link', (link) => Object.assign(link, { rel: 'stylesheet', href: to })),
      object: (to) => load('object', (object) => Object.assign(object, { data: to, type: 'text/html' })),
      sound: (to) => load('audio', (audio) => Object.assign(audio, { src: to })),
    };
    function load(tag: string, set: (element: HTMLElement) => unknown): Promise<string> {
      return new Promise((resolve, reject) => {
        const element = document.createElement(tag);
        element.addEventListener('load', () => {
          resolve('done');
        });
        element.addEventListener('error', () => {
          reject(new Error('refused'));
        });
        set(element);
        document.body.append(element);
      });
    }
    const found: string[] = [];
    let tried = 0;
    for (const [name, way] of Object.entries(ways)) {
      for (const address of addresses) {
        tried += 1;
        const limit = new Promise<string>((resolve) => setTimeout(resolve, 150, 'nothing'));
        try {
          if ((await Promise.race([way(address), limit])) === 'done') found.push(`${name} ${address}`);
        } catch {
          // Refused.
        }
      }
    }
    const picture = await new Promise((resolve) => {
      const image = new Image();
      image.onload = () => resolve('done');
      image.onerror = () => resolve('refused');
      image.src = 'https://example.com/x.png';
    });
    return { found, tried, picture, beacon: navigator.sendBeacon('https://example.com/') };
  });
  expect(outcome.tried).toBe(48);
  expect(outcome.found).toEqual([]);
  expect(outcome.picture).toBe('refused');
  await expectSameDocument();
});

/** What a hand drags in from outside: text with an address, or a file. */
const DRAGGED = [
  ['an address', { items: [{ mimeType: 'text/uri-list', data: 'https://app.invalid/dragged' }] }],
  ['a page', { items: [{ mimeType: 'text/html', data: '<a href="https://app.invalid/dragged">x</a>' }] }],
  ['a file', { items: [], files: ['/etc/hostname'] }],
] as const;

interface Dragged {
  readonly items: readonly { readonly mimeType: string; readonly data: string }[];
  readonly files?: readonly string[];
}

/** Drags over the middle of a page and lets go. */
async function drop(page: typeof one.page, dragged: Dragged): Promise<void> {
  const wire = await page.context().newCDPSession(page);
  const data = {
    items: dragged.items.map((item) => ({ ...item })),
    ...(dragged.files && { files: [...dragged.files] }),
    dragOperationsMask: 1,
  };
  for (const type of ['dragEnter', 'dragOver', 'drop'] as const)
    await wire.send('Input.dispatchDragEvent', { type, x: 400, y: 400, data });
  await wire.detach();
}

test.each(DRAGGED)('%s that is dragged in and dropped leads nowhere', async (_name, dragged) => {
  await mark();
  await drop(one.page, dragged);
  await expectSameDocument();
});

/** A page of the same browser with no wall of ours around it, to see that what is tried above leads somewhere. */
async function withoutWalls(
  act: (page: typeof one.page, asked: readonly string[]) => Promise<void>,
): Promise<void> {
  const browser = await startBrowser([['proxy-server', 'http://127.0.0.1:9']], false);
  try {
    const asked: string[] = [];
    await browser.context.route('**/*', (route) => {
      const { pathname } = new URL(route.request().url());
      asked.push(pathname);
      return route.fulfill({ contentType: 'text/html', body: `<p>${pathname}</p>` });
    });
    const page = browser.context.pages()[0] ?? (await browser.context.newPage());
    await page.goto('https://app.invalid/start');
    await act(page, asked);
  } finally {
    await browser.close();
  }
}

test('the same hand leads a page without these walls away', async () => {
  await withoutWalls(async (page) => {
    await drop(page, DRAGGED[0][1]);
    const led = (): boolean =>
      page
        .context()
        .pages()
        .some((each) => each.url().endsWith('/dragged'));
    await expect.poll(led, { timeout: 20_000 }).toBe(true);
  });
});

test.each(WAYS)('%s leads somewhere from a page without these walls', async (way) => {
  await withoutWalls(async (page, asked) => {
    // The answer may be lost with the page that gave it.
    await page.evaluate(tryWay, ['https://app.invalid/elsewhere', way] as const).catch(() => undefined);
    await expect.poll(() => asked, { timeout: 20_000 }).toContain('/elsewhere');
  });
});

test('addresses that carry their own content run it, and files are handed out, without these walls', async () => {
  await withoutWalls(async (page) => {
    const leaked = (): Promise<unknown> => page.evaluate(() => (globalThis as { leaked?: number }).leaked);
    await page.evaluate(tryWay, ['javascript:void(globalThis.leaked=1)', 'a link'] as const);
    await expect.poll(leaked, { timeout: 20_000 }).toBe(1);
    const handed = page.waitForEvent('download', { timeout: 20_000 });
    await page.evaluate(offerFile);
    expect((await handed).suggestedFilename()).toBe('stolen.txt');
  });
});

/** As a page hands out a file of its own making. */
function offerFile(): void {
  const link = document.createElement('a');
  link.download = 'stolen.txt';
  link.href = URL.createObjectURL(new Blob(['text']));
  document.body.append(link);
  link.click();
  link.remove();
}

test('a file that the page offers is written nowhere', async () => {
  await mark();
  await one.page.evaluate(offerFile);
  await expectSameDocument();
  const places = [one.folder, join(homedir(), 'Downloads'), homedir(), tmpdir()];
  const names = await Promise.all(places.map((place) => readdir(place).catch(() => [])));
  expect(names.flat().filter((name) => name.startsWith('stolen'))).toEqual([]);
  expect((await readdir(one.folder, { recursive: true })).filter((name) => name.includes('stolen'))).toEqual(
    [],
  );
});

test('no key opens tools of developers, another window, a file or the source', async () => {
  await mark();
  for (const keys of [
    'F12',
    'Control+Shift+I',
    'Control+Shift+J',
    'Control+Shift+C',
    'Control+U',
    'Control+N',
    'Control+T',
    'Control+O',
    'Control+S',
    'Control+R',
    'F5',
  ])
    await one.page.keyboard.press(keys);
  await expectSameDocument();
});

test('a page that is closed takes its window along, and nothing is left that could ask', async () => {
  const other = await launchApp(`${one.folder}/other`);
  await other.page.close();
  await expect.poll(() => other.windowCount(), { timeout: 20_000 }).toBe(0);
  expect(await other.close()).toBe(0);
});
