import { readFileSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { forkProcess } from './processes.ts';

const LIMIT_MS = 20_000;
let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'swarm-processes-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

/** Ends a process and holds this one still until the system says so: nobody here has heard of it then. */
function endUnheard(pid: number): void {
  process.kill(pid, 'SIGKILL');
  const until = performance.now() + LIMIT_MS;
  while (!/^\d+ \(.*\) Z/.test(readFileSync(`/proc/${pid}/stat`, 'utf8')))
    if (performance.now() > until) throw new Error('the child did not end');
}

test.skipIf(process.platform !== 'linux')(
  'what is sent to a child that is just gone is lost without a fault, and its end is told',
  async () => {
    const entry = join(folder, 'waits.mjs');
    await writeFile(entry, `process.on('message', () => {}); process.send(process.pid);`);
    const child = forkProcess(pathToFileURL(entry), 'waiting');
    const pid = Promise.withResolvers<number>();
    child.onMessage((message) => {
      pid.resolve(message as number);
    });
    const gone = Promise.withResolvers<string>();
    child.onClose(gone.resolve);
    endUnheard(await pid.promise);
    for (let message = 0; message < 3; message += 1) child.post({ message });
    expect(await gone.promise).toBe('SIGKILL');
    await child.close();
  },
);
