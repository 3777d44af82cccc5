import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { verifyWorkspace } from './index.ts';
import { createJournal, openJournal } from './journal.ts';
import type { Journal } from './port.ts';
import {
  BY_APPLICATION,
  CALL,
  citing,
  HASH,
  IN_RUN,
  RUN,
  temporaryWorkspace,
  TOOL_INTENT,
  TOOL_OUTCOME,
  type TemporaryWorkspace,
} from './temporary.ts';

let workspace: TemporaryWorkspace;
let journal: Journal;

beforeEach(async () => {
  workspace = await temporaryWorkspace();
  journal = await createJournal(workspace.options);
});

afterEach(async () => {
  await journal.close();
  await workspace.remove();
});

async function reopen(): Promise<void> {
  await journal.close();
  journal = await openJournal(workspace.options);
}

const closed = (reason: string): Promise<{ seq: number }> =>
  journal.event('workspace.closed', { reason }, BY_APPLICATION);

describe('appending', () => {
  test('callers in parallel get positions in the order of their calls, and the journal verifies', async () => {
    const appended = await Promise.all(Array.from({ length: 500 }, (_, i) => closed(`n ${i}`)));
    expect(appended.map(({ seq }) => seq)).toEqual(Array.from({ length: 500 }, (_, i) => i));
    const { entries } = await journal.read.list({ offset: 498, limit: 5, newestFirst: false });
    expect(entries.map(({ entry }) => entry.body)).toEqual([{ reason: 'n 498' }, { reason: 'n 499' }]);
    expect(await workspace.verify()).toMatchObject({ verdict: 'ok', size: 500 });
  });

  test('an entry says who, when, where, and what came before', async () => {
    const first = await closed('first');
    const intent = await journal.intent(
      'tool.call',
      TOOL_INTENT,
      citing({ id: CALL as never, sha256: HASH }),
    );
    const stored = await journal.read.get(intent.seq);
    expect(stored.entry).toEqual({
      v: 1,
      seq: 1,
      epoch: 1,
      wallMs: intent.wallMs,
      monoMs: expect.any(Number),
      kind: 'tool.call',
      phase: 'intent',
      actor: { id: 'application', role: 'none' },
      agent: 'data_cleaner',
      run: RUN,
      call: CALL,
      correlation: 'test',
      phiAccessed: true,
      body: TOOL_INTENT,
      payloads: [{ id: CALL, sha256: HASH }],
      prev: (await journal.read.get(first.seq)).leafSha256,
    });
  });

  test('a body that is not as catalogued is a bug and leaves nothing behind', async () => {
    await expect(journal.event('workspace.closed', { reason: 5 as never }, BY_APPLICATION)).rejects.toThrow(
      'not as catalogued',
    );
    await expect(journal.event('no.such' as never, {}, BY_APPLICATION)).rejects.toThrow('knows no');
    expect((await journal.read.state()).size).toBe(0);
  });

  test('an outcome wants its own open intent; a bad one does not stop its neighbours', async () => {
    const intent = await journal.intent('tool.call', TOOL_INTENT, IN_RUN);
    const outcome = (seq: number): Promise<unknown> =>
      journal.outcome('tool.call', { seq, wallMs: 0 }, TOOL_OUTCOME, IN_RUN);
    const wrongKind = journal.outcome('model.call', intent, { ok: true, answerTokens: 1, ms: 1 }, IN_RUN);
    const settled = await Promise.allSettled([
      outcome(99),
      wrongKind,
      outcome(intent.seq),
      outcome(intent.seq),
    ]);
    expect(settled.map(({ status }) => status)).toEqual(['rejected', 'rejected', 'fulfilled', 'rejected']);
    expect((await journal.read.state()).size).toBe(2);
  });

  test('a clock set back is recorded before the entry that meets it', async () => {
    await closed('before');
    workspace.clock.wallMs -= 60_000;
    await Promise.all([closed('after'), closed('later')]);
    const { entries } = await journal.read.list({ offset: 0, limit: 9, newestFirst: false });
    expect(entries.map(({ entry }) => entry.kind)).toEqual([
      'workspace.closed',
      'clock.stepped',
      'workspace.closed',
      'workspace.closed',
    ]);
    expect(entries[1]?.entry.body).toEqual({ byMs: -60_000 });
    const report = await workspace.verify();
    expect(report.verdict).toBe('ok');
    expect(report.checks.find(({ what }) => what === 'Clock')?.detail).toBe(
      'set back 1 times, each time recorded',
    );
  });
});

describe('opening again', () => {
  test('goes on where it ended, with the same tree', async () => {
    await closed('one');
    await journal.checkpoint('run_end');
    await closed('two');
    const before = await journal.read.state();
    await reopen();
    expect(journal.opened).toEqual({ epoch: 1, size: 3, orphanedIntents: 0 });
    expect(await journal.read.state()).toEqual(before);
    await closed('three');
    expect(await workspace.verify()).toMatchObject({ verdict: 'ok', size: 4 });
  });

  test('intents without an outcome are closed as interrupted, whether before or behind the head', async () => {
    await journal.intent('tool.call', TOOL_INTENT, { ...IN_RUN, phiAccessed: true });
    await journal.checkpoint('lock');
    await journal
      .intent('model.load', { name: 'm', sha256: HASH, sizeBytes: 1 } as never, BY_APPLICATION)
      .catch(() => undefined);
    await journal.intent('model.load', { name: 'm', sha256: HASH }, BY_APPLICATION);
    await reopen();
    expect(journal.opened).toEqual({ epoch: 1, size: 5, orphanedIntents: 2 });
    const { entries } = await journal.read.list({ offset: 0, limit: 2, newestFirst: true });
    expect(entries.map(({ entry }) => [entry.kind, entry.intent, entry.body.code, entry.actor.id])).toEqual([
      ['model.load', 2, 'interrupted', 'application'],
      ['tool.call', 0, 'interrupted', 'application'],
    ]);
    expect(entries[1]?.entry).toMatchObject({ run: RUN, call: CALL, phiAccessed: true });
    await reopen();
    expect(journal.opened.orphanedIntents).toBe(0);
  });

  test('a head record that is gone or not ours costs time and is told in the journal', async () => {
    await closed('one');
    await journal.intent('tool.call', TOOL_INTENT, IN_RUN);
    await journal.close();
    await writeFile(join(workspace.options.folder, 'journal', 'head-0001.json'), '{"v":1}');
    journal = await openJournal(workspace.options);
    expect(journal.opened).toEqual({ epoch: 1, size: 4, orphanedIntents: 1 });
    const { entry } = await journal.read.get(2);
    expect([entry.kind, entry.body]).toEqual(['integrity.verified', { verdict: 'tail_cut', size: 2 }]);
    await reopen();
    expect(await workspace.verify()).toMatchObject({ verdict: 'ok', size: 4 });
  });
});

describe('checkpoints', () => {
  test('are signed, recorded and known to the state', async () => {
    await closed('one');
    const before = await journal.read.state();
    const issued = await journal.checkpoint('report');
    expect(issued).toMatchObject({ seq: 1, size: 1, root: before.root });
    expect(issued.note.startsWith(`${workspace.options.origin}\n1\n`)).toBe(true);
    const { entry } = await journal.read.get(1);
    expect(entry.body).toEqual({ size: 1, root: before.root, reason: 'report', note: issued.note });
    expect((await journal.read.state()).lastCheckpoint).toEqual(issued);
  });

  test('hold when the clock was set back right before', async () => {
    await closed('one');
    workspace.clock.wallMs -= 5000;
    expect(await journal.checkpoint('lock')).toMatchObject({ seq: 2, size: 2 });
    expect(await workspace.verify()).toMatchObject({ verdict: 'ok', size: 3 });
  });

  test('come by themselves every few thousand entries', async () => {
    await Promise.all(Array.from({ length: 2100 }, (_, i) => closed(String(i))));
    const { entries } = await journal.read.list({
      offset: 0,
      limit: 5,
      kind: 'journal.checkpoint',
      newestFirst: false,
    });
    expect(entries.map(({ entry }) => entry.body.reason)).toEqual(['interval']);
    expect((await workspace.verify()).verdict).toBe('ok');
  });

  test('hold against a later journal, and a note from elsewhere does not', async () => {
    await closed('one');
    const { note } = await journal.checkpoint('report');
    await closed('two');
    const witnessed = (await workspace.verify({ witnessed: [note] })).checks.find(
      ({ what }) => what === 'Witnesses',
    );
    expect(witnessed).toMatchObject({ what: 'Witnesses', state: 'ok', onlyWitness: true });
    const foreign = await workspace.verify({ witnessed: [note.replace('\n1\n', '\n2\n')] });
    expect(foreign.verdict).toBe('checkpoint_forged');
  });
});

test('a journal verifies while it is being written to', async () => {
  const state = { done: false };
  const writing = (async () => {
    for (let i = 0; i < 400 && !state.done; i += 1) {
      await Promise.all([closed('a'), closed('b')]);
      if (i % 50 === 0) await journal.checkpoint('interval');
    }
  })();
  for (let i = 0; i < 5; i += 1) expect(await workspace.verify()).toMatchObject({ verdict: 'ok' });
  state.done = true;
  await writing;
});

test('a workspace is verified in a worker while its journal is open', async () => {
  await closed('one');
  const { clock, ...plain } = workspace.options;
  expect(clock.wallMs()).toBeGreaterThan(0);
  const progress: unknown[] = [];
  const { view } = await verifyWorkspace(
    { ...plain, checkpointPublicKey: workspace.checkpointPublicKey },
    (step) => progress.push(step),
  );
  expect(view).toMatchObject({ ok: true, subject: 'journal: the journal is whole' });
  expect(view.lines.at(-1)).toMatchObject({ what: 'Payloads', verdict: 'not_checked' });
  expect(progress.length).toBeGreaterThan(0);
});
