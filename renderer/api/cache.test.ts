import { expect, test } from 'vitest';
import type { Answer, VerbName } from '../../shared/ipc/index.ts';
import { QueryCache } from './cache.ts';

/** Main's side, answered by hand. */
function hand(): {
  cache: QueryCache;
  asked: { name: VerbName; args: unknown; answer: (value: unknown) => Promise<void> }[];
} {
  const asked: { name: VerbName; args: unknown; answer: (value: unknown) => Promise<void> }[] = [];
  const cache = new QueryCache((name, args) => {
    return new Promise((resolve) => {
      asked.push({
        name,
        args,
        answer: async (value) => {
          resolve({ ok: true, value } as unknown as Answer<typeof name>);
          await Promise.resolve();
          await Promise.resolve();
        },
      });
    });
  });
  return { cache, asked };
}

const RUN = { run: '0b0e0c5e-6a5f-4d0e-9c1b-2f6f0a3f9d11' };
const none = (): void => undefined;

test('equal questions share one answer', async () => {
  const { cache, asked } = hand();
  cache.watch('runs.list', {}, none);
  cache.watch('runs.list', {}, none);
  expect(asked).toHaveLength(1);
  await asked[0]!.answer(['a']);
  expect(cache.read('runs.list', {})).toEqual({ status: 'ready', value: ['a'], reloading: false });
});

test('a reload keeps the last answer in sight', async () => {
  const { cache, asked } = hand();
  const states: string[] = [];
  cache.watch('runs.list', {}, () => {
    const state = cache.read('runs.list', {});
    states.push(
      state.status === 'ready' ? `${JSON.stringify(state.value)} ${state.reloading}` : state.status,
    );
  });
  await asked[0]!.answer([1]);
  cache.reload('runs.list', {});
  await asked[1]!.answer([2]);
  expect(states).toEqual(['[1] false', '[1] true', '[2] false']);
});

test('many changes while an answer is under way cost one more question', async () => {
  const { cache, asked } = hand();
  cache.watch('runs.get', RUN, none);
  for (let change = 0; change < 20; change += 1) cache.invalidate('runs.get');
  expect(asked).toHaveLength(1);
  await asked[0]!.answer('old');
  expect(asked).toHaveLength(2);
  await asked[1]!.answer('new');
  expect(asked).toHaveLength(2);
  expect(cache.read('runs.get', RUN)).toMatchObject({ value: 'new' });
});

test('only what matches is asked again, and what nobody watches is forgotten', async () => {
  const { cache, asked } = hand();
  cache.watch('runs.get', RUN, none);
  const stop = cache.watch('runs.list', {}, none);
  await asked[0]!.answer('run');
  await asked[1]!.answer('list');
  stop();
  cache.invalidate('runs.get', () => false);
  cache.invalidate('runs.list');
  expect(asked).toHaveLength(2);
  expect(cache.read('runs.list', {})).toEqual({ status: 'loading' });
  expect(cache.read('runs.get', RUN)).toMatchObject({ value: 'run' });
});

test('cells are forgotten as soon as no screen shows them', async () => {
  const { cache, asked } = hand();
  const question = { ...RUN, call: '7d1a4a4c-58a5-4f5b-8a3e-0f8f5a0c2b22' };
  const stop = cache.watch('runs.getPrompt', question, none);
  await asked[0]!.answer('cells');
  stop();
  expect(cache.read('runs.getPrompt', question)).toEqual({ status: 'loading' });
});

test('after a lock nothing can be read, and a late answer does not arrive', async () => {
  const { cache, asked } = hand();
  const told: string[] = [];
  cache.watch('runs.list', {}, () => told.push(cache.read('runs.list', {}).status));
  cache.watch('denials.list', { offset: 0, limit: 5 }, none);
  await asked[0]!.answer(['secret']);
  cache.clear();
  expect(cache.read('runs.list', {})).toEqual({ status: 'loading' });
  await asked[1]!.answer({ total: 1, denials: ['late'] });
  expect(cache.read('denials.list', { offset: 0, limit: 5 })).toEqual({ status: 'loading' });
  expect(told).toEqual(['ready', 'loading']);
});

test('a refusal is kept with its words', async () => {
  const cache = new QueryCache(() =>
    Promise.resolve({ ok: false, code: 'not_allowed', message: 'you may not see a run' }),
  );
  cache.watch('runs.get', RUN, none);
  await Promise.resolve();
  await Promise.resolve();
  expect(cache.read('runs.get', RUN)).toMatchObject({
    status: 'failed',
    problem: { code: 'not_allowed', message: 'you may not see a run' },
  });
});
