import { createReadStream, createWriteStream, type ReadStream, type WriteStream } from 'node:fs';
import { open, rename, rm, stat } from 'node:fs/promises';
import type { Readable } from 'node:stream';
import { finished } from 'node:stream/promises';
import { Problem } from '../../../shared/domain/index.ts';
import { typedPath } from '../client.ts';

const REASONS: Readonly<Record<string, string>> = {
  ENOENT: 'there is no such file or folder',
  EACCES: 'that is not permitted',
  EPERM: 'that is not permitted',
  EISDIR: 'it is a folder',
  ENOSPC: 'the disk is full',
  EFBIG: 'a file may not be so large here',
};

/** Why an output takes no more, in words. */
export function unwritable(error: NodeJS.ErrnoException): Problem {
  if (error.code === 'EPIPE') return new Problem('cancelled', 'nobody reads the output any more');
  return new Problem(
    error.code === 'ENOSPC' ? 'storage_full' : 'invalid_input',
    `the output cannot be written: ${plainly(error)}`,
    'Nothing was left at its place. Make room or name another place, and run it again.',
  );
}

/** Who writes hears of an error where it writes; the event tells it once more. */
const heard = (): void => undefined;

/** A file, or standard input for `-`. @throws Problem `not_found` */
export async function openInput(path: string): Promise<ReadStream | typeof process.stdin> {
  if (path === '-') return process.stdin;
  if ((await stat(typedPath(path)).catch(() => undefined))?.isDirectory() === true)
    throw new Problem('not_found', `\`${path}\` cannot be read: it is a folder`, 'Name a readable file.');
  const stream = createReadStream(typedPath(path), { highWaterMark: 1 << 20 });
  await new Promise<void>((resolve, reject) => {
    stream.once('open', () => {
      resolve();
    });
    stream.once('error', (error: NodeJS.ErrnoException) => {
      reject(
        new Problem('not_found', `\`${path}\` cannot be read: ${plainly(error)}`, 'Name a readable file.'),
      );
    });
  });
  return stream;
}

/** The chunks of a stream until it ends or is cancelled, so that nobody waits for input that never comes. @throws Problem `cancelled` */
export async function* endingWith(input: Readable, signal: AbortSignal): AsyncGenerator<Buffer> {
  const stop = (): void => {
    input.destroy();
  };
  signal.addEventListener('abort', stop, { once: true });
  try {
    for await (const chunk of input) {
      if (signal.aborted) break;
      yield chunk as Buffer;
    }
  } catch (error) {
    if (!signal.aborted) throw error;
  } finally {
    signal.removeEventListener('abort', stop);
  }
  if (signal.aborted) throw new Problem('cancelled', 'this was cancelled');
}

interface Output {
  readonly stream: WriteStream | typeof process.stdout;
  readonly standard: boolean;
  /** Gives what was written its name. */
  keep(): Promise<void>;
  /** Leaves no unfinished file behind; nothing after `keep`. */
  drop(): Promise<void>;
}

/** A file, or standard output for `-`. A file appears under its name when it is whole. */
export async function openOutput(path: string, input: string): Promise<Output> {
  if (path === '-') {
    process.stdout.on('error', heard);
    return {
      stream: process.stdout,
      standard: true,
      keep: () => Promise.resolve(),
      drop: () => Promise.resolve(),
    };
  }
  const target = typedPath(path);
  if (input !== '-' && (await sameFile(typedPath(input), target)))
    throw new Problem('wrong_usage', 'the output would replace the input', 'Name another file for --out.');
  const unfinished = `${target}.unfinished`;
  const stream = createWriteStream(unfinished, { mode: 0o600 });
  await new Promise<void>((resolve, reject) => {
    stream.once('open', () => {
      resolve();
    });
    stream.once('error', (error: NodeJS.ErrnoException) => {
      reject(
        new Problem(
          'invalid_input',
          `\`${path}\` cannot be written: ${plainly(error)}`,
          'Name another place.',
        ),
      );
    });
  });
  stream.on('error', heard);
  let kept = false;
  return {
    stream,
    standard: false,
    keep: async () => {
      stream.end();
      try {
        await finished(stream);
        await rename(unfinished, target);
      } catch (error) {
        throw unwritable(error as NodeJS.ErrnoException);
      }
      kept = true;
    },
    drop: async () => {
      if (kept) return;
      stream.destroy();
      await rm(unfinished, { force: true });
    },
  };
}

async function sameFile(a: string, b: string): Promise<boolean> {
  const [one, other] = await Promise.all([a, b].map((path) => stat(path).catch(() => undefined)));
  return one !== undefined && one.ino === other?.ino && one.dev === other.dev;
}

function plainly(error: NodeJS.ErrnoException): string {
  return REASONS[error.code ?? ''] ?? 'the system refused';
}

/** The beginning of a file as text, without a line that was cut. @throws Problem `not_found` */
export async function readHead(path: string, sizeBytes: number): Promise<string> {
  try {
    const file = await open(typedPath(path));
    try {
      const { bytesRead, buffer } = await file.read(Buffer.alloc(sizeBytes), 0, sizeBytes, 0);
      const text = buffer.toString('utf8', 0, bytesRead);
      return bytesRead < sizeBytes ? text : text.slice(0, text.lastIndexOf('\n') + 1);
    } finally {
      await file.close();
    }
  } catch (error) {
    throw new Problem(
      'not_found',
      `\`${path}\` cannot be read: ${plainly(error as NodeJS.ErrnoException)}`,
      'Name a readable file.',
    );
  }
}
