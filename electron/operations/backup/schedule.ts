import { readFile, rm, stat } from 'node:fs/promises';
import { z } from 'zod';
import { sha256Hex, writeFileAtomic } from '../../core/index.ts';

const HOUR_MS = 3_600_000;
const MAX_FILE_BYTES = 16 * 1024;
/** After a backup that failed the next is tried this much later, so that a stick that is away fills no journal. */
const RETRY_MS = HOUR_MS;
/** Between an hour and a month. */
const MAX_HOURS = 31 * 24;

/** How often a copy of the workspace is due, and the folder it goes into. */
export const BackupSchedule = z.strictObject({
  v: z.literal(1),
  everyHours: z.int().min(1).max(MAX_HOURS),
  folder: z.string().min(1).max(4096),
});
export type BackupSchedule = z.infer<typeof BackupSchedule>;

export interface StoredSchedule {
  readonly schedule: BackupSchedule;
  /** Of the file; the journal knows it, so that nobody else can say where copies go. */
  readonly sha256: string;
}

/** The schedule of a workspace; undefined where none stands, or what stands cannot be read as one. */
export async function readSchedule(path: string): Promise<StoredSchedule | undefined> {
  try {
    if ((await stat(path)).size > MAX_FILE_BYTES) return undefined;
    const text = await readFile(path, 'utf8');
    const parsed = BackupSchedule.safeParse(JSON.parse(text));
    return parsed.success ? { schedule: parsed.data, sha256: sha256Hex(text) } : undefined;
  } catch {
    return undefined;
  }
}

/** @returns the SHA-256 of the file, for the journal */
export async function writeSchedule(path: string, schedule: BackupSchedule): Promise<string> {
  const text = `${JSON.stringify(schedule)}\n`;
  await writeFileAtomic(path, text);
  return sha256Hex(text);
}

export async function removeSchedule(path: string): Promise<void> {
  await rm(path, { force: true });
}

/** What was tried before, in milliseconds of the wall clock. */
export interface TriedBefore {
  readonly setAtMs: number;
  readonly lastGoodMs: number | undefined;
  /** Of the newest one that did not come about, where nothing good came after it. */
  readonly failedAtMs: number | undefined;
}

/** When the next backup is due: at once where there is none yet, and never in a hurry after a failure. */
export function backupDueMs(everyHours: number, { setAtMs, lastGoodMs, failedAtMs }: TriedBefore): number {
  const due = lastGoodMs === undefined ? setAtMs : lastGoodMs + everyHours * HOUR_MS;
  return failedAtMs === undefined ? due : Math.max(due, failedAtMs + RETRY_MS);
}
