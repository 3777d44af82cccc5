import { createHash } from 'node:crypto';
import { open, stat } from 'node:fs/promises';
import { Problem, type Sha256Hex } from '../../../shared/domain/index.ts';

export interface PinnedFile {
  readonly sizeBytes: number;
  /** @throws Problem `changed` when the file at the path is not the one that was hashed, byte for byte. */
  assertUnchanged(): Promise<void>;
}

interface Identity {
  readonly device: bigint;
  readonly inode: bigint;
  readonly size: bigint;
  readonly modifiedNs: bigint;
  readonly changedNs: bigint;
}

/**
 * SEC: a model file is used only with the very bytes that were pinned. The file is hashed in the
 * process that loads it, right before the load; the caller loads without memory mapping and asks
 * `assertUnchanged` afterwards, so that a file swapped or written in between is noticed: inode, size
 * and change time, which a writer cannot set, must be those of the hashed file.
 *
 * @throws Problem `not_found` or `changed`.
 */
export async function openPinned(
  path: string,
  expected: Sha256Hex,
  signal?: AbortSignal,
): Promise<PinnedFile> {
  const file = await open(path, 'r').catch(() => {
    throw new Problem('not_found', 'the model file cannot be read', 'Choose the model again.');
  });
  try {
    const before = identity(await file.stat({ bigint: true }));
    const hash = createHash('sha256');
    for await (const chunk of file.createReadStream({ highWaterMark: 1 << 20, autoClose: false })) {
      if (signal?.aborted === true) throw new Problem('cancelled', 'loading the model was cancelled');
      hash.update(chunk as Buffer);
    }
    if (hash.digest('hex') !== expected) throw changed();
    const assertUnchanged = async (): Promise<void> => {
      const now = await stat(path, { bigint: true }).catch(() => undefined);
      if (now === undefined || !same(before, identity(now))) throw changed();
    };
    await assertUnchanged();
    return { sizeBytes: Number(before.size), assertUnchanged };
  } finally {
    await file.close();
  }
}

function identity(status: {
  dev: bigint;
  ino: bigint;
  size: bigint;
  mtimeNs: bigint;
  ctimeNs: bigint;
}): Identity {
  return {
    device: status.dev,
    inode: status.ino,
    size: status.size,
    modifiedNs: status.mtimeNs,
    changedNs: status.ctimeNs,
  };
}

function same(a: Identity, b: Identity): boolean {
  return (
    a.device === b.device &&
    a.inode === b.inode &&
    a.size === b.size &&
    a.modifiedNs === b.modifiedNs &&
    a.changedNs === b.changedNs
  );
}

function changed(): Problem {
  return new Problem(
    'changed',
    'the model file is not the one that was pinned',
    'Put the pinned file back, or pin this one after checking where it comes from.',
  );
}
