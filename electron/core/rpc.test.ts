import { MessageChannel, type MessagePort } from 'node:worker_threads';
import { describe, expect, it } from 'vitest';
import { Problem } from '../../shared/domain/index.ts';
import { connect, serve, Transferred, type CallContext, type Channel } from './rpc.ts';

function channelOf(port: MessagePort): Channel {
  return {
    post: (message, transfer) => {
      port.postMessage(message, transfer as never);
    },
    onMessage: (listener) => {
      port.on('message', listener);
    },
    onClose: (listener) => {
      port.once('close', () => {
        listener('closed');
      });
    },
    close: () => {
      port.close();
      return Promise.resolve();
    },
  };
}

const methods = {
  double: (value: number) => value * 2,
  buffer: () => {
    const bytes = new Uint8Array([1, 2, 3]);
    return new Transferred(bytes, [bytes.buffer]);
  },
  refuse: () => {
    throw new Problem('damaged', 'the file is damaged', 'Restore a backup.');
  },
  fault: () => {
    throw new TypeError('Maria Planted, 555-12-3456');
  },
  count: async (to: number, { progress }: CallContext) => {
    for (let i = 1; i <= to; i++) progress(i);
    return Promise.resolve(to);
  },
  wait: (_: null, { signal }: CallContext) =>
    new Promise((_resolve, reject) => {
      signal.addEventListener('abort', () => {
        reject(new Problem('cancelled', 'cancelled on request'));
      });
    }),
};

function pair() {
  const { port1, port2 } = new MessageChannel();
  serve(channelOf(port2), methods);
  return connect<typeof methods>(channelOf(port1), 'test');
}

describe('calls between processes', () => {
  it('answers, reports progress and moves buffers', async () => {
    const client = pair();
    const seen: unknown[] = [];
    expect(await client.call('double', 21)).toBe(42);
    expect(await client.call('count', 3, { onProgress: (value) => seen.push(value) })).toBe(3);
    expect(seen).toEqual([1, 2, 3]);
    expect(await client.call('buffer', undefined as never)).toEqual(new Uint8Array([1, 2, 3]));
    await client.close();
  });

  it('carries problems whole and faults without their text', async () => {
    const client = pair();
    await expect(client.call('refuse', undefined as never)).rejects.toMatchObject({
      code: 'damaged',
      message: 'the file is damaged',
      hint: 'Restore a backup.',
    });
    const fault = await client.call('fault', undefined as never).catch((error: unknown) => error as Problem);
    expect(fault).toBeInstanceOf(Problem);
    expect(JSON.stringify(fault)).not.toMatch(/Maria|555/);
    await client.close();
  });

  it('refuses unknown and inherited method names', async () => {
    const client = pair();
    for (const name of ['nothing', 'toString', '__proto__', 'constructor']) {
      await expect(client.call(name as 'double', 1)).rejects.toMatchObject({ code: 'internal' });
    }
    await client.close();
  });

  it('cancels on the other side, and before sending', async () => {
    const client = pair();
    const controller = new AbortController();
    const waiting = client.call('wait', null, { signal: controller.signal });
    controller.abort();
    await expect(waiting).rejects.toMatchObject({ code: 'cancelled' });
    await expect(client.call('double', 1, { signal: controller.signal })).rejects.toMatchObject({
      code: 'cancelled',
    });
    await client.close();
  });

  it('fails waiting and later calls when the other side is gone', async () => {
    const client = pair();
    const waiting = client.call('wait', null);
    await client.close();
    await expect(waiting).rejects.toMatchObject({ code: 'process_ended' });
    await expect(client.call('double', 1)).rejects.toMatchObject({ code: 'process_ended' });
  });
});
