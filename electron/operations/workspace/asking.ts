import { mkdir, readdir, readFile, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { Problem } from '../../../shared/domain/index.ts';
import { writeFileAtomic } from '../../core/index.ts';

const FOLDER = 'device-requests';
const FILE = /^[0-9a-f]{16}\.json$/;
const MAX_BYTES = 4096;
/** Whoever writes to the folder cannot fill the list with more. */
const MOST_WAITING = 16;

/** What an account of the system leaves in the workspace folder when it asks to be let in. */
const Asking = z.strictObject({
  v: z.literal(1),
  publicKey: z.base64().length(88),
  /** What the system calls the account; shown, never believed. */
  name: z.string().max(64),
  askedAtMs: z.int(),
});
export type Asking = Omit<z.infer<typeof Asking>, 'v'>;

/** @throws Problem `limit_reached` where too many wait, `not_allowed` where the folder cannot be written to */
export async function leaveAsking(folder: string, id: string, asking: Asking): Promise<void> {
  const place = join(folder, FOLDER);
  const waiting = await namesIn(place);
  if (waiting.length >= MOST_WAITING && !waiting.includes(`${id}.json`))
    throw new Problem(
      'limit_reached',
      'too many users of this workstation wait to be let in',
      'Somebody who can sign in turns the others away first: Posture, Device secret.',
    );
  try {
    await mkdir(place, { recursive: true, mode: 0o700 });
    // Another account of the system has to be able to read it; there is no secret in it.
    await writeFileAtomic(join(place, `${id}.json`), JSON.stringify({ v: 1, ...asking }), 0o644);
  } catch {
    throw new Problem(
      'not_allowed',
      'this user of the workstation may not write to the workspace folder',
      'An administrator of the system gives the user rights to the folder first.',
    );
  }
}

/** Who waits, the longest first; what cannot be read is passed over, since anybody could have put it there. */
export async function readAsking(folder: string): Promise<readonly Asking[]> {
  const place = join(folder, FOLDER);
  const names = (await namesIn(place)).sort().slice(0, MOST_WAITING);
  const read = await Promise.all(names.map((name) => readOne(join(place, name))));
  return read.filter((each) => each !== undefined).sort((a, b) => a.askedAtMs - b.askedAtMs);
}

export async function clearAsking(folder: string, id: string): Promise<void> {
  await rm(join(folder, FOLDER, `${id}.json`), { force: true });
}

async function readOne(path: string): Promise<Asking | undefined> {
  try {
    const about = await stat(path);
    if (!about.isFile() || about.size > MAX_BYTES) return undefined;
    const { publicKey, name, askedAtMs } = Asking.parse(JSON.parse(await readFile(path, 'utf8')));
    return { publicKey, name, askedAtMs };
  } catch {
    return undefined;
  }
}

async function namesIn(place: string): Promise<string[]> {
  const names = await readdir(place).catch(() => []);
  return names.filter((name) => FILE.test(name));
}
