import { randomBytes, randomUUID } from 'node:crypto';
import { constants, readFileSync } from 'node:fs';
import { copyFile, cp, mkdir, mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { JournalHead, type EntryContext } from '../../../shared/formats/index.ts';
import { CONTENT_DATABASE } from '../content/migrations/index.ts';
import { createDatabaseFile, openCipher } from '../database/index.ts';
import { openJournal, type JournalOptions } from '../journal/index.ts';
import { journalPaths } from '../journal/paths.ts';
import { sha256 } from '../verify/index.ts';

/** A copy of a journal that the drill may harm, in the state from which every attack begins. */
export interface DrillCopy {
  /** The copied workspace: journal, and a content store of the drill's own with two payloads. */
  readonly folder: string;
  readonly database: string;
  readonly head: string;
  readonly contentDatabase: string;
  readonly contentDatabaseKey: Uint8Array;
  /** Ciphertext hash per payload of the drill's own. */
  readonly payloads: ReadonlyMap<string, string>;
  /** The journal as it was copied: its end, before the drill's own entries. */
  readonly before: JournalHead;
  /** Position of the epoch's first entry, and its entries with those of the drill. */
  readonly firstSeq: number;
  readonly size: number;
  /** The checkpoint that a witness kept. */
  readonly note: string;
  /** Brings back the state from which every attack begins. */
  restore(): Promise<void>;
  /** Brings back the older state that was copied. */
  rollBack(): Promise<void>;
  remove(): Promise<void>;
}

const BY_DRILL: EntryContext = { actor: { id: 'application', role: 'none' }, correlation: 'drill' };
/** Entries of the drill's own before each of its two checkpoints. */
export const ENTRIES_EACH = 4;

/**
 * Copies a journal into a folder of its own, closes what is open in it, and adds some entries and two
 * checkpoints at its end: all attacks happen there, so that their cost does not grow with the journal.
 * The journal itself is only read.
 *
 * @throws Problem as `openJournal`, for a journal that is damaged already
 */
export async function makeCopy(options: JournalOptions): Promise<DrillCopy> {
  const home = await mkdtemp(join(tmpdir(), 'swarm-drill-'));
  const remove = (): Promise<void> => rm(home, { recursive: true, force: true });
  try {
    const folder = join(home, 'workspace');
    await mkdir(folder);
    await copyJournal(options.folder, folder);
    await (await openJournal({ ...options, folder })).close();
    const older = join(home, 'older');
    await cp(join(folder, 'journal'), older, { recursive: true });
    const { epoch: database, head } = journalPaths(folder);
    const before = JournalHead.parse(JSON.parse(readFileSync(head, 'utf8')));

    const content = await makePayloads(folder);
    const { firstSeq, size, note } = await addEntries({ ...options, folder }, content.payloads);
    const base = join(home, 'base');
    await cp(join(folder, 'journal'), base, { recursive: true });
    const baseContent = join(home, 'content.db');
    await copyFile(content.path, baseContent);

    const bring = async (from: string): Promise<void> => {
      const journal = join(folder, 'journal');
      await rm(journal, { recursive: true, force: true });
      await cp(from, journal, { recursive: true, mode: constants.COPYFILE_FICLONE });
    };
    return {
      folder,
      database,
      head,
      contentDatabase: content.path,
      contentDatabaseKey: content.key,
      payloads: content.payloads,
      before,
      firstSeq,
      size,
      note,
      restore: async () => {
        await bring(base);
        await copyFile(baseContent, content.path);
      },
      rollBack: () => bring(older),
      remove,
    };
  } catch (error) {
    await remove();
    throw error;
  }
}

/** Everything of a journal but what can be made again. */
async function copyJournal(from: string, to: string): Promise<void> {
  const kept = /^(?:epoch-\d+\.db(?:-wal)?|head-\d+\.json)$/;
  await mkdir(join(to, 'journal'), { mode: 0o700 });
  for (const name of await readdir(join(from, 'journal')))
    if (kept.test(name))
      await copyFile(join(from, 'journal', name), join(to, 'journal', name), constants.COPYFILE_FICLONE);
}

async function addEntries(
  options: JournalOptions,
  payloads: ReadonlyMap<string, string>,
): Promise<{ readonly firstSeq: number; readonly size: number; readonly note: string }> {
  const journal = await openJournal(options);
  try {
    const cited = [...payloads].map(([id, hash]) => ({ id, sha256: hash })) as never[];
    for (let round = 0; round < 2; round += 1) {
      for (let i = 0; i < ENTRIES_EACH; i += 1) {
        const context = i === 0 && round === 0 ? { ...BY_DRILL, payloads: cited } : BY_DRILL;
        await journal.event('journal.viewed', { what: 'entries' }, context);
      }
      await journal.checkpoint('witness');
    }
    const { firstSeq, size, lastCheckpoint } = await journal.read.state();
    if (lastCheckpoint === undefined) throw new Error('no checkpoint was signed');
    return { firstSeq, size, note: lastCheckpoint.note };
  } finally {
    await journal.close();
  }
}

/** Two payloads in a store of their own: the drill touches nobody's content, not even a copy of it. */
async function makePayloads(
  folder: string,
): Promise<{ readonly path: string; readonly key: Uint8Array; readonly payloads: Map<string, string> }> {
  const path = join(folder, 'content.db');
  const key = randomBytes(32);
  await createDatabaseFile(path, key, CONTENT_DATABASE);
  const database = openCipher(path, key, { readonly: false, mustExist: true });
  try {
    const payloads = new Map<string, string>();
    const insert = database.prepare('INSERT INTO payloads VALUES (?, ?, ?)');
    for (let i = 0; i < 2; i += 1) {
      const [id, sealed] = [randomUUID(), randomBytes(200)];
      insert.run(id, 'tool_call_outputs', sealed);
      payloads.set(id, Buffer.from(sha256(sealed)).toString('hex'));
    }
    return { path, key, payloads };
  } finally {
    database.close();
  }
}
