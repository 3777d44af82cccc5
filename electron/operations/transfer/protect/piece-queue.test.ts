import { describe, expect, it } from 'vitest';
import { PieceQueue } from './piece-queue.ts';

const piece = (byte: number): Uint8Array => new Uint8Array(4).fill(byte);

describe('pieces on their way', () => {
  it('come in their order, and end', async () => {
    const queue = new PieceQueue(100);
    for (const byte of [1, 2, 3]) expect(await queue.put(piece(byte))).toBe(true);
    queue.end();
    const taken: number[] = [];
    for await (const [byte = 0] of queue.pieces()) taken.push(byte);
    expect(taken).toEqual([1, 2, 3]);
  });

  it('never lie here in more than the bound and one piece', async () => {
    const queue = new PieceQueue(8);
    let put = 0;
    const giving = (async () => {
      for (; put < 50; put += 1) await queue.put(piece(put));
      queue.end();
    })();
    let taken = 0;
    for await (const one of queue.pieces()) {
      expect(one[0]).toBe(taken);
      taken += 1;
      // Two pieces fill the bound; a third may wait.
      expect(put - taken).toBeLessThanOrEqual(3);
    }
    await giving;
    expect(taken).toBe(50);
  });

  it('say to who gives that nobody takes any more, also while it waits', async () => {
    const queue = new PieceQueue(1);
    const waiting = queue.put(piece(1));
    queue.close();
    expect(await waiting).toBe(false);
    expect(await queue.put(piece(2))).toBe(false);
  });

  it('give a failure to who takes before anything else, also while it waits', async () => {
    const queue = new PieceQueue(100);
    const reader = queue.pieces();
    const waiting = reader.next();
    queue.fail(new Error('stopped'));
    await expect(waiting).rejects.toThrow('stopped');
    await queue.put(piece(1));
    await expect(queue.pieces().next()).rejects.toThrow('stopped');
  });
});
