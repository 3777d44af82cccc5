import { constants } from 'node:fs';
import { copyFile, open, readdir, readFile, rename, rm, stat } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { parse } from 'yaml';
import { Problem, type Sha256Hex } from '../../../shared/domain/index.ts';
import { ModelSheet } from '../../../shared/formats/index.ts';
import type { ModelView } from '../../../shared/ipc/index.ts';
import { sha256File } from '../../core/index.ts';

/** A model that may be loaded: its file, its pin and what one conversation may take. */
export interface ShelvedModel {
  readonly view: ModelView;
  readonly path: string;
  readonly contextTokens: number;
  readonly findingsPerConversation: number;
}

/** A model of one's own has no sheet: it gets what every model of this prompt format can do. */
const WITHOUT_SHEET = { contextTokens: 4096, findingsPerConversation: 4 } as const;
const OWN_NOTICE = 'Model brought in by this workspace; nothing is known about it but its hash.';
const PINNED = /^([0-9a-f]{64})--(.+)\.gguf$/;

/** The models that ship, each as its sheet says. @throws Problem `invalid_input` naming the sheet */
export async function readBundledModels(resourcesFolder: string): Promise<readonly ShelvedModel[]> {
  const folder = join(resourcesFolder, 'models');
  const sheets = (await readdir(folder)).filter((name) => name.endsWith('.yaml')).sort();
  return Promise.all(
    sheets.map(async (name) => {
      const sheet = ModelSheet.safeParse(parse(await readFile(join(folder, name), 'utf8')));
      if (!sheet.success) {
        const where = sheet.error.issues[0]?.path.join('.') ?? '';
        throw new Problem('invalid_input', `models/${name}: \`${where}\` is not as a model sheet wants it`);
      }
      const path = join(folder, sheet.data.file);
      const { size } = await stat(path);
      const { name: model, sha256, notice, context_tokens, findings_per_conversation } = sheet.data;
      return {
        view: { name: model, sha256, sizeBytes: size, bundled: true, notice },
        path,
        contextTokens: context_tokens,
        findingsPerConversation: findings_per_conversation,
      };
    }),
  );
}

/** The models that this workspace pinned: the hash is in the file's name, and is checked at every load. */
export async function readPinnedModels(modelsFolder: string): Promise<readonly ShelvedModel[]> {
  const files = (await readdir(modelsFolder)).filter((name) => PINNED.test(name)).sort();
  return Promise.all(files.map((name) => shelve(modelsFolder, name)));
}

/** What can be said of a model file before it is taken in. @throws Problem as `pinModel` */
export async function describeModelFile(file: string): Promise<{ name: string; sizeBytes: number }> {
  await refuseOthers(file);
  const name = basename(file)
    .replace(/\.gguf$/i, '')
    .replaceAll(/[^A-Za-z0-9._-]/g, '_')
    .slice(0, 60);
  return { name, sizeBytes: (await stat(file)).size };
}

/**
 * Copies a model file into the workspace under its hash. The copy is what is hashed, so that the pin is
 * of the very bytes that will be loaded.
 *
 * @throws Problem `not_found`, `invalid_input` for a file that is no GGUF
 */
export async function pinModel(modelsFolder: string, file: string): Promise<ShelvedModel> {
  const { name } = await describeModelFile(file);
  const growing = join(modelsFolder, `growing-${process.pid}.tmp`);
  try {
    await copyFile(file, growing, constants.COPYFILE_FICLONE);
    const sha256 = await sha256File(growing);
    const known = (await readPinnedModels(modelsFolder)).find((model) => model.view.sha256 === sha256);
    if (known !== undefined) return known;
    const final = `${sha256}--${name}.gguf`;
    await rename(growing, join(modelsFolder, final));
    return await shelve(modelsFolder, final);
  } finally {
    await rm(growing, { force: true });
  }
}

async function shelve(folder: string, fileName: string): Promise<ShelvedModel> {
  const [, sha256 = '', name = ''] = PINNED.exec(fileName) ?? [];
  const path = join(folder, fileName);
  const { size } = await stat(path);
  return {
    view: { name, sha256: sha256 as Sha256Hex, sizeBytes: size, bundled: false, notice: OWN_NOTICE },
    path,
    ...WITHOUT_SHEET,
  };
}

async function refuseOthers(file: string): Promise<void> {
  const magic = Buffer.alloc(4);
  try {
    const handle = await open(file);
    await handle.read(magic, 0, 4, 0).finally(() => handle.close());
  } catch {
    throw new Problem(
      'not_found',
      `the model file \`${basename(file)}\` cannot be read`,
      'Check the path and its permissions.',
    );
  }
  if (magic.toString('latin1') !== 'GGUF')
    throw new Problem(
      'invalid_input',
      `\`${basename(file)}\` is not a GGUF model`,
      'Choose a model file that llama.cpp can read.',
    );
}
