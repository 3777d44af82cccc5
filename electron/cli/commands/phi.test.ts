import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, describe, expect, it } from 'vitest';

const folder = mkdtempSync(join(tmpdir(), 'swarm-phi-'));
const SWARM = fileURLToPath(new URL('../swarm.main.ts', import.meta.url));
const LONGEST_MS = 180_000;

afterAll(() => rmSync(folder, { recursive: true, force: true }));

interface Ended {
  readonly code: number | null;
  readonly said: string;
}

/** Runs the command line in a process of its own, which is ended with its children after three minutes. */
async function swarm(
  args: readonly string[],
  during?: (child: ReturnType<typeof spawn>) => Promise<void>,
): Promise<Ended> {
  const child = spawn(process.execPath, [SWARM, ...args], {
    detached: true,
    stdio: ['pipe', 'pipe', 'pipe'],
  });
  const timer = setTimeout(() => {
    if (child.pid !== undefined) process.kill(-child.pid, 'SIGKILL');
  }, LONGEST_MS);
  // The child may be gone before it has read everything.
  child.stdin.on('error', () => undefined);
  let said = '';
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', (chunk: Buffer) => {
      said += chunk.toString('utf8');
    });
  const ended = new Promise<number | null>((resolve) => child.once('close', resolve));
  try {
    if (during === undefined) child.stdin.end();
    else await during(child);
    return { code: await ended, said };
  } finally {
    clearTimeout(timer);
  }
}

function file(name: string, text: string): string {
  const path = join(folder, name);
  writeFileSync(path, text);
  return path;
}

/** Waits until something holds. */
async function until(holds: () => boolean): Promise<void> {
  const last = Date.now() + LONGEST_MS / 2;
  while (!holds() && Date.now() < last) await new Promise((resolve) => setTimeout(resolve, 50));
}

const BAD = [
  '{"id":1,"text":"Walked around the ward pond."}',
  'no json',
  '{"id":2}',
  '{"id":3,"text":7}',
].join('\n');

describe('swarm phi with input that is none', { timeout: 2 * LONGEST_MS }, () => {
  it('names the file that is missing', async () => {
    const missing = join(folder, 'absent.jsonl');
    for (const args of [
      ['phi', 'measure', '--in', missing],
      ['phi', 'eval', missing],
      ['phi', 'redact', '--in', missing, '--out', join(folder, 'out.jsonl')],
    ]) {
      const { code, said } = await swarm(args);
      expect(code).not.toBe(0);
      expect(said).toContain('absent.jsonl` cannot be read: there is no such file or folder');
    }
    expect(existsSync(join(folder, 'out.jsonl'))).toBe(false);
  });

  it('names each line that holds no document, and what is wrong with it', async () => {
    const path = file('bad.jsonl', BAD);
    const evaluated = await swarm(['phi', 'eval', path]);
    expect(evaluated.code).not.toBe(0);
    for (const sentence of [
      'Line 1 was passed over: `spans` is no array, or missing.',
      'Line 2 was passed over: the line is not valid JSON.',
    ])
      expect(evaluated.said).toContain(sentence);
    const measured = await swarm(['phi', 'measure', '--in', path]);
    expect(measured.code).not.toBe(0);
    for (const sentence of [
      'Line 2 was passed over: the line is not valid JSON.',
      'Line 3 was passed over: `text` is no string, or missing.',
      'Line 4 was passed over: `text` is no string, or missing.',
    ])
      expect(measured.said).toContain(sentence);
    expect(measured.said).not.toContain('ward pond');
  });
});

describe('swarm phi redact and its files', { timeout: 2 * LONGEST_MS }, () => {
  it('replaces its input by nothing, takes no folder, and leaves a file that was there until the new one is whole', async () => {
    const path = file('good.jsonl', '{"id":1,"text":"Dr. Okafor came."}\n');
    const same = await swarm(['phi', 'redact', '--in', path, '--out', path]);
    expect(same.code).not.toBe(0);
    expect(same.said).toContain('would replace the input');
    const folderAsInput = await swarm(['phi', 'redact', '--in', folder, '--out', join(folder, 'none.jsonl')]);
    expect(folderAsInput.said).toContain('cannot be read: it is a folder');
    expect(existsSync(join(folder, 'none.jsonl'))).toBe(false);
    const out = file('there.jsonl', 'what was there');
    const replaced = await swarm(['phi', 'redact', '--in', path, '--out', out, '--profile', 'mask']);
    expect(replaced.code).toBe(0);
    expect(readFileSync(out, 'utf8')).toContain('Dr. [NAME] came.');
  });
});

describe('swarm phi interrupted', { timeout: 2 * LONGEST_MS }, () => {
  it('leaves nothing half written, though its input never ends', async () => {
    const out = join(folder, 'cancelled.jsonl');
    const { code, said } = await swarm(['phi', 'redact', '--in', '-', '--out', out], async (child) => {
      child.stdin?.write('{"id":1,"text":"Dr. Okafor came."}\n');
      await until(() => existsSync(`${out}.unfinished`));
      child.kill('SIGINT');
    });
    expect(code).not.toBe(0);
    expect(said).toContain('cancelled');
    expect(readdirSync(folder).filter((name) => name.startsWith('cancelled'))).toEqual([]);
  });

  it('ends a measuring that waits for its input', async () => {
    const { code, said } = await swarm(['phi', 'measure', '--in', '-'], async (child) => {
      let asked = false;
      // Interrupted once it reads: the pipe takes more than its buffer holds.
      const line = `{"id":1,"text":"${'Seen today. '.repeat(20_000)}"}\n`;
      child.stdin?.write(line.repeat(4), () => {
        asked = true;
      });
      await until(() => asked);
      child.kill('SIGINT');
    });
    expect(code).not.toBe(0);
    expect(said).toContain('cancelled');
  });
});
