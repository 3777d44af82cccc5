import { randomUUID } from 'node:crypto';
import { mkdir, open, readFile, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { Problem, type WorkspaceId } from '../../../shared/domain/index.ts';
import { EVENTS, type EventBody, type PlainKind } from '../../../shared/formats/journal/index.ts';
import { sha256Hex, syncFolder } from '../../core/index.ts';
import { openWithPrivateKey, sealToPublicKey } from '../../keys/index.ts';

/** Events before unlock wait here, since nobody can open the journal yet. One line per event. */
const FILE_NAME = 'events.spool';
/** Bounds what someone at the sign-in screen can write to the disk. */
const MAX_SPOOL_BYTES = 4 * 1024 * 1024;
const FIRST_PREVIOUS = '0'.repeat(64);

export interface SpooledEvent<K extends PlainKind = PlainKind> {
  /** Random; the merged journal entry carries it as correlation, so that a repeated merge shows. */
  readonly id: string;
  readonly wallMs: number;
  readonly kind: K;
  readonly body: EventBody<K>;
}

export interface SpoolAddress {
  readonly folder: string;
  readonly workspaceId: WorkspaceId;
}

/** What waits to be merged, and whether all of it could be read. */
export interface SpoolContent {
  readonly events: readonly SpooledEvent[];
  /** Lines that do not open, were changed or moved; the first of them ends the chain. */
  readonly unreadable: number;
  /** Nothing more could be recorded. */
  readonly full: boolean;
  /** Hash of the file as read, for `clearSpool`. */
  readonly sha256: string;
}

const Line = z.strictObject({
  v: z.literal(1),
  prev: z.string().regex(/^[0-9a-f]{64}$/),
  sealed: z.base64(),
});
const Sealed = z.strictObject({
  id: z.uuid(),
  wallMs: z.int(),
  kind: z.string(),
  body: z.unknown(),
});

/** Appends that are going on, by folder: each line is bound to the one before it, so they take turns. */
const turns = new Map<string, Promise<void>>();

/**
 * Seals an event to the journal's public key and appends it, durable when resolved. Each line is bound
 * to its place and to the ciphertext before it; calls at the same time take turns.
 *
 * @throws Problem `limit_reached` where the spool is full; an error for a body that the journal would
 * not take, since nobody could merge it
 */
export async function appendSpool<K extends PlainKind>(
  address: SpoolAddress,
  publicKey: Uint8Array,
  event: { readonly kind: K; readonly body: EventBody<K>; readonly wallMs: number },
): Promise<void> {
  const definition = EVENTS[event.kind];
  if (!('event' in definition)) throw new TypeError(`\`${event.kind}\` is no plain event`);
  definition.event.parse(event.body);
  const before = turns.get(address.folder) ?? Promise.resolve();
  const turn = before.catch(() => undefined).then(() => append(address, publicKey, event));
  turns.set(address.folder, turn);
  try {
    await turn;
  } finally {
    if (turns.get(address.folder) === turn) turns.delete(address.folder);
  }
}

async function append(
  address: SpoolAddress,
  publicKey: Uint8Array,
  event: { readonly kind: PlainKind; readonly body: unknown; readonly wallMs: number },
): Promise<void> {
  await mkdir(address.folder, { recursive: true, mode: 0o700 });
  const file = await open(join(address.folder, FILE_NAME), 'a+', 0o600);
  try {
    const present = await file.readFile('utf8');
    const lines = splitLines(present);
    const previous = lines.at(-1);
    const prev = previous === undefined ? FIRST_PREVIOUS : sha256Hex(previous);
    const plain = Buffer.from(JSON.stringify({ id: randomUUID(), ...event }), 'utf8');
    const sealed = sealToPublicKey(publicKey, context(address, lines.length, prev), plain);
    const line = JSON.stringify({ v: 1, prev, sealed: Buffer.from(sealed).toString('base64') });
    // A line that a crash cut short is ended first; it counts as unreadable from then on.
    const lead = present === '' || present.endsWith('\n') ? '' : '\n';
    if (Buffer.byteLength(present) + line.length + 2 > MAX_SPOOL_BYTES)
      throw new Problem(
        'limit_reached',
        'no more events can be recorded before someone signs in',
        'Sign in, so that the waiting events reach the journal.',
      );
    await file.appendFile(`${lead}${line}\n`);
    await file.sync();
  } finally {
    await file.close();
  }
  await syncFolder(address.folder);
}

/** Reads what waits. Damage is counted, never repaired; the caller records it. */
export async function readSpool(address: SpoolAddress, privateKey: Uint8Array): Promise<SpoolContent> {
  const text = await readText(address);
  const events: SpooledEvent[] = [];
  let unreadable = 0;
  let prev = FIRST_PREVIOUS;
  const lines = splitLines(text);
  for (const [index, line] of lines.entries()) {
    const event = openLine(line, address, index, prev, privateKey);
    if (event === undefined) unreadable += 1;
    else events.push(event);
    prev = sha256Hex(line);
  }
  return {
    events,
    unreadable,
    full: Buffer.byteLength(text) > MAX_SPOOL_BYTES - 4096,
    sha256: sha256Hex(text),
  };
}

/**
 * Ends a spool whose events are durable in the journal. One with unreadable lines is set aside as
 * `damaged-<hash>.spool` instead of removed.
 *
 * @throws Problem `changed` where events came since it was read
 */
export async function clearSpool(address: SpoolAddress, content: SpoolContent): Promise<void> {
  const path = join(address.folder, FILE_NAME);
  const text = await readText(address);
  if (sha256Hex(text) !== content.sha256)
    throw new Problem('changed', 'events were spooled while the spool was merged', 'Merge again.');
  if (text === '') return;
  if (content.unreadable > 0)
    await rename(path, join(address.folder, `damaged-${content.sha256.slice(0, 16)}.spool`));
  else await rm(path);
  await syncFolder(address.folder);
}

function context(address: SpoolAddress, index: number, prev: string): readonly string[] {
  return ['swarm-clinical/spool/v1', address.workspaceId, String(index), prev];
}

function openLine(
  line: string,
  address: SpoolAddress,
  index: number,
  prev: string,
  privateKey: Uint8Array,
): SpooledEvent | undefined {
  try {
    const outer = Line.parse(JSON.parse(line));
    if (outer.prev !== prev) return undefined;
    const sealed = Buffer.from(outer.sealed, 'base64');
    const plain = openWithPrivateKey(privateKey, context(address, index, prev), sealed);
    const inner = Sealed.parse(JSON.parse(Buffer.from(plain).toString('utf8')));
    const definition = Object.hasOwn(EVENTS, inner.kind) ? EVENTS[inner.kind as PlainKind] : undefined;
    if (definition === undefined || !('event' in definition)) return undefined;
    const body = definition.event.parse(inner.body);
    return { id: inner.id, wallMs: inner.wallMs, kind: inner.kind as PlainKind, body };
  } catch {
    return undefined;
  }
}

function splitLines(text: string): string[] {
  const lines = text.split('\n');
  if (lines.at(-1) === '') lines.pop();
  return lines;
}

async function readText(address: SpoolAddress): Promise<string> {
  try {
    return await readFile(join(address.folder, FILE_NAME), 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return '';
    throw error;
  }
}
