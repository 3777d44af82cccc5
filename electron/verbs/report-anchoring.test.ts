import { randomBytes, randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { systemClock } from '../core/index.ts';
import { createJournal } from '../evidence/index.ts';
import { collectAnchoring } from './report-anchoring.ts';

test('a report quotes the checkpoint of the one before, and the first quotes none', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'swarm-anchoring-'));
  const origin = `swarm-clinical/${randomUUID()}`;
  const journal = await createJournal({
    ...{ folder, origin, clock: systemClock },
    ...{ databaseKey: randomBytes(32), macKey: randomBytes(32), checkpointSeed: randomBytes(32) },
  });
  const keys = { origin, logKey: 'log', witnessKey: 'witness' };
  try {
    const first = await journal.checkpoint('report');
    expect((await collectAnchoring(journal, keys, first)).anchoring.previous).toBeUndefined();
    await journal.checkpoint('lock');
    const second = await journal.checkpoint('report');
    expect((await collectAnchoring(journal, keys, second)).anchoring.previous).toMatchObject({
      entry: first.seq,
      note: first.note,
    });
  } finally {
    await journal.close();
    await rm(folder, { recursive: true, force: true });
  }
});
