import { createHash, randomBytes } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { sha256 } from './sha256.ts';

describe('SHA-256', () => {
  it('is that of Node for every length up to three blocks and for long messages', () => {
    const lengths = [...Array.from({ length: 200 }, (_, length) => length), 4096, 100_000];
    for (const length of lengths) {
      const message = randomBytes(length);
      expect(Buffer.from(sha256(message)).toString('hex')).toBe(
        createHash('sha256').update(message).digest('hex'),
      );
    }
  });
});
