import { appendFile, cp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { epochOrigin, signCheckpoint, type Entry } from '../../../shared/formats/index.ts';
import { openCipher } from '../database/index.ts';
import { beginEpoch, type EpochBegun } from './begin-epoch.ts';
import { sha256 } from './hashing.ts';
import { beginJournalEpoch, openJournal } from './journal.ts';
import { checkpointSigner } from './signer.ts';
import {
  appendEach,
  BY_APPLICATION,
  IN_RUN,
  item,
  openFile,
  temporaryWorkspace,
  TOOL_INTENT,
  type TemporaryWorkspace,
} from './temporary.ts';

const BY_PERSON = {
  actor: { id: '5f0c9d5e-8a94-4b3a-9d0e-aaaaaaaaaaaa' as never, role: 'compliance' },
  correlation: 'epoch',
} as const;
const PAGE = 4096;

let workspace: TemporaryWorkspace;
let folder: string;

const now = (): { wallMs: number; monoMs: number } => ({
  wallMs: workspace.options.clock.wallMs(),
  monoMs: workspace.options.clock.monoMs(),
});
const begin = (): Promise<EpochBegun> => beginEpoch({ ...workspace.options, ...now(), by: BY_PERSON });

/** Ten entries under a checkpoint, an open act and two entries behind it. */
beforeEach(async () => {
  workspace = await temporaryWorkspace();
  folder = join(workspace.options.folder, 'journal');
  const file = await openFile(workspace, true);
  appendEach(file, ...Array.from({ length: 10 }, () => item(workspace)));
  await file.checkpoint('run_end', now());
  const act = item(workspace, { kind: 'tool.call', phase: 'intent', body: TOOL_INTENT, context: IN_RUN });
  appendEach(file, act, item(workspace), item(workspace));
  await file.close();
});
afterEach(() => workspace.remove());

async function filesOf(epoch: number): Promise<Map<string, string>> {
  const names = (await readdir(folder)).filter((name) => name.includes(`000${epoch}`)).sort();
  return new Map(
    await Promise.all(
      names.map(async (name) => [name, (await readFile(join(folder, name))).toString('base64')] as const),
    ),
  );
}

async function damagePage(page: number, name = 'epoch-0001.db'): Promise<void> {
  const bytes = await readFile(join(folder, name));
  bytes[(page - 1) * PAGE + 300]! ^= 1;
  await writeFile(join(folder, name), bytes);
}

/** The entries of an epoch's file, as stored. */
function entriesOf(epoch: number): Entry[] {
  const path = join(folder, `epoch-000${epoch}.db`);
  const database = openCipher(path, workspace.options.databaseKey, { readonly: true, mustExist: true });
  try {
    const rows = database.prepare('SELECT bytes FROM run_events ORDER BY seq').pluck().all() as string[];
    return rows.map((bytes) => JSON.parse(bytes) as Entry);
  } finally {
    database.close();
  }
}

describe('a damaged journal', () => {
  test('stays as it is, byte for byte, and a new file says who went on, and from what', async () => {
    await damagePage(1);
    await expect(openFile(workspace)).rejects.toMatchObject({ code: 'damaged' });
    const before = await filesOf(1);
    const begun = await begin();
    expect(begun).toEqual({
      epoch: 2,
      firstSeq: 10_000,
      previous: { epoch: 1, verdict: 'cannot_read', entries: 0, vouchedFor: 10 },
    });
    expect(await filesOf(1)).toEqual(before);

    const [first, second] = entriesOf(2);
    expect(first).toMatchObject({
      ...{ seq: 10_000, epoch: 2, kind: 'epoch.began', actor: BY_PERSON.actor, prev: '0'.repeat(64) },
      body: { epoch: 2, previous: { epoch: 1, verdict: 'cannot_read', entries: 0, checked: false } },
    });
    const { checkpoint, files } = first!.body.previous as {
      checkpoint: { note: string };
      files: { name: string }[];
    };
    expect(checkpoint.note.startsWith(`${workspace.options.origin}\n10\n`)).toBe(true);
    expect(files.map(({ name }) => name)).toEqual(['epoch-0001.db', 'head-0001.json']);
    expect(second).toMatchObject({ kind: 'journal.checkpoint', body: { size: 1, reason: 'epoch' } });
    const origin = epochOrigin(workspace.options.origin, 2);
    expect(second!.body.note).toMatch(`${origin}\n1\n`);
  });

  test('is followed by a journal that goes on, verifies, and says what nobody vouches for', async () => {
    await damagePage(1);
    await begin();
    for (let round = 0; round < 2; round += 1) {
      const file = await openFile(workspace);
      file.append([item(workspace), item(workspace)]);
      const { seq, size } = await file.checkpoint('lock', now());
      expect(seq).toBe(10_000 + size);
      expect(file.state()).toMatchObject({ epoch: 2, firstSeq: 10_000, lastCheckpoint: { seq, size } });
      await file.close();
    }
    const report = await workspace.verify();
    expect(report).toMatchObject({ verdict: 'ok', size: 8 });
    const earlier = report.checks.find(({ what }) => what === 'Earlier epochs');
    expect(earlier?.state).toBe('unknown');
    expect(earlier?.detail).toContain('its last good checkpoint covers 10 entries');
  });

  test('that can be read in part is read as far as it holds together', async () => {
    const database = openCipher(workspace.database, workspace.options.databaseKey, {
      readonly: false,
      mustExist: true,
    });
    database.exec(
      "DROP TRIGGER run_events_are_not_changed; UPDATE run_events SET bytes = bytes || ' ' WHERE seq = 12",
    );
    database.close();
    const begun = await begin();
    expect(begun.previous).toEqual({ epoch: 1, verdict: 'entry_altered', entries: 12, vouchedFor: 10 });
    const { previous } = entriesOf(2)[0]!.body as { previous: object };
    expect(previous).toMatchObject({ checked: true, openIntents: 1, firstBad: 12 });
  });

  test('may be gone, or something else in its place', async () => {
    await rm(join(folder, 'epoch-0001.db'));
    expect(await begin()).toMatchObject({
      epoch: 2,
      firstSeq: 10_000,
      previous: { entries: 0, vouchedFor: 10 },
    });
    await writeFile(join(folder, 'epoch-0002.db'), 'something else');
    await rm(join(folder, 'head-0002.json'));
    expect(await begin()).toMatchObject({
      epoch: 3,
      firstSeq: 100_000_000,
      previous: { epoch: 2, entries: 0, vouchedFor: undefined },
    });
    expect(await readFile(join(folder, 'epoch-0002.db'), 'utf8')).toBe('something else');
    expect(await workspace.verify()).toMatchObject({ verdict: 'ok' });
  });

  test('that is changed or removed after it was closed off is a verdict', async () => {
    await damagePage(2);
    await begin();
    const kept = join(workspace.options.folder, 'kept');
    await cp(folder, kept, { recursive: true });
    await rm(join(folder, 'epoch-0001.db'));
    expect((await workspace.verify()).verdict).toBe('entry_missing');
    await writeFile(join(folder, 'epoch-0001.db'), await readFile(join(kept, 'epoch-0001.db')));
    expect((await workspace.verify()).verdict).toBe('ok');
    await appendFile(join(folder, 'epoch-0001.db'), 'x');
    expect((await workspace.verify()).verdict).toBe('entry_altered');
  });

  test('is compared with what a witness knows of it', async () => {
    const { note } = entriesOf(1)[10]!.body as { note: string };
    const signer = checkpointSigner(workspace.options.checkpointSeed);
    const { origin } = workspace.options;
    const other = (size: number, root: Uint8Array): string =>
      signCheckpoint(sha256, { origin, size, root }, signer);
    await damagePage(2);
    await begin();
    const head = await readFile(join(folder, 'head-0001.json'));
    const told = async (witnessed: string) => {
      const { verdict, withoutWitness, checks } = await workspace.verify({ witnessed: [witnessed] });
      const { state, detail } = checks.find(({ what }) => what === 'Witnesses')!;
      expect(withoutWitness.verdict).toBe('ok');
      return [verdict, state, detail];
    };
    const known = (size: number): string => `${size} entries of epoch 1 were known to a witness`;
    expect(await told(note)).toEqual(['ok', 'unknown', `${known(10)}, and are those that this epoch cites`]);
    const root = Buffer.alloc(32, 7);
    expect(await told(other(10, root))).toMatchObject(['chain_rewritten', 'failed', expect.any(String)]);
    expect(await told(other(12, root))).toEqual([
      'ok',
      'unknown',
      `${known(12)}; 10 of them are vouched for`,
    ]);
    expect(await told(other(4, root))).toMatchObject(['ok', 'unknown', expect.stringContaining(known(4))]);
    // The head that was left knows less: somebody had put the journal back before it was found damaged.
    expect(await told(other(4000, root))).toMatchObject([
      'rolled_back',
      'failed',
      expect.stringMatching(/^a witness knows 4000 entries of epoch 1, which was left with 1\d:/),
    ]);
    // Without that head nobody can tell.
    await rm(join(folder, 'head-0001.json'));
    const { checks } = await workspace.verify({ witnessed: [other(4000, root)] });
    expect(checks.find(({ what }) => what === 'Witnesses')).toMatchObject({ state: 'unknown' });
    await writeFile(join(folder, 'head-0001.json'), head);
    expect(await told(note.replace(/— (\S+) \S+/, '— $1 AAAAAAAA'))).toMatchObject([
      'checkpoint_forged',
      'failed',
      expect.any(String),
    ]);
  });

  test('is not quarantined twice over, and damage to the next is told from it', async () => {
    await damagePage(1);
    await begin();
    await expect(begin()).rejects.toMatchObject({
      code: 'wrong_usage',
    });
    await damagePage(1, 'epoch-0002.db');
    await expect(openFile(workspace)).rejects.toMatchObject({ code: 'damaged' });
    expect(await begin()).toMatchObject({
      epoch: 3,
      firstSeq: 20_000,
    });
    expect(await workspace.verify()).toMatchObject({ verdict: 'ok' });
  });
});

test('the journal of an application goes on in the new file', async () => {
  await damagePage(1);
  await expect(openJournal(workspace.options)).rejects.toThrow('damaged');
  await beginJournalEpoch(workspace.options, BY_PERSON);
  const journal = await openJournal(workspace.options);
  expect(journal.opened).toEqual({ epoch: 2, size: 2, orphanedIntents: 0 });
  expect((await journal.event('workspace.closed', { reason: 'end' }, BY_APPLICATION)).seq).toBe(10_002);
  await journal.close();
});

test('a journal that could not be looked at is not taken for damaged', async () => {
  const before = process.env.TMPDIR;
  process.env.TMPDIR = join(workspace.options.folder, 'nowhere');
  try {
    await expect(begin()).rejects.toMatchObject({ code: 'unsupported' });
  } finally {
    if (before === undefined) delete process.env.TMPDIR;
    else process.env.TMPDIR = before;
  }
  expect(await filesOf(2)).toEqual(new Map());
});

test('a sound journal is not left', async () => {
  const before = await filesOf(1);
  await expect(begin()).rejects.toMatchObject({
    code: 'wrong_usage',
  });
  expect(await filesOf(1)).toEqual(before);
  expect(await filesOf(2)).toEqual(new Map());
});
