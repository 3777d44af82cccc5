import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { Readable } from 'node:stream';

/** What a process that holds nothing but the redactor says of itself. */
export interface Alone {
  readonly startMs: number;
  /** Before it was given anything. */
  readonly startMiB: number;
  readonly memoryMiB: number;
  readonly cpuMs: number;
}

/** A stream of 100 MB on a busy machine takes more than ten minutes. */
const LONGEST_MS = 1_800_000;
/** Left alone, the engine lets garbage lie until memory is short; held to this it fails where more is needed. */
const HEAP = '--max-old-space-size=128';

/**
 * Runs the redactor in a process of its own, whose heap is held to 128 MiB.
 * @param texts go to it one by one, so that it never holds them together
 */
export async function alone(
  what: 'notes' | 'prose' | 'table',
  megabytes: number,
  texts: readonly string[] = [],
): Promise<Alone> {
  const script = join(import.meta.dirname, 'phi-alone.ts');
  const child = spawn(process.execPath, [HEAP, script, what, String(megabytes)], {
    stdio: ['pipe', 'pipe', 'inherit'],
    timeout: LONGEST_MS,
  });
  const lines = texts.map((text) => `${JSON.stringify(text)}\n`);
  Readable.from(lines).pipe(child.stdin);
  let said = '';
  child.stdout.setEncoding('utf8').on('data', (data: string) => {
    said += data;
  });
  const [code] = (await once(child, 'close')) as [number | null];
  if (code !== 0) throw new Error(`the redactor in a process of its own ended with ${String(code)}`);
  return JSON.parse(said) as Alone;
}
