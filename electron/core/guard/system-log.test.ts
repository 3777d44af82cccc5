import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { isLogCommand, logCommand, type LogLine } from './log-program.ts';
import { tellSystemLog } from './system-log.ts';

const LINE: LogLine = {
  what: 'began',
  workspaceId: '3f0e3c52-6a77-4b57-9d0c-0a4b7f6f8a11',
  entry: 42,
};
const TEXT =
  'Swarm Clinical: emergency access began, workspace 3f0e3c52-6a77-4b57-9d0c-0a4b7f6f8a11, entry 42';

describe('a line for the log of the system', () => {
  it('is one of a few, and the guard knows each to the letter', () => {
    for (const [platform, root] of [
      ['linux', undefined],
      ['darwin', undefined],
      ['win32', 'C:\\Windows'],
    ] as const)
      for (const what of ['began', 'escalated', 'ended', 'refused', 'drilled'] as const) {
        const { program, args } = logCommand({ ...LINE, what }, platform, root)!;
        const known = (file: string, words: readonly string[]): boolean =>
          isLogCommand(file, words, platform, root);
        expect(known(program, args)).toBe(true);
        expect(known('/bin/sh', args)).toBe(false);
        expect(known(program, [...args, 'more'])).toBe(false);
        expect(known(program, ['-n', 'elsewhere.example', ...args])).toBe(false);
        expect(known(program, args.slice(1))).toBe(false);
        expect(known(program, [...args.slice(0, -1), `${args.at(-1) ?? ''}; Maren Holt`])).toBe(false);
        expect(known(program, [...args.slice(0, -1), 'Maren Holt, MRN 12345678'])).toBe(false);
        expect(known(program, [])).toBe(false);
      }
    expect(logCommand(LINE, 'linux', undefined)?.args.at(-1)).toBe(TEXT);
  });

  it('is refused where it could carry anything else, or Windows lies somewhere odd', () => {
    expect(logCommand({ ...LINE, workspaceId: 'Maren Holt' }, 'linux', undefined)).toBeUndefined();
    expect(logCommand({ ...LINE, entry: -1 }, 'linux', undefined)).toBeUndefined();
    expect(logCommand(LINE, 'win32', '\\\\elsewhere\\share')).toBeUndefined();
    expect(logCommand(LINE, 'win32', undefined)).toBeUndefined();
  });

  it.skipIf(process.platform === 'win32' || !existsSync('/usr/bin/logger'))(
    'reaches a listening log, and it is known where none listens',
    async () => {
      const folder = await mkdtemp(join(tmpdir(), 'syslog-'));
      const socket = join(folder, 'log');
      const heard = Promise.withResolvers<string>();
      const server = createServer((connection) => {
        connection.on('data', (data) => {
          heard.resolve(data.toString('utf8'));
        });
      });
      try {
        expect(await tellSystemLog(LINE, ['-u', socket])).toBe(false);
        await new Promise<void>((resolve) => {
          server.listen(socket, resolve);
        });
        expect(await tellSystemLog(LINE, ['-u', socket])).toBe(true);
        const line = await heard.promise;
        // Facility authpriv (10), severity alert (1): 81.
        expect(line).toMatch(/^<81>/);
        expect(line).toContain(`swarm-clinical: ${TEXT}`);
      } finally {
        server.close();
        await rm(folder, { recursive: true, force: true });
      }
    },
    20_000,
  );
});
