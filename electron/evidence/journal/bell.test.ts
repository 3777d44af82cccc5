import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import { afterEach, expect, test } from 'vitest';
import { newBell, ringForAppends, ringForCall } from './bell.ts';
import { createJournal } from './journal.ts';
import { BY_APPLICATION, temporaryWorkspace } from './temporary.ts';

/** Drains when it is woken, answers calls that say `call`, and works for itself at every third draining. */
const KEEPER = `
  const { parentPort, workerData } = require('node:worker_threads');
  import(workerData.module).then(({ BellKeeper }) => {
    let drained = 0;
    const keeper = new BellKeeper(workerData.bell, () => {
      drained += 1;
      if (drained % 3 === 0)
        void keeper.work(() => new Promise((resolve) => setTimeout(resolve, 1)));
      parentPort.postMessage('drained');
    });
    parentPort.on('message', () => keeper.answer(() => parentPort.postMessage('answered')));
  });
`;
/** Is at work of its own from the first draining until it is told to end that, and answers calls meanwhile. */
const AWAKE = `
  const { parentPort, workerData } = require('node:worker_threads');
  import(workerData.module).then(({ BellKeeper }) => {
    const own = Promise.withResolvers();
    let begun = false;
    const keeper = new BellKeeper(workerData.bell, () => {
      if (!begun) void keeper.work(() => own.promise);
      begun = true;
      parentPort.postMessage('drained');
    });
    parentPort.on('message', (what) =>
      what === 'release' ? own.resolve() : keeper.answer(() => parentPort.postMessage('answered')),
    );
  });
`;
const running: Worker[] = [];

afterEach(async () => {
  for (const worker of running.splice(0)) await worker.terminate();
});

function startKeeper(): { readonly worker: Worker; readonly bell: ReturnType<typeof newBell> } {
  const bell = newBell();
  const module = new URL('./bell.ts', import.meta.url).href;
  const worker = new Worker(KEEPER, { eval: true, workerData: { bell, module } });
  running.push(worker);
  return { worker, bell };
}

test('a writer that sleeps hears every ring and every call, and ends when it is told to', async () => {
  const { worker, bell } = startKeeper();
  const heard = { drained: 0, answered: 0 };
  worker.on('message', (what: keyof typeof heard) => (heard[what] += 1));
  await once(worker, 'message');
  for (let round = 1; round <= 60; round += 1) {
    const before = heard.drained;
    ringForAppends(bell);
    await expect.poll(() => heard.drained, { timeout: 20_000, interval: 1 }).toBeGreaterThan(before);
    worker.postMessage('call');
    ringForCall(bell);
    // Rings that come while a call is answered are heard too.
    ringForAppends(bell);
    await expect.poll(() => heard.answered, { timeout: 20_000, interval: 1 }).toBe(round);
  }
  expect(await worker.terminate()).toBe(1);
});

test('a call that is answered before it is rung for keeps nobody from hearing', async () => {
  const bell = newBell();
  const module = new URL('./bell.ts', import.meta.url).href;
  const worker = new Worker(AWAKE, { eval: true, workerData: { bell, module } });
  running.push(worker);
  const heard = { drained: 0, answered: 0 };
  worker.on('message', (what: keyof typeof heard) => (heard[what] += 1));
  await once(worker, 'message');
  worker.postMessage('call');
  await expect.poll(() => heard.answered, { timeout: 20_000, interval: 1 }).toBe(1);
  worker.postMessage('release');
  await expect.poll(() => heard.drained, { timeout: 20_000, interval: 1 }).toBeGreaterThan(1);
  ringForCall(bell);
  const before = heard.drained;
  ringForAppends(bell);
  await expect.poll(() => heard.drained, { timeout: 20_000, interval: 1 }).toBeGreaterThan(before);
});

test('calls of a journal come through between its appends, in their order', async () => {
  const workspace = await temporaryWorkspace();
  const journal = await createJournal(workspace.options);
  try {
    for (let size = 1; size <= 60; size += 1) {
      const appended = journal.event('workspace.closed', { reason: 'n' }, BY_APPLICATION);
      const state = journal.read.state();
      expect([await appended, (await state).size]).toEqual([
        expect.objectContaining({ seq: size - 1 }),
        size,
      ]);
    }
    const many = Array.from({ length: 20 }, async () => {
      await journal.event('workspace.closed', { reason: 'n' }, BY_APPLICATION);
      return (await journal.read.state()).size;
    });
    expect(Math.max(...(await Promise.all(many)))).toBe(80);
    expect((await journal.checkpoint('exit')).size).toBe(80);
  } finally {
    await journal.close();
    await workspace.remove();
  }
});
