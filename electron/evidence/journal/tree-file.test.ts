import { mkdtemp, readFile, rm, stat, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import {
  consistencyProof,
  inclusionProof,
  leafHash,
  nodesOfLeaves,
  rootAt,
} from '../../../shared/formats/index.ts';
import { sha256 } from './hashing.ts';
import { TreeFile } from './tree-file.ts';

const leaves = Array.from({ length: 700 }, (_, i) => leafHash(sha256, Buffer.from(`entry ${i}`)));
const inMemory = nodesOfLeaves(sha256, leaves);
const read = (from: number, to: number): Uint8Array[] => leaves.slice(from, to);
let folder: string;
let path: string;
let tree: TreeFile;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'swarm-tree-'));
  path = join(folder, 'tree.bin');
  tree = new TreeFile(path, read);
});
afterEach(async () => {
  tree.close();
  await rm(folder, { recursive: true });
});

test('gives the same roots and proofs as all leaves in memory, grown in steps and opened again', () => {
  for (const size of [1, 15, 16, 17, 31, 32, 48, 255, 256, 400, 512, 699, 700]) {
    tree.catchUp(size);
    if (size % 3 === 0) {
      tree.close();
      tree = new TreeFile(path, read);
    }
    expect(rootAt(sha256, tree, size)).toEqual(rootAt(sha256, inMemory, size));
    for (const index of [0, Math.floor(size / 3), size - 1]) {
      expect(inclusionProof(sha256, tree, size, index)).toEqual(
        inclusionProof(sha256, inMemory, size, index),
      );
      expect(consistencyProof(sha256, tree, index + 1, size)).toEqual(
        consistencyProof(sha256, inMemory, index + 1, size),
      );
    }
  }
});

test('goes on behind what a crash left half-written', async () => {
  tree.catchUp(640);
  const whole = await readFile(path);
  for (const cut of [1, 31, 32, 65, 500]) {
    await truncate(path, whole.length - cut);
    tree.close();
    tree = new TreeFile(path, read);
    tree.catchUp(640);
    expect(await readFile(path)).toEqual(whole);
  }
});

test('begins anew where it does not fit the journal', async () => {
  tree.catchUp(64);
  tree.close();
  await writeFile(path, Buffer.alloc((await stat(path)).size, 7));
  tree = new TreeFile(path, read);
  tree.catchUp(700);
  expect(rootAt(sha256, tree, 700)).toEqual(rootAt(sha256, inMemory, 700));
});

test('says so where the journal is shorter than asked', () => {
  expect(() => {
    tree.catchUp(800);
  }).toThrow('lacks leaves');
  expect(() => tree.node(0, 700)).toThrow('lacks leaves');
  expect(() => tree.node(10, 5)).toThrow('no such node');
});
