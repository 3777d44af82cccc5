import { createHash, createHmac, createPublicKey, verify, type KeyObject } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import Database from 'better-sqlite3-multiple-ciphers';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { cosignCheckpoint, fromHex, writeTlogProof } from '../../../shared/formats/index.ts';
import { createJournal } from '../journal/index.ts';
import type { EntryProof } from '../journal/port.ts';
import { BY_APPLICATION, temporaryWorkspace, type TemporaryWorkspace } from '../journal/temporary.ts';
import { witnessSigner, type WitnessSigner } from '../witness/index.ts';
import { sha256 as ours } from './node-tools.ts';

/**
 * A second verifier, written from `resources/docs/journal-format.md` and the C2SP documents alone: above
 * the line below nothing of the application is used but to make a journal.
 */
let workspace: TemporaryWorkspace;
let proof: EntryProof;
let proofFile: string;
let note: string;
let witness: WitnessSigner;
const TIME = 1_780_000_000;

beforeAll(async () => {
  workspace = await temporaryWorkspace();
  const journal = await createJournal(workspace.options);
  for (let i = 0; i < 37; i += 1)
    await journal.event('journal.viewed', { what: i % 2 === 0 ? 'entries' : 'entry' }, BY_APPLICATION);
  const checkpoint = await journal.checkpoint('proof');
  for (let i = 0; i < 3; i += 1) await journal.event('journal.viewed', { what: 'entry' }, BY_APPLICATION);
  witness = witnessSigner(new Uint8Array(32).fill(9), 'swarm-clinical.invalid/elsewhere');
  note = cosignCheckpoint(ours, checkpoint.note, witness, TIME);
  proof = await journal.read.prove(17, checkpoint.size);
  proofFile = writeTlogProof({ index: proof.index, path: proof.path.map(fromHex), note, extra: proof.bytes });
  await journal.close();
});

afterAll(() => workspace.remove());

// ---------------------------------------------------------------------------------------------------

const sha256 = (...parts: (string | Uint8Array)[]): Buffer => {
  const sum = createHash('sha256');
  for (const part of parts) sum.update(part);
  return sum.digest();
};
const leafHash = (bytes: Uint8Array): Buffer => sha256(Buffer.of(0), bytes);
const nodeHash = (left: Uint8Array, right: Uint8Array): Buffer => sha256(Buffer.of(1), left, right);

/** RFC 6962, section 2.1, as it is written there. */
function treeHash(leaves: readonly Buffer[]): Buffer {
  if (leaves.length < 2) return leaves[0] ?? sha256();
  let k = 1;
  while (2 * k < leaves.length) k *= 2;
  return nodeHash(treeHash(leaves.slice(0, k)), treeHash(leaves.slice(k)));
}

function ed25519(publicKey: Uint8Array): KeyObject {
  const der = Buffer.concat([Buffer.from('302a300506032b6570032100', 'hex'), publicKey]);
  return createPublicKey({ key: der, format: 'der', type: 'spki' });
}

const keyId = (name: string, type: number, key: Uint8Array): Buffer =>
  sha256(name, '\n', Buffer.of(type), key).subarray(0, 4);

/** What a note says, once the signature of a known key holds. */
function openNote(text: string, name: string, key: Uint8Array): { size: number; root: string; body: string } {
  const [body = '', signatures = ''] = text.split('\n\n').map((part, i) => (i === 0 ? `${part}\n` : part));
  const id = keyId(name, 1, key);
  const lines = signatures.split('\n').filter((line) => line.startsWith(`— ${name} `));
  const found = lines
    .map((line) => Buffer.from(line.split(' ')[2] ?? '', 'base64'))
    .find((bytes) => bytes.subarray(0, 4).equals(id));
  expect(found).toBeDefined();
  expect(verify(null, Buffer.from(body), ed25519(key), found!.subarray(4))).toBe(true);
  const [origin, size, root = ''] = body.split('\n');
  expect(origin).toBe(name);
  return { size: Number(size), root, body };
}

function checkProof(file: string, origin: string, key: Uint8Array): boolean {
  const cut = file.indexOf('\n\n');
  const [first, extra = '', index = '', ...path] = file.slice(0, cut).split('\n');
  expect(first).toBe('c2sp.org/tlog-proof@v1');
  const { size, root } = openNote(file.slice(cut + 2), origin, key);
  let [fn, sn] = [Number(index.replace('index ', '')), size - 1];
  let hash = leafHash(Buffer.from(extra.replace('extra ', ''), 'base64'));
  for (const step of path.map((line) => Buffer.from(line, 'base64'))) {
    if (sn === 0) return false;
    if (fn % 2 === 1 || fn === sn) {
      hash = nodeHash(step, hash);
      while (fn % 2 === 0 && fn !== 0) [fn, sn] = [fn >> 1, sn >> 1];
    } else hash = nodeHash(hash, step);
    [fn, sn] = [fn >> 1, sn >> 1];
  }
  return sn === 0 && hash.toString('base64') === root;
}

describe('written from the document', () => {
  test('a tlog-proof file is checked with nothing but a hash and Ed25519', () => {
    const { origin } = workspace.options;
    expect(checkProof(proofFile, origin, workspace.checkpointPublicKey)).toBe(true);
    const entry = Buffer.from(proofFile.split('\n')[1]!.replace('extra ', ''), 'base64').toString();
    expect(JSON.parse(entry)).toMatchObject({ seq: 17, kind: 'journal.viewed' });
    const other = entry.replace('"seq":17', '"seq":18');
    const forged = proofFile.replace(/^extra .*$/m, `extra ${Buffer.from(other).toString('base64')}`);
    expect(checkProof(forged, origin, workspace.checkpointPublicKey)).toBe(false);
    const elsewhere = proofFile.replace('index 17', 'index 16');
    expect(checkProof(elsewhere, origin, workspace.checkpointPublicKey)).toBe(false);
  });

  test('a cosignature is one of cosignature/v1, with its time', () => {
    const body = note.slice(0, note.indexOf('\n\n') + 1);
    const line = note.split('\n').find((one) => one.startsWith(`— ${witness.name} `));
    const bytes = Buffer.from(line?.split(' ')[2] ?? '', 'base64');
    expect(bytes.subarray(0, 4)).toEqual(keyId(witness.name, 4, witness.publicKey));
    expect(bytes.readBigUInt64BE(4)).toBe(BigInt(TIME));
    const message = Buffer.from(`cosignature/v1\ntime ${TIME}\n${body}`);
    expect(verify(null, message, ed25519(witness.publicKey), bytes.subarray(12))).toBe(true);
    expect(bytes.length).toBe(4 + 8 + 64);
  });

  test('every entry, link, MAC, checkpoint and the head of a whole journal', async () => {
    const { databaseKey, macKey, origin, folder } = workspace.options;
    const database = new Database(workspace.database, { readonly: true });
    database.pragma("cipher = 'sqlcipher'");
    database.pragma('legacy = 4');
    database.pragma(`key = "x'${Buffer.from(databaseKey).toString('hex')}'"`);
    const rows = database
      .prepare('SELECT seq, CAST(bytes AS BLOB) AS bytes, leaf, mac FROM run_events ORDER BY seq')
      .all() as { seq: number; bytes: Buffer; leaf: Buffer; mac: Buffer }[];
    database.close();

    const leaves: Buffer[] = [];
    let [previousLeaf, previousMac] = [Buffer.alloc(32), Buffer.alloc(32)];
    let checkpoints = 0;
    for (const [i, { seq, bytes, leaf, mac }] of rows.entries()) {
      const entry = JSON.parse(bytes.toString()) as Record<string, unknown> & {
        body: Record<string, unknown>;
      };
      expect([seq, entry.seq, entry.v, entry.epoch]).toEqual([i, i, 1, 1]);
      expect(entry.prev).toBe(previousLeaf.toString('hex'));
      expect(leaf).toEqual(leafHash(bytes));
      const position = Buffer.alloc(8);
      position.writeBigUInt64BE(BigInt(seq));
      const message = [Buffer.from('swarm-clinical/journal/entry/v1\n'), previousMac, position, leaf];
      expect(mac).toEqual(createHmac('sha256', macKey).update(Buffer.concat(message)).digest());
      if (entry.kind === 'journal.checkpoint') {
        checkpoints += 1;
        const signed = openNote(String(entry.body.note), origin, workspace.checkpointPublicKey);
        expect(signed.size).toBe(i);
        expect(signed.root).toBe(treeHash(leaves).toString('base64'));
      }
      leaves.push(leaf);
      [previousLeaf, previousMac] = [Buffer.from(leaf), Buffer.from(mac)];
    }
    expect([rows.length, checkpoints]).toEqual([41, 1]);

    const head = JSON.parse(await readFile(join(folder, 'journal', 'head-0001.json'), 'utf8')) as Record<
      string,
      unknown
    > & { mac: string };
    const { mac, ...members } = head;
    const sorted = Object.fromEntries(Object.entries(members).sort(([a], [b]) => (a < b ? -1 : 1)));
    const text = `swarm-clinical/journal/head/v1\n${JSON.stringify(sorted)}`;
    expect(mac).toBe(createHmac('sha256', macKey).update(text).digest('hex'));
    expect(head).toMatchObject({ size: 41, leaf: previousLeaf.toString('hex') });
  });
});
