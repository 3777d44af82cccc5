import { createCipheriv, createHmac, randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { deflateRawSync } from 'node:zlib';
import { generateX25519Identity, identityToRecipient } from 'age-encryption';
import { LittleEndianCounter } from '../../electron/operations/transfer/protect/little-endian-counter.ts';
import { sealOut } from '../../electron/operations/transfer/protect/seal-out.ts';
import type { BenchRow } from './journal.bench.ts';

const MEGABYTE = 1_000_000;
const TABLE_BYTES = 64 * MEGABYTE;
const PIECE_ROWS = 2048;
const ROUNDS = 3;

/** What it costs to shut a table on its way out, beside the same work by the platform's own ciphers alone. */
export async function bench(): Promise<{ name: string; rows: BenchRow[] }> {
  const folder = await mkdtemp(join(tmpdir(), 'swarm-bench-transfer-'));
  const recipient = await identityToRecipient(await generateX25519Identity());
  const table = Buffer.concat([...tablePieces()]);
  const seals = {
    zip: { kind: 'zip_aes256', name: 'table.csv', passphrase: 'xxxx-xxxx-xxxx', atMs: 0 },
    age: { kind: 'age', recipient },
  } as const;
  const times = { counter: [], cipher: [], zip: [], zipBare: [], age: [], ageBare: [] } as Record<
    'counter' | 'cipher' | 'zip' | 'zipBare' | 'age' | 'ageBare',
    number[]
  >;
  const pauses: number[] = [];
  const idle: number[] = [];
  const grown: number[] = [];
  try {
    for (let round = 0; round < ROUNDS; round += 1) {
      const [key, mac] = [randomBytes(32), randomBytes(32)];
      times.cipher.push(timed(() => bareCounter(table, key, mac)));
      times.counter.push(
        timed(() => {
          const counter = new LittleEndianCounter(key);
          const code = createHmac('sha1', mac);
          for (const piece of pieces(table)) code.update(counter.next(piece));
          code.digest();
        }),
      );
      times.zipBare.push(timed(() => bareCounter(deflateRawSync(table, { level: 6 }), key, mac)));
      times.ageBare.push(
        timed(() => {
          const cipher = createCipheriv('chacha20-poly1305', key, Buffer.alloc(12), { authTagLength: 16 });
          for (const piece of pieces(table)) cipher.update(piece);
          cipher.final();
        }),
      );
      for (const kind of ['zip', 'age'] as const) {
        idle.push(await turnOfIdleLoop());
        const delay = monitorEventLoopDelay({ resolution: 5 });
        const before = process.memoryUsage.rss();
        let most = before;
        const source = async function* (): AsyncGenerator<Uint8Array> {
          for (const piece of pieces(table)) {
            most = Math.max(most, process.memoryUsage.rss());
            yield await Promise.resolve(piece);
          }
        };
        delay.enable();
        const began = performance.now();
        await sealOut(join(folder, 'out'), source(), seals[kind], new AbortController().signal);
        times[kind].push(performance.now() - began);
        delay.disable();
        pauses.push(delay.percentile(99) / 1e6);
        grown.push((most - before) / MEGABYTE);
      }
    }
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
  const speed = (name: keyof typeof times): number => TABLE_BYTES / MEGABYTE / (median(times[name]) / 1000);
  const row = (what: string, name: keyof typeof times, bare: keyof typeof times): BenchRow => ({
    ...{ what, value: speed(name), unit: 'MB/s', ratio: speed(name) / speed(bare), baseline: speed(bare) },
  });
  return {
    name: 'transfer',
    rows: [
      row("AES of encrypted ZIP files, beside crypto's counter mode", 'counter', 'cipher'),
      row('64 MB into an encrypted ZIP file, beside zlib and crypto', 'zip', 'zipBare'),
      row('64 MB to an age key, beside crypto (ChaCha20)', 'age', 'ageBare'),
      {
        ...{ what: 'turn of the main loop meanwhile, 99 of 100', value: median(pauses), unit: 'ms' },
        ...{ ratio: median(pauses) / median(idle), baseline: median(idle) },
      },
      { what: 'memory that it grew by, at most', value: Math.max(...grown), unit: 'MB' },
    ],
  };
}

/** Milliseconds of a turn of this loop with nothing to do, 99 of 100, as busy as the machine is. */
async function turnOfIdleLoop(): Promise<number> {
  const delay = monitorEventLoopDelay({ resolution: 5 });
  delay.enable();
  await new Promise((resolve) => setTimeout(resolve, 1000));
  delay.disable();
  return delay.percentile(99) / 1e6;
}

function* tablePieces(): Generator<Buffer> {
  for (let bytes = 0, row = 0; bytes < TABLE_BYTES;) {
    let text = '';
    for (const end = row + PIECE_ROWS; row < end; row += 1)
      text += `${row},W${(row * 7) % 23},${(row * 31) % 97}.${row % 10},2026-0${1 + (row % 9)}-1${row % 10},stable after treatment ${(row * 13) % 1009}\r\n`;
    const piece = Buffer.from(text).subarray(0, TABLE_BYTES - bytes);
    bytes += piece.length;
    yield piece;
  }
}

function* pieces(table: Buffer): Generator<Buffer> {
  for (let at = 0; at < table.length; at += 100_000) yield table.subarray(at, at + 100_000);
}

function bareCounter(table: Buffer, key: Buffer, mac: Buffer): void {
  const cipher = createCipheriv('aes-256-ctr', key, Buffer.alloc(16));
  const code = createHmac('sha1', mac);
  for (const piece of pieces(table)) code.update(cipher.update(piece));
  code.digest();
}

function timed(act: () => void): number {
  const began = performance.now();
  act();
  return performance.now() - began;
}

function median(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;
}
