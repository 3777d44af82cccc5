import type { Readable, Writable } from 'node:stream';
import type { Channel } from './rpc.ts';

const HEAD_BYTES = 4;
/** Far above any message; whoever says that more is coming is not heard any further. */
const MOST_BYTES = 24 * 1024 * 1024;

/**
 * Messages over two pipes: four bytes of length, then JSON. For a process that was not started by us. What
 * is no such message ends the channel, since nothing after it can be understood.
 */
export function streamChannel(input: Readable, output: Writable): Channel {
  const listeners: ((message: unknown) => void)[] = [];
  const closing = Promise.withResolvers<string>();
  let waiting: Buffer[] = [];
  let waitingBytes = 0;
  let over = false;
  // Once: standard output says that it is closed each time that it is, and is never gone for good.
  const end = (reason: string): void => {
    if (over) return;
    over = true;
    closing.resolve(reason);
    input.destroy();
    output.destroy();
  };
  const take = (length: number): Buffer => {
    const all = Buffer.concat(waiting);
    waiting = [all.subarray(length)];
    waitingBytes -= length;
    return all.subarray(0, length);
  };
  let wanted: number | undefined;
  input.on('data', (part: Buffer) => {
    waiting.push(part);
    waitingBytes += part.length;
    for (;;) {
      if (wanted === undefined) {
        if (waitingBytes < HEAD_BYTES) return;
        wanted = take(HEAD_BYTES).readUInt32LE();
        if (wanted > MOST_BYTES) {
          end('a message was too long');
          return;
        }
      }
      if (waitingBytes < wanted) return;
      const text = take(wanted).toString('utf8');
      wanted = undefined;
      let message: unknown;
      try {
        message = JSON.parse(text);
      } catch {
        end('a message was no message');
        return;
      }
      if (typeof message === 'object' && message !== null)
        for (const listener of listeners) listener(message);
    }
  });
  // A pipe of standard input ends without being closed.
  input.on('end', () => {
    end('the other side is gone');
  });
  for (const stream of [input, output]) {
    stream.on('error', () => {
      end('a pipe failed');
    });
    stream.on('close', () => {
      end('the other side is gone');
    });
  }
  return {
    post: (message) => {
      if (output.destroyed) return;
      const body = Buffer.from(JSON.stringify(message), 'utf8');
      const head = Buffer.alloc(HEAD_BYTES);
      head.writeUInt32LE(body.length);
      output.write(Buffer.concat([head, body]));
    },
    onMessage: (listener) => {
      listeners.push(listener);
    },
    onClose: (listener) => {
      void closing.promise.then(listener);
    },
    close: () => {
      end('closed');
      return Promise.resolve();
    },
  };
}
