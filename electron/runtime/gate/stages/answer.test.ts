import { describe, expect, it } from 'vitest';
import { agentAnswer, DROP_MRN, gatePorts, personCall, stays } from '../testing/fixtures.ts';
import { readAnswer } from './answer.ts';

const { ports } = gatePorts(stays());

describe('reading the answer', () => {
  it('takes a tool call as it is, and a person by their word', async () => {
    const received = agentAnswer(DROP_MRN);
    expect(await readAnswer(received, ports)).toEqual({
      received,
      ...DROP_MRN,
      enteredMs: expect.any(Number),
    });
    expect(await readAnswer(personCall(), ports)).toMatchObject({ tool: 'export_table', why: '' });
  });

  it.each([
    ['', 'nothing'],
    ['null', 'null'],
    ['[]', 'a list'],
    ['{"why":"a","tool":"finish"}', 'no arguments'],
    ['{"why":"a","tool":"finish","args":{}} and more', 'words after it'],
    ['{"why":"a","tool":"FINISH","args":{}}', 'another spelling'],
    ['{"why":"٣ rows","tool":"finish","args":{}}', 'digits of another script'],
    ['{"why":"a","tool":"finish","args":{},"__proto__":{"x":1}}', 'a foreign member'],
  ])('refuses %s (%s)', async (text) => {
    await expect(Promise.resolve(readAnswer(agentAnswer(text), ports))).rejects.toMatchObject({
      ruleId: 'ANSWER-001',
    });
  });

  it('redacts the reason', async () => {
    const parsed = await readAnswer(agentAnswer({ ...DROP_MRN, why: 'Wilhelmina Krauss again' }), ports);
    expect(parsed.why).toBe('[NAME] again');
  });
});
