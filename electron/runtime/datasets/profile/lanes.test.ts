import { describe, expect, it } from 'vitest';
import { encodeCells } from '../storage/cells.ts';
import { profileCells } from './column-profile.ts';
import { ProfileLanes, type ColumnToProfile } from './lanes.ts';

const LARGE = 1 << 30;

/** Twelve columns of three chunks each, different in kind. */
const COLUMNS = Array.from({ length: 12 }, (_, column) => ({
  header: `column ${column}`,
  bytes: [0, 1, 2].flatMap((part) =>
    Array.from(
      encodeCells(
        Array.from({ length: 4000 }, (_, row) => (row % 9 === 0 ? null : `${part * column} ${row % 700}`)),
      ),
      (chunk) => Uint8Array.from(chunk.bytes),
    ),
  ),
}));
const EXPECTED = COLUMNS.map(({ header, bytes }) => profileCells(header, bytes));

async function* copies(bytes: readonly Uint8Array[]): AsyncGenerator<Uint8Array> {
  for (const each of bytes) yield await Promise.resolve(Uint8Array.from(each));
}

const TO_PROFILE = COLUMNS.map(({ header, bytes }): ColumnToProfile => ({
  header,
  chunks: () => copies(bytes),
}));

describe('profiling side by side', () => {
  it.each([0, LARGE])(
    'gives what profiling one by one gives, for a source of %i bytes',
    async (sizeBytes) => {
      const lanes = ProfileLanes.start(sizeBytes);
      try {
        for (const part of [0, 1, 2])
          for (const [column, { header, bytes }] of COLUMNS.entries())
            lanes.offer(column, header, bytes[part] ?? new Uint8Array());
        const done: number[] = [];
        expect(await lanes.profileAll(TO_PROFILE, (count) => done.push(count))).toEqual(EXPECTED);
        expect(done).toEqual(COLUMNS.map((_, index) => index + 1));
      } finally {
        await lanes.close();
      }
    },
  );

  it('does without having been shown anything before', async () => {
    const lanes = ProfileLanes.start(LARGE);
    try {
      expect(await lanes.profileAll(TO_PROFILE, () => undefined)).toEqual(EXPECTED);
    } finally {
      await lanes.close();
    }
  });

  it('ends with the first failure', async () => {
    const lanes = ProfileLanes.start(LARGE);
    const failing = TO_PROFILE.map((column, index) =>
      index === 5
        ? {
            ...column,
            chunks: async function* (): AsyncGenerator<Uint8Array> {
              await Promise.resolve();
              throw new Error('unreadable');
            },
          }
        : column,
    );
    try {
      await expect(lanes.profileAll(failing, () => undefined)).rejects.toThrow('unreadable');
    } finally {
      await lanes.close();
    }
  });
});
