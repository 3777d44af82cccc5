import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { createJournal, openJournal } from './journal.ts';
import { BY_APPLICATION, temporaryWorkspace, type TemporaryWorkspace } from './temporary.ts';

const KILLS = 6;
const MOST_ENTRIES = 250;
const child = fileURLToPath(new URL('./appending.child.ts', import.meta.url));

/** Starts a process that appends, and kills it once it acknowledged so many entries. */
async function appendUntilKilled({ options }: TemporaryWorkspace, entries: number): Promise<number> {
  const hex = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex');
  const request = {
    folder: options.folder,
    origin: options.origin,
    databaseKey: hex(options.databaseKey),
    macKey: hex(options.macKey),
    checkpointSeed: hex(options.checkpointSeed),
  };
  const running = spawn(process.execPath, [child], {
    env: { ...process.env, JOURNAL_UNDER_TEST: JSON.stringify(request) },
    stdio: ['ignore', 'pipe', 'inherit'],
    // Whatever goes wrong, it ends.
    ...{ timeout: 60_000, killSignal: 'SIGTERM' },
  });
  const exited = once(running, 'exit');
  let last = -1;
  let said = 0;
  for await (const line of createInterface({ input: running.stdout })) {
    last = Math.max(last, Number(line));
    said += 1;
    if (said === entries) running.kill('SIGKILL');
  }
  expect((await exited)[1]).toBe('SIGKILL');
  return last;
}

test('killed at any moment, every acknowledged entry is there and the journal verifies', async () => {
  const workspace = await temporaryWorkspace();
  await (await createJournal(workspace.options)).close();
  try {
    for (let kill = 0; kill < KILLS; kill += 1) {
      const last = await appendUntilKilled(workspace, 1 + Math.floor(Math.random() * MOST_ENTRIES));
      const report = await workspace.verify();
      expect(report.verdict).toBe('ok');
      expect(report.size).toBeGreaterThan(last);
    }
    const journal = await openJournal({ ...workspace.options, clock: { wallMs: Date.now, monoMs: () => 0 } });
    await journal.event('workspace.closed', { reason: 'end' }, BY_APPLICATION);
    const { entries } = await journal.read.list({ offset: 0, limit: 500, newestFirst: true });
    await journal.close();
    const answered = new Set(entries.map(({ entry }) => entry.intent));
    const open = entries.filter(({ entry }) => entry.phase === 'intent' && !answered.has(entry.seq));
    expect(open).toEqual([]);
    expect((await workspace.verify()).verdict).toBe('ok');
  } finally {
    await workspace.remove();
  }
});
