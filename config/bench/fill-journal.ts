import { randomUUID } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import Database from 'better-sqlite3-multiple-ciphers';
import type { PayloadId } from '../../shared/domain/index.ts';
import {
  canonicalJson,
  CompactRange,
  encodeDraft,
  headMacText,
  placeDraft,
  signCheckpoint,
  toHex,
  type Draft,
  type DraftText,
  type JournalHead,
} from '../../shared/formats/index.ts';
import { createDatabaseFile } from '../../electron/evidence/database/index.ts';
import { entryMac, hmacSha256, leafOfText, sha256 } from '../../electron/evidence/journal/hashing.ts';
import type { JournalOptions } from '../../electron/evidence/journal/index.ts';
import { JOURNAL_DATABASE } from '../../electron/evidence/journal/migrations/index.ts';
import { journalPaths } from '../../electron/evidence/journal/paths.ts';
import { checkpointSigner } from '../../electron/evidence/journal/signer.ts';
import {
  BY_APPLICATION,
  HASH,
  IN_RUN,
  TOOL_INTENT,
  TOOL_OUTCOME,
} from '../../electron/evidence/journal/temporary.ts';

const PER_COMMIT = 20_000;
const CHECKPOINT_EVERY = 2000;
const WALL_MS = 1_780_000_000_000;
const PAYLOAD = '5f0c9d5e-8a94-4b3a-9d0e-000000000000' as PayloadId;

/**
 * A whole journal of any size, some ten times as fast as appending: intents, outcomes that cite a payload
 * each, and views, with a signed checkpoint every two thousand entries. It verifies as any other.
 */
export async function fillJournal(options: JournalOptions, entries: number): Promise<void> {
  const paths = journalPaths(options.folder, 1);
  await mkdir(paths.folder, { recursive: true });
  await createDatabaseFile(paths.epoch, options.databaseKey, JOURNAL_DATABASE);
  const database = new Database(paths.epoch);
  database.pragma("cipher = 'sqlcipher'");
  database.pragma('legacy = 4');
  database.pragma(`key = "x'${Buffer.from(options.databaseKey).toString('hex')}'"`);
  database.pragma('journal_mode = OFF');
  database.pragma('synchronous = OFF');
  const triggers = database.prepare("SELECT name, sql FROM sqlite_schema WHERE type = 'trigger'").all() as {
    name: string;
    sql: string;
  }[];
  for (const { name } of triggers) database.exec(`DROP TRIGGER ${name}`);

  const hmac = hmacSha256(options.macKey);
  const signer = checkpointSigner(options.checkpointSeed);
  const range = new CompactRange(sha256);
  const insert = database.prepare('INSERT INTO run_events VALUES (?, ?, ?, ?)');
  let [leaf, mac, note] = [Buffer.alloc(32), Buffer.alloc(32), ''];
  const put = (seq: number, text: DraftText, change: (whole: string) => string = (whole) => whole): void => {
    const whole = change(placeDraft(text, { epoch: 1, seq, prev: leaf.toString('hex') }));
    leaf = Buffer.from(leafOfText(whole));
    mac = Buffer.from(entryMac(hmac, mac, seq, leaf));
    insert.run(seq, whole, leaf, mac);
    range.append(leaf);
  };
  const texts = makeTexts();
  const one = (seq: number): void => {
    if (seq % CHECKPOINT_EVERY === CHECKPOINT_EVERY - 1 || seq === entries - 1) {
      const root = range.root();
      note = signCheckpoint(sha256, { origin: options.origin, size: seq, root }, signer);
      const body = { size: seq, root: toHex(root), reason: 'interval', note };
      put(seq, encode({ kind: 'journal.checkpoint', body }));
    } else if (seq % 4 === 0) put(seq, texts.intent);
    else if (seq % 4 === 1)
      put(seq, texts.outcome, (whole) =>
        whole.replace('"intent":0,', `"intent":${seq - 1},`).replace(PAYLOAD, randomUUID()),
      );
    else put(seq, texts.view);
  };
  for (let seq = 0; seq < entries;) {
    const until = Math.min(entries, seq + PER_COMMIT);
    database.transaction(() => {
      for (; seq < until; seq += 1) one(seq);
    })();
  }
  for (const { sql } of triggers) database.exec(sql);
  database.close();

  const head: Omit<JournalHead, 'mac'> = {
    v: 1,
    origin: options.origin,
    epoch: 1,
    firstSeq: 0,
    size: entries,
    leaf: leaf.toString('hex') as JournalHead['leaf'],
    nodes: range.nodes.map((node) => toHex(node) as JournalHead['leaf']),
    openIntents: [],
    note,
  };
  const headMac = hmac(Buffer.from(headMacText(head))).toString('hex');
  writeFileSync(paths.head, `${canonicalJson({ ...head, mac: headMac })}\n`);
}

function makeTexts(): { readonly intent: DraftText; readonly outcome: DraftText; readonly view: DraftText } {
  const cited = { ...IN_RUN, phiAccessed: true, payloads: [{ id: PAYLOAD, sha256: HASH }] };
  return {
    intent: encode({ kind: 'tool.call', phase: 'intent', body: TOOL_INTENT, context: IN_RUN }),
    outcome: encode({ kind: 'tool.call', phase: 'outcome', intent: 0, body: TOOL_OUTCOME, context: cited }),
    view: encode({ kind: 'journal.viewed', body: { what: 'entries' }, context: IN_RUN }),
  };
}

function encode(draft: Partial<Draft> & Pick<Draft, 'kind' | 'body'>): DraftText {
  return encodeDraft({ phase: 'event', context: BY_APPLICATION, wallMs: WALL_MS, monoMs: 1, ...draft });
}
