import { createCipheriv, randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  createKeyFile,
  fileDeviceSecretStore,
  measuredOnce,
  openKeys,
  sealBytes,
  type PasswordCost,
} from '../../electron/keys/index.ts';
import type { WorkspaceId } from '../../shared/domain/index.ts';

const PIECE_BYTES = 64 * 1024;
const PIECES = 400;
const ROUNDS = 7;
const UNLOCKS = 5;
const WORKSPACE = '3f0e3c52-6a77-4b57-9d0c-0a4b7f6f8a11' as WorkspaceId;

interface BenchRow {
  readonly what: string;
  readonly value: number;
  readonly unit: string;
  readonly ratio?: number;
  readonly baseline?: string;
}

/** What keys cost: opening a person's place with Argon2id, and sealing pieces beside the bare cipher. */
export async function bench(): Promise<{ name: string; rows: BenchRow[] }> {
  const passwordCost = measuredOnce();
  const began = performance.now();
  const cost = await passwordCost();
  const measuredIn = performance.now() - began;
  const unlocks = await unlockTimes(cost);
  const { sealed, bare } = sealTimes();
  return {
    name: 'keys',
    rows: [
      {
        ...{
          what: `unlock with Argon2id as measured here (${costWords(cost)}), median`,
          value: median(unlocks),
          unit: 'ms',
        },
        baseline: 'wanted at most 1500 ms',
      },
      { what: 'finding the cost of a password, once', value: measuredIn, unit: 'ms' },
      { what: 'unlock, slowest', value: Math.max(...unlocks), unit: 'ms' },
      {
        ...{ what: 'sealing pieces of 64 KiB', value: rateOf(sealed), unit: 'MB/s' },
        ...{ ratio: bare / sealed, baseline: 'bare AES-256-GCM of the same pieces, wanted 0.6' },
      },
    ],
  };
}

/** Milliseconds from password to open keyrings, in a workspace as a new one is made. */
async function unlockTimes(passwordCost: PasswordCost): Promise<number[]> {
  const folder = await mkdtemp(join(tmpdir(), 'swarm-bench-keys-'));
  try {
    const deviceSecrets = fileDeviceSecretStore(folder);
    const path = join(folder, 'keys.json');
    const clock = { wallMs: () => 0, monoMs: () => performance.now() };
    const password = 'four words for a bench';
    const created = await createKeyFile([{ name: 'Otto', role: 'operator', password }], {
      ...{ path, workspaceId: WORKSPACE, deviceSecrets, clock, passwordCost },
    });
    created.close();
    const personId = created.people[0]?.id ?? '';
    const times: number[] = [];
    for (let at = 0; at < UNLOCKS; at += 1) {
      const began = performance.now();
      const opened = await openKeys({
        ...{ path, workspaceId: WORKSPACE, personId, password, deviceSecrets, nowMs: 0 },
      });
      times.push(performance.now() - began);
      opened.close();
    }
    return times;
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

function costWords({ memoryKib, passes }: PasswordCost): string {
  return `${memoryKib / 1024} MiB, ${passes} passes`;
}

/** Medians of alternating rounds, so that a noisy machine disturbs both alike; milliseconds. */
function sealTimes(): { sealed: number; bare: number } {
  const key = randomBytes(32);
  const aad = Buffer.from('swarm-clinical/bench');
  const piece = randomBytes(PIECE_BYTES);
  const sealed: number[] = [];
  const bare: number[] = [];
  for (let round = 0; round < ROUNDS; round += 1) {
    bare.push(timed(() => bareSeal(key, aad, piece)));
    sealed.push(timed(() => sealBytes(key, aad, piece)));
  }
  return { sealed: median(sealed), bare: median(bare) };
}

function bareSeal(key: Uint8Array, aad: Uint8Array, piece: Uint8Array): Uint8Array {
  const cipher = createCipheriv('aes-256-gcm', key, randomBytes(12));
  cipher.setAAD(aad);
  const out = cipher.update(piece);
  cipher.final();
  cipher.getAuthTag();
  return out;
}

function timed(act: () => unknown): number {
  const began = performance.now();
  for (let at = 0; at < PIECES; at += 1) act();
  return performance.now() - began;
}

function rateOf(ms: number): number {
  return (PIECES * PIECE_BYTES) / 1e6 / (ms / 1000);
}

function median(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;
}
