import { createHash, createHmac, createPrivateKey, sign } from 'node:crypto';
import { readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { canonicalJson, entryMacMessage, toHex, type Entry } from '../../../shared/formats/index.ts';
import { openCipher, type SqliteDatabase } from '../database/index.ts';
import {
  appendEach,
  item,
  openFile,
  temporaryWorkspace,
  TOOL_INTENT,
  type TemporaryWorkspace,
} from '../journal/temporary.ts';
import type { JournalReport } from './index.ts';

let workspace: TemporaryWorkspace;

/** Ten entries, of which 4 and 9 are checkpoints, closed in order. */
beforeEach(async () => {
  workspace = await temporaryWorkspace();
  const file = await openFile(workspace, true);
  const clock = (): { wallMs: number; monoMs: number } => ({
    wallMs: workspace.options.clock.wallMs(),
    monoMs: workspace.options.clock.monoMs(),
  });
  appendEach(file, ...Array.from({ length: 4 }, (_, i) => item(workspace, { body: { reason: `r${i}` } })));
  await file.checkpoint('run_end', clock());
  appendEach(file, ...Array.from({ length: 4 }, (_, i) => item(workspace, { body: { reason: `s${i}` } })));
  await file.checkpoint('exit', clock());
  await file.close();
});

afterEach(() => workspace.remove());

/**
 * An attacker with the database key, who lifts the triggers and puts them back, so that only the
 * entries tell.
 */
function tamper(act: (database: SqliteDatabase) => void): void {
  const database = openCipher(workspace.database, workspace.options.databaseKey, {
    readonly: false,
    mustExist: true,
  });
  const triggers = database.prepare("SELECT name, sql FROM sqlite_schema WHERE type = 'trigger'").all() as {
    name: string;
    sql: string;
  }[];
  for (const { name } of triggers) database.exec(`DROP TRIGGER ${name}`);
  act(database);
  for (const { sql } of triggers) database.exec(sql);
  database.pragma('wal_checkpoint(TRUNCATE)');
  database.close();
}

const textOf = (database: SqliteDatabase, seq: number): string =>
  database.prepare('SELECT bytes FROM run_events WHERE seq = ?').pluck().get(seq) as string;
const leafOf = (text: string): Buffer => createHash('sha256').update(`\u0000${text}`).digest();

interface Power {
  readonly macKey?: Uint8Array;
  readonly resign?: (seq: number, size: number, root: Uint8Array) => string;
}

/** Rewrites entries from `from` on, with leaves and links that hold, and MACs where the key is known. */
function rewrite(
  database: SqliteDatabase,
  from: number,
  change: (entry: Entry) => Entry,
  { macKey }: Power = {},
): void {
  const rows = database.prepare('SELECT seq, bytes, leaf, mac FROM run_events ORDER BY seq').all() as {
    seq: number;
    bytes: string;
    leaf: Uint8Array;
    mac: Uint8Array;
  }[];
  let { leaf, mac } = from > 0 ? rows[from - 1]! : { leaf: new Uint8Array(32), mac: new Uint8Array(32) };
  for (const row of rows.slice(from)) {
    const entry = { ...change(JSON.parse(row.bytes) as Entry), prev: toHex(leaf) };
    const bytes = canonicalJson(entry);
    leaf = leafOf(bytes);
    mac =
      macKey === undefined
        ? row.mac
        : createHmac('sha256', macKey)
            .update(entryMacMessage(mac, row.seq, leaf))
            .digest();
    database
      .prepare('UPDATE run_events SET bytes = ?, leaf = ?, mac = ? WHERE seq = ?')
      .run(bytes, leaf, mac, row.seq);
  }
}

const change = (at: number) => (entry: Entry) =>
  entry.seq === at ? ({ ...entry, body: { reason: 'forged' } } as Entry) : entry;

async function expectVerdict(verdict: JournalReport['verdict'], firstBad?: number): Promise<JournalReport> {
  const report = await workspace.verify();
  expect({ verdict: report.verdict, firstBad: report.firstBad }).toEqual({ verdict, firstBad });
  return report;
}

test('an untouched journal is ok, and so is one whose triggers were lifted and put back', async () => {
  await expectVerdict('ok');
  tamper(() => undefined);
  await expectVerdict('ok');
});

describe('entries', () => {
  test('bytes changed', async () => {
    tamper((database) =>
      database.exec(`UPDATE run_events SET bytes = replace(bytes, 'r2', 'x2') WHERE seq = 2`),
    );
    await expectVerdict('entry_altered', 2);
  });
  test('bytes and leaf changed', async () => {
    tamper((database) => {
      const text = textOf(database, 2).replace('r2', 'x2');
      database.prepare('UPDATE run_events SET bytes = ?, leaf = ? WHERE seq = 2').run(text, leafOf(text));
    });
    await expectVerdict('entry_altered', 2);
  });
  test('the last entry changed, with its leaf', async () => {
    tamper((database) => {
      const text = textOf(database, 9).replace('"exit"', '"lock"');
      database.prepare('UPDATE run_events SET bytes = ?, leaf = ? WHERE seq = 9').run(text, leafOf(text));
    });
    await expectVerdict('chain_rewritten', 9);
  });
  test('only a leaf or a MAC changed', async () => {
    tamper((database) => database.exec('UPDATE run_events SET leaf = zeroblob(32) WHERE seq = 3'));
    await expectVerdict('entry_altered', 3);
  });
  test('only a MAC changed', async () => {
    tamper((database) => database.exec('UPDATE run_events SET mac = zeroblob(32) WHERE seq = 3'));
    await expectVerdict('entry_altered', 3);
  });
  test('a stored form that means the same is not the same', async () => {
    tamper((database) => {
      const text = textOf(database, 2).replace('{"actor"', '{ "actor"');
      database.prepare('UPDATE run_events SET bytes = ?, leaf = ? WHERE seq = 2').run(text, leafOf(text));
    });
    await expectVerdict('entry_altered', 2);
  });
  test('a body that the catalogue does not know', async () => {
    tamper((database) => {
      rewrite(
        database,
        2,
        (entry) => (entry.seq === 2 ? { ...entry, body: { patient: 'x' } } : entry),
        workspace.options,
      );
    });
    await expectVerdict('entry_altered', 2);
  });
  test('removed', async () => {
    tamper((database) => database.exec('DELETE FROM run_events WHERE seq = 5'));
    await expectVerdict('entry_missing', 5);
  });
  test('removed, and the rest moved up', async () => {
    tamper((database) => {
      database.exec('DELETE FROM run_events WHERE seq = 5');
      for (let seq = 6; seq < 10; seq += 1)
        database.exec(`UPDATE run_events SET seq = ${seq - 1} WHERE seq = ${seq}`);
    });
    await expectVerdict('entry_missing', 5);
  });
  test('two exchanged', async () => {
    tamper((database) =>
      database.exec(`UPDATE run_events SET seq = -1 WHERE seq = 6; UPDATE run_events SET seq = 6 WHERE seq = 7;
        UPDATE run_events SET seq = 7 WHERE seq = -1`),
    );
    await expectVerdict('order_changed', 6);
  });
  test('one put in twice', async () => {
    tamper((database) =>
      database.exec(`INSERT INTO run_events SELECT 10, bytes, leaf, mac FROM run_events WHERE seq = 8`),
    );
    await expectVerdict('entry_missing', 10);
  });
});

describe('the chain rewritten', () => {
  test('without the MAC key', async () => {
    tamper((database) => {
      rewrite(database, 2, change(2));
    });
    await expectVerdict('chain_rewritten', 2);
  });
  test('with the MAC key: the signed checkpoint tells', async () => {
    tamper((database) => {
      rewrite(database, 6, change(6), workspace.options);
    });
    const report = await expectVerdict('chain_rewritten', 4);
    expect(report.checks.find(({ what }) => what === 'Keyed chain')?.state).toBe('ok');
    expect(report.checks.find(({ what }) => what === 'Checkpoints')?.state).toBe('failed');
  });
  test('without the MAC key given to the verifier, checkpoints still tell', async () => {
    tamper((database) => {
      rewrite(database, 2, change(2));
    });
    const report = await workspace.verify({ macKey: undefined });
    expect(report.verdict).toBe('chain_rewritten');
    expect(report.checks.find(({ what }) => what === 'Keyed chain')?.state).toBe('not_checked');
  });
});

describe('checkpoints', () => {
  const strangersKey = createPrivateKey({
    key: Buffer.concat([Buffer.from('302e020100300506032b657004220420', 'hex'), Buffer.alloc(32, 7)]),
    format: 'der',
    type: 'pkcs8',
  });
  test("signed with a stranger's key", async () => {
    tamper((database) => {
      rewrite(
        database,
        4,
        (entry) => {
          if (entry.seq !== 4) return entry;
          const note = entry.body.note as string;
          const text = note.slice(0, note.indexOf('\n\n') + 1);
          const [line = ''] = note.slice(text.length + 1).split('\n');
          const id = Buffer.from(line.split(' ')[2]!, 'base64').subarray(0, 4);
          const signature = Buffer.concat([id, sign(null, Buffer.from(text), strangersKey)]).toString(
            'base64',
          );
          return {
            ...entry,
            body: { ...entry.body, note: `${text}\n— ${workspace.options.origin} ${signature}\n` },
          };
        },
        workspace.options,
      );
    });
    await expectVerdict('checkpoint_forged', 4);
  });
  test('the entry says another root than the note', async () => {
    tamper((database) => {
      rewrite(
        database,
        4,
        (entry) => (entry.seq === 4 ? { ...entry, body: { ...entry.body, root: '00'.repeat(32) } } : entry),
        workspace.options,
      );
    });
    await expectVerdict('checkpoint_forged', 4);
  });
  test('a journal signed by another workspace', async () => {
    const other = await temporaryWorkspace();
    const report = await workspace.verify({ checkpointPublicKey: other.checkpointPublicKey });
    await other.remove();
    expect(report.verdict).toBe('checkpoint_forged');
  });
});

describe('the end', () => {
  test('cut off', async () => {
    tamper((database) => database.exec('DELETE FROM run_events WHERE seq >= 8'));
    await expectVerdict('tail_cut', 8);
  });
  test('cut off whole', async () => {
    tamper((database) => database.exec('DELETE FROM run_events'));
    await expectVerdict('tail_cut', 0);
  });
  test('cut off, and the head record gone', async () => {
    tamper((database) => database.exec('DELETE FROM run_events WHERE seq >= 8'));
    await rm(join(workspace.options.folder, 'journal', 'head-0001.json'));
    await expectVerdict('tail_cut');
  });
  test('cut off, and the head record set back', async () => {
    tamper((database) => database.exec('DELETE FROM run_events WHERE seq >= 8'));
    const path = join(workspace.options.folder, 'journal', 'head-0001.json');
    const head = JSON.parse(await readFile(path, 'utf8')) as object;
    await writeFile(path, canonicalJson({ ...head, size: 8 }));
    await expectVerdict('checkpoint_forged');
  });
  test('cut off together with an older head record: a witness tells', async () => {
    const path = join(workspace.options.folder, 'journal', 'head-0001.json');
    const { note } = JSON.parse(await readFile(path, 'utf8')) as { note: string };
    const other = await temporaryWorkspace();
    const file = await openFile(
      { ...other, options: { ...workspace.options, folder: other.options.folder } },
      true,
    );
    await file.close();
    await writeFile(path, await readFile(join(other.options.folder, 'journal', 'head-0001.json')));
    await other.remove();
    tamper((database) => database.exec('DELETE FROM run_events'));
    expect((await workspace.verify()).verdict).toBe('ok');
    expect(await workspace.verify({ witnessed: [note] })).toMatchObject({
      verdict: 'rolled_back',
      firstBad: 0,
    });
  });
});

describe('the rest', () => {
  test('time that runs backwards without a record', async () => {
    tamper((database) => {
      rewrite(database, 8, (entry) => ({ ...entry, wallMs: 1000 }), workspace.options);
    });
    await expectVerdict('clock_stepped_back', 8);
  });
  test.each([
    ['a trigger removed', 'DROP TRIGGER run_events_are_not_changed'],
    [
      'a trigger weakened',
      "DROP TRIGGER run_events_are_not_changed; CREATE TRIGGER run_events_are_not_changed BEFORE UPDATE ON run_events WHEN 0 BEGIN SELECT RAISE(ABORT, 'run_events are not changed'); END",
    ],
    ['a table added', 'CREATE TABLE mine (a)'],
    ['an index added', 'CREATE INDEX mine ON run_events (leaf)'],
    ['a view changed', 'DROP VIEW permission_denials; CREATE VIEW permission_denials AS SELECT 1 AS seq'],
  ])('%s', async (_, statements) => {
    const database = openCipher(workspace.database, workspace.options.databaseKey, {
      readonly: false,
      mustExist: true,
    });
    database.exec(statements);
    database.close();
    await expectVerdict('schema_altered');
  });
  test('another key, a missing journal, a foreign file', async () => {
    expect((await workspace.verify({ databaseKey: new Uint8Array(32) })).verdict).toBe('cannot_read');
    expect((await workspace.verify({ macKey: new Uint8Array(32) })).verdict).toBe('chain_rewritten');
    await writeFile(workspace.database, 'not a journal');
    expect((await workspace.verify()).verdict).toBe('cannot_read');
    await rm(workspace.database);
    expect((await workspace.verify()).checks).toEqual([
      { what: 'File', state: 'failed', detail: 'the journal is missing' },
    ]);
  });
  test('a detail never quotes what an entry says', async () => {
    const file = await openFile(workspace);
    appendEach(
      file,
      item(workspace, { kind: 'tool.call', phase: 'intent', body: { ...TOOL_INTENT, tool: 'CANARY' } }),
    );
    await file.close();
    tamper((database) => {
      rewrite(database, 10, (entry) => ({ ...entry, body: { CANARY: 'CANARY' } }), workspace.options);
    });
    const report = await workspace.verify();
    expect(report.verdict).not.toBe('ok');
    expect(JSON.stringify(report.checks)).not.toContain('CANARY');
  });
});
