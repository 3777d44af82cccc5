import { lstat, readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { z } from 'zod';
import { MAX_DOCUMENT_BYTES, readDocument, type ConfigProblem, type Place } from '../documents/index.ts';

/** A file that was read and fits its schema. */
export interface ReadFile<T> {
  /** `agents/data_cleaner.yaml` */
  readonly file: string;
  /** `data_cleaner` */
  readonly stem: string;
  readonly value: T;
  place(path: readonly PropertyKey[]): Place;
}

export interface ReadFolder<T> {
  readonly files: readonly ReadFile<T>[];
  readonly problems: readonly ConfigProblem[];
}

const EXTENSION = '.yaml';
const MAX_FILES = 500;

/**
 * Every `*.yaml` of one folder, in order of name. Files of other kinds are reported, because a policy
 * saved as `.yml` would otherwise silently not be in force.
 */
export async function readFolder<Schema extends z.ZodType>(
  resources: string,
  folder: string,
  schema: Schema,
): Promise<ReadFolder<z.output<Schema>>> {
  const files: ReadFile<z.output<Schema>>[] = [];
  const problems: ConfigProblem[] = [];
  const whole = (file: string, message: string, hint?: string): void => {
    problems.push({ file, line: 0, column: 0, path: '', message, hint });
  };
  let names: string[];
  try {
    names = (await readdir(join(resources, folder))).toSorted();
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
    whole(folder, 'the folder is missing', 'Install the application again, or name the right folder.');
    return { files, problems };
  }
  if (names.length > MAX_FILES) whole(folder, `the folder holds more than ${MAX_FILES} files`);
  for (const name of names.slice(0, MAX_FILES)) {
    const file = `${folder}/${name}`;
    const path = join(resources, folder, name);
    const found = await lstat(path);
    if (!name.endsWith(EXTENSION) || !found.isFile()) {
      if (name !== 'README.md') whole(file, 'only `.yaml` files belong here', 'Rename it or move it away.');
      continue;
    }
    if (found.size > MAX_DOCUMENT_BYTES) {
      whole(file, `the file has more than ${MAX_DOCUMENT_BYTES} bytes`, 'Split it.');
      continue;
    }
    const read = readDocument(file, await readFile(path), schema);
    if (read.ok)
      files.push({ file, stem: name.slice(0, -EXTENSION.length), value: read.value, place: read.place });
    else problems.push(...read.problems);
  }
  return { files, problems };
}
