import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createJournal, openJournal } from './journal.ts';
import type { Journal } from './port.ts';
import {
  BY_APPLICATION,
  CALL,
  citing,
  HASH,
  IN_RUN,
  OTHER_RUN,
  RUN,
  temporaryWorkspace,
  TOOL_INTENT,
  TOOL_OUTCOME,
  type TemporaryWorkspace,
} from './temporary.ts';

let workspace: TemporaryWorkspace;
let journal: Journal;

beforeAll(async () => {
  workspace = await temporaryWorkspace();
  journal = await createJournal(workspace.options);
  const payload = { id: CALL as never, sha256: HASH };
  const decision = { behaviour: 'allow', ruleId: 'R', reason: 'r', matched: [], policySha256: HASH } as const;
  await journal.event('workspace.closed', { reason: '0' }, citing(payload));
  await journal.event(
    'tool.decided',
    { tool: 'drop_column', argsSha256: HASH, labels: [], decision: { ...decision, matched: [] } },
    IN_RUN,
  );
  const intent = await journal.intent('tool.call', TOOL_INTENT, IN_RUN);
  await journal.event('step.started', { step: 1, findings: 2 }, { ...BY_APPLICATION, run: OTHER_RUN });
  await journal.outcome('tool.call', intent, TOOL_OUTCOME, IN_RUN);
  await journal.event('workspace.closed', { reason: '5' }, { ...BY_APPLICATION, payloads: [payload] });
});

afterAll(async () => {
  await journal.close();
  await workspace.remove();
});

const seqs = (stored: readonly { entry: { seq: number } }[]): number[] =>
  stored.map(({ entry }) => entry.seq);

test('pages by kind and run, newest or oldest first, and says as of when', async () => {
  const page = async (query: object): Promise<unknown> => {
    const whole = { offset: 0, limit: 10, newestFirst: false, ...query };
    const { total, asOfSeq, entries } = await journal.read.list(whole);
    return [total, asOfSeq, seqs(entries)];
  };
  expect([
    await page({}),
    await page({ newestFirst: true, limit: 2 }),
    await page({ offset: 4, limit: 2, newestFirst: true }),
    await page({ kind: 'tool.call' }),
    await page({ run: RUN }),
    await page({ run: OTHER_RUN, kind: 'tool.call' }),
    await page({ offset: 50 }),
  ]).toEqual([
    [6, 5, [0, 1, 2, 3, 4, 5]],
    [6, 5, [5, 4]],
    [6, 5, [1, 0]],
    [2, 5, [2, 4]],
    [4, 5, [0, 1, 2, 4]],
    [0, 5, []],
    [6, 5, []],
  ]);
});

test('entries of a run, of kinds, and around one entry', async () => {
  expect(seqs(await journal.read.ofRun(OTHER_RUN))).toEqual([3]);
  expect(seqs(await journal.read.ofKinds(['tool.call', 'step.started']))).toEqual([2, 3, 4]);
  expect(seqs(await journal.read.ofKinds(['tool.call'], 3))).toEqual([4]);
  expect(seqs(await journal.read.ofKinds([]))).toEqual([]);
  expect(seqs(await journal.read.causes(4))).toEqual([0, 1, 2]);
  expect(seqs(await journal.read.causes(2))).toEqual([0, 1, 4]);
  expect(seqs(await journal.read.causes(3))).toEqual([]);
});

test('payloads that are cited, each once', async () => {
  expect(await journal.read.citedPayloads()).toEqual([CALL]);
});

test('what is not there is not found', async () => {
  await expect(journal.read.get(6)).rejects.toMatchObject({ code: 'not_found' });
  await expect(journal.read.get(-1)).rejects.toMatchObject({ code: 'not_found' });
  await expect(journal.read.causes(77)).rejects.toMatchObject({ code: 'not_found' });
});

test('an index that is broken or of another journal is made again', async () => {
  const derived = join(workspace.options.folder, 'journal', 'derived.db');
  const other = await temporaryWorkspace();
  const otherJournal = await createJournal({ ...other.options, databaseKey: workspace.options.databaseKey });
  for (let i = 0; i < 4; i += 1)
    await otherJournal.event('workspace.closed', { reason: 'else' }, { ...BY_APPLICATION, run: OTHER_RUN });
  await otherJournal.read.ofRun(RUN);
  await otherJournal.close();
  const foreign = await readFile(join(other.options.folder, 'journal', 'derived.db'));
  await other.remove();

  await journal.close();
  const broken = (await readFile(derived)).fill(7, 4096, 9000);
  for (const bytes of [broken, foreign, Buffer.from('no database')]) {
    await writeFile(derived, bytes);
    journal = await openJournal(workspace.options);
    expect(seqs(await journal.read.ofRun(OTHER_RUN))).toEqual([3]);
    await journal.close();
  }
  journal = await openJournal(workspace.options);
});

test('damage that comes to a journal while it is open is told to who asks, and closing goes on', async () => {
  const other = await temporaryWorkspace();
  try {
    const made = await createJournal(other.options);
    for (let i = 0; i < 40; i += 1) await made.event('workspace.closed', { reason: 'else' }, IN_RUN);
    await made.close();
    const opened = await openJournal(other.options);
    const bytes = await readFile(other.database);
    await writeFile(other.database, bytes.fill(7, 8192));
    // The index follows in the background, where nobody waits for what it finds.
    await opened.read.derivedState().catch(() => undefined);
    for (let asked = 0; asked < 3; asked += 1)
      await expect(opened.read.ofRun(RUN)).rejects.toMatchObject({ code: 'damaged' });
    await opened.close().catch(() => undefined);
    expect((await other.verify()).verdict).toBe('cannot_read');
  } finally {
    await other.remove();
  }
});
