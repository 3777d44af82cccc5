import { networkInterfaces } from 'node:os';
import { expect, test } from 'vitest';
import { VERB_NAMES, type SwarmBridge } from '../../shared/ipc/index.ts';
import { appForFile } from '../driver/per-file.ts';

/** What a page cannot do, tried from inside the running page. One start serves all of these. */
const one = appForFile();

/** In the page, as it stands on `window`. */
interface PageWindow {
  readonly swarm: SwarmBridge;
}

test('as root the runner stands in a test network that leads nowhere', () => {
  if (process.getuid?.() !== 0) return;
  const addresses = Object.entries(networkInterfaces()).filter(([name]) => name !== 'lo');
  expect(addresses.flatMap(([, of]) => (of ?? []).map(({ address }) => address))).toEqual(['192.0.2.2']);
});

test('a page sees verbs and notices, nothing of Node or Electron', async () => {
  const seen = await one.page.evaluate(() => {
    const { swarm } = globalThis as unknown as PageWindow;
    return {
      bridge: Object.keys(swarm).sort(),
      verbs: Object.keys(swarm.invoke).sort(),
      frozen: Object.isFrozen(swarm) && Object.isFrozen(swarm.invoke),
      node: ['process', 'require', 'module', 'Buffer', 'global', '__dirname'].filter(
        (name) => name in globalThis,
      ),
      electron: ['electron', 'ipcRenderer', 'electronBinding', 'standInHost', 'standInAnswer'].filter(
        (name) => name in globalThis,
      ),
    };
  });
  expect(seen).toEqual({
    bridge: ['invoke', 'onNotice'],
    verbs: [...VERB_NAMES].sort(),
    frozen: true,
    node: [],
    electron: [],
  });
});

test('a page cannot replace the bridge', async () => {
  const replaced = await one.page.evaluate(() => {
    const { swarm } = globalThis as unknown as PageWindow;
    try {
      Object.assign(swarm.invoke, { 'session.signIn': () => 'stolen' });
    } catch {
      // Frozen objects refuse.
    }
    try {
      Object.assign(globalThis, { swarm: {} });
    } catch {
      // So does the property itself.
    }
    const now = (globalThis as unknown as PageWindow).swarm;
    return now !== swarm || String(now.invoke['session.signIn']).includes('stolen');
  });
  expect(replaced).toBe(false);
});

test('surplus, missing and unknown arguments are refused', async () => {
  const answers = await one.page.evaluate(async () => {
    const invoke = (globalThis as unknown as PageWindow).swarm.invoke['session.getStatus'] as unknown as (
      ...args: unknown[]
    ) => Promise<{ ok: boolean; code?: string }>;
    return Promise.all([invoke({}, {}), invoke(), invoke({ surplus: 1 }), invoke([]), invoke({})]);
  });
  expect(answers.map(({ ok, code }) => code ?? ok)).toEqual([
    'invalid_input',
    'invalid_input',
    'invalid_input',
    'invalid_input',
    true,
  ]);
});

test('verbs that need a session are refused without one', async () => {
  const codes = await one.page.evaluate(async () => {
    const { invoke } = (globalThis as unknown as PageWindow).swarm;
    const answers = await Promise.all([
      invoke['datasets.list']({}),
      invoke['runs.list']({}),
      invoke['journal.verify']({}),
    ]);
    return answers.map((answer) => (answer.ok ? 'ok' : answer.code));
  });
  expect(codes).toEqual(['not_signed_in', 'not_signed_in', 'not_signed_in']);
});

test('the content security policy stops inline scripts, eval, frames and connections', async () => {
  const outcome = await one.page.evaluate(async () => {
    const violated: string[] = [];
    document.addEventListener('securitypolicyviolation', (event) => {
      violated.push(event.effectiveDirective);
    });
    const run: string[] = [];
    Object.assign(globalThis, { ran: run });
    const script = document.createElement('script');
    try {
      script.textContent = 'globalThis.ran.push("inline")';
      document.head.append(script);
    } catch {
      violated.push('trusted-types');
    }
    const frame = document.createElement('iframe');
    frame.src = 'https://example.com/';
    const frameEnded = new Promise((resolve) => {
      frame.addEventListener('load', resolve, { once: true });
    });
    document.body.append(frame);
    await frameEnded;
    const fetched = await fetch('https://example.com/').then(
      () => 'fetched',
      () => 'refused',
    );
    const socket = await new Promise<string>((resolve) => {
      try {
        const opened = new WebSocket('ws://127.0.0.1:1/');
        opened.onopen = () => resolve('open');
        opened.onerror = () => resolve('refused');
      } catch {
        resolve('refused');
      }
    });
    // Only here: while a driver's own call is on the stack, Chromium lets it evaluate text.
    try {
      (0, eval)('globalThis.ran.push("eval")');
    } catch {
      violated.push('eval');
    }
    frame.remove();
    script.remove();
    return { run, fetched, socket, violated: [...new Set(violated)] };
  });
  expect({ run: outcome.run, fetched: outcome.fetched, socket: outcome.socket }).toEqual({
    run: [],
    fetched: 'refused',
    socket: 'refused',
  });
  expect(outcome.violated).toEqual(expect.arrayContaining(['frame-src', 'connect-src', 'eval']));
});

test('navigation leads nowhere', async () => {
  const before = one.page.url();
  for (const target of [
    'https://example.com/',
    'http://127.0.0.1:9/',
    'file:///etc/passwd',
    `${before}?again`,
  ]) {
    await one.page.evaluate((address) => {
      location.href = address;
    }, target);
  }
  await one.page.evaluate(() => {
    const link = document.createElement('a');
    link.href = 'https://example.com/';
    document.body.append(link);
    link.click();
    link.remove();
  });
  // Answered by the same document, which a navigation would have replaced.
  const status = await one.page.evaluate(async () => {
    const answer = await (globalThis as unknown as PageWindow).swarm.invoke['session.getStatus']({});
    return answer.ok;
  });
  expect({ url: one.page.url(), status }).toEqual({ url: before, status: true });
});

test('no window opens', async () => {
  await one.page.evaluate(() => {
    window.open('https://example.com/');
    window.open('about:blank', '_blank', 'noopener');
    window.open(location.href);
  });
  await expect.poll(() => one.app.windowCount(), { timeout: 10_000 }).toBe(1);
});

test('permissions are denied, but for putting text on the clipboard', async () => {
  const states = await one.page.evaluate(async () => {
    const names = [
      'geolocation',
      'notifications',
      'camera',
      'microphone',
      'clipboard-read',
      'clipboard-write',
    ];
    return Promise.all(
      names.map(async (name) => {
        const { state } = await navigator.permissions.query({ name: name as PermissionName });
        return state;
      }),
    );
  });
  expect(states).toEqual(['denied', 'denied', 'denied', 'denied', 'denied', 'granted']);
});

test('a frame inside the page has no bridge', async () => {
  const found = await one.page.evaluate(() => {
    const frame = document.createElement('iframe');
    document.body.append(frame);
    const inside = frame.contentWindow as unknown as Record<string, unknown> | null;
    const has = inside !== null && ['swarm', 'process', 'require'].some((name) => inside[name] !== undefined);
    frame.remove();
    return has;
  });
  expect(found).toBe(false);
});

test('addresses that carry their own content lead nowhere and run nothing', async () => {
  const before = one.page.url();
  const outcome = await one.page.evaluate(async () => {
    const tries = ['javascript:globalThis.leaked=1', 'data:text/html,<p>x'];
    for (const address of tries) {
      const link = document.createElement('a');
      try {
        link.href = address;
        document.body.append(link);
        link.click();
      } catch {
        // Trusted Types refuse some of them before the click.
      }
      link.remove();
    }
    await new Promise((resolve) => setTimeout(resolve, 100));
    return { ran: 'leaked' in globalThis };
  });
  expect({ ...outcome, url: one.page.url() }).toEqual({ ran: false, url: before });
});

test('text does not become a page: Trusted Types refuse it', async () => {
  const refused = await one.page.evaluate(() => {
    const place = document.createElement('div');
    const ways = [
      () => (place.innerHTML = '<b>x</b>'),
      () => place.insertAdjacentHTML('beforeend', '<b>x</b>'),
      () => document.createRange().createContextualFragment('<b>x</b>'),
      () => new DOMParser().parseFromString('<b>x</b>', 'text/html'),
    ];
    return ways.map((way) => {
      try {
        way();
        return 'done';
      } catch (error) {
        return error instanceof TypeError ? 'refused' : 'other';
      }
    });
  });
  expect(refused).toEqual(['refused', 'refused', 'refused', 'refused']);
});

test('nothing is downloaded, embedded or shared', async () => {
  const found = await one.page.evaluate(() => {
    const link = document.createElement('a');
    link.download = 'stolen.txt';
    link.href = URL.createObjectURL(new Blob(['text']));
    document.body.append(link);
    link.click();
    link.remove();
    const view = document.createElement('webview');
    document.body.append(view);
    const has = 'getURL' in view || 'loadURL' in view;
    view.remove();
    return { webview: has, share: 'share' in navigator && typeof navigator.share === 'function' };
  });
  expect(found.webview).toBe(false);
  await expect.poll(() => one.app.windowCount(), { timeout: 10_000 }).toBe(1);
});
