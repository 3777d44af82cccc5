import { describe, expect, test } from 'vitest';
import { Problem } from '../../../shared/domain/index.ts';
import type { ShellApplication } from '../application.ts';
import { answerMessage } from './answer.ts';
import type { Message } from './gates.ts';

const good: Message = {
  name: 'session.getStatus',
  args: [{}],
  senderUrl: 'app://swarm/index.html',
  senderIsTopFrame: true,
  windowId: 3,
};

function application(dispatch: ShellApplication['dispatch']) {
  const refusals: string[][] = [];
  const status: ShellApplication['status'] = () => ({
    state: 'signed_out',
    host: { kind: 'electron', appVersion: '0.1.0' },
    people: [],
  });
  return {
    refusals,
    dispatch,
    status,
    recordRefusal: (...refusal: string[]) => {
      refusals.push(refusal);
      return Promise.resolve();
    },
  };
}

describe('answerMessage', () => {
  test('hands a good message to the dispatcher and its answer back', async () => {
    const calls: unknown[] = [];
    const app = application((...call) => {
      calls.push(call);
      return Promise.resolve({ ok: false, code: 'denied', message: 'no' });
    });
    expect(await answerMessage(good, app)).toEqual({ ok: false, code: 'denied', message: 'no' });
    expect(calls).toEqual([['session.getStatus', {}]]);
    expect(app.refusals).toEqual([]);
  });

  test('records a refusal and never reaches the dispatcher', async () => {
    const app = application(() => {
      throw new Error('reached');
    });
    const answer = await answerMessage({ ...good, args: [{}, {}] }, app);
    expect(answer).toMatchObject({ ok: false, code: 'invalid_input' });
    expect(app.refusals).toEqual([['session.getStatus', 'arguments: expected exactly one argument, got 2']]);
  });

  test('a Problem keeps its words, anything else loses them', async () => {
    const app = (error: Error) => application(() => Promise.reject(error));
    expect(await answerMessage(good, app(new Problem('in_use', 'the workspace is open elsewhere')))).toEqual({
      ok: false,
      code: 'in_use',
      message: 'the workspace is open elsewhere',
      hint: undefined,
    });
    const answer = await answerMessage(good, app(new Error('cell `Jane Doe` at /home/x')));
    expect(answer).toMatchObject({ ok: false, code: 'internal' });
    expect(JSON.stringify(answer)).not.toMatch(/Jane|home/);
  });
});
