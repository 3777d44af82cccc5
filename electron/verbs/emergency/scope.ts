import {
  isSameScope,
  PayloadId,
  Problem,
  type CallId,
  type EmergencyScope,
  type RunId,
} from '../../../shared/domain/index.ts';
import type { Entry, PayloadRef } from '../../../shared/formats/index.ts';
import type { OneDatasetView, RowsView } from '../../../shared/ipc/index.ts';
import { openContent, openPayloads, type Journal, type PayloadReader } from '../../evidence/index.ts';
import {
  keysOfCategory,
  wipe,
  type ContentKeyring,
  type EmergencyUse,
  type ScopeKeys,
} from '../../keys/index.ts';
import { keyOfDataset, openOneDataset, type OneDataset } from '../../runtime/datasets/index.ts';
import { promptPayloads } from '../../runtime/run/index.ts';
import type { Place } from '../desk/settings.ts';

/** Names of the keys that a scope is narrowed to. */
const DATASET = 'dataset';
const CONTENT_DB = 'contentDb';
const PAYLOADS = 'payloads';
/** A payload's id without dashes, and its key. */
const UUID_BYTES = 16;
const PAYLOAD_BYTES = UUID_BYTES + 32;
/** More prompts than any run may have; their keys fit into the key file. */
const MOST_PROMPTS = 10_000;
/** What people and agents say; a note of an emergency is one. */
const SPOKEN = 'conversation_history';

/** The keys of one scope, taken out of the keyring, and where the person's own words went. */
export interface Narrowed {
  readonly keys: ScopeKeys;
  readonly note: PayloadRef;
}

/**
 * SEC: the one place where the content keyring is open for somebody who does not hold it. Puts the note into
 * the content store, takes the keys of the scope out, and lets go of everything else.
 *
 * @throws Problem `not_found` for a scope that is not there; `limit_reached` for a run that is too long
 */
export async function narrowToScope(
  { workspaceId, paths }: Place,
  content: ContentKeyring,
  { scope, note }: { readonly scope: EmergencyScope; readonly note: string },
  journal: Journal,
): Promise<Narrowed> {
  const payloads = await openContent({
    ...{ folder: paths.folder, workspaceId, databaseKey: content.contentDbKey },
    ...{ epoch: content.epoch, categoryKeys: { [SPOKEN]: content.categories[SPOKEN] } },
    former: content.former.map(({ epoch, categories }) => ({
      ...{ epoch, categories: { [SPOKEN]: categories[SPOKEN] } },
    })),
  });
  const keys = new Map<string, Uint8Array>();
  try {
    if (scope.kind === 'dataset') {
      const place = { folder: paths.datasets, workspaceId, dataset: scope.dataset };
      keys.set(DATASET, await keyOfDataset(place, keysOfCategory(content, 'datasets')));
    } else {
      const refs = promptsOf(await entriesOfRun(journal, scope.run));
      const wanted = refs.map(({ id }) => ({ id, category: SPOKEN }) as const);
      keys.set(CONTENT_DB, Uint8Array.from(content.contentDbKey));
      keys.set(PAYLOADS, packKeys(await payloads.keysOf(wanted)));
    }
    const said = Buffer.from(JSON.stringify({ note }), 'utf8');
    return { keys, note: await payloads.put(SPOKEN, said) };
  } catch (error) {
    wipe(...keys.values());
    throw error;
  } finally {
    await payloads.close();
  }
}

/** One scope, open: a reader in a worker that holds the keys of this and of nothing else. */
export class OpenScope {
  readonly use: EmergencyUse;
  readonly #table: OneDataset | undefined;
  readonly #prompts: PayloadReader | undefined;

  private constructor(use: EmergencyUse, table: OneDataset | undefined, prompts: PayloadReader | undefined) {
    this.use = use;
    this.#table = table;
    this.#prompts = prompts;
  }

  /** Hands the keys to the worker and wipes them here. */
  static async open({ workspaceId, paths }: Place, use: EmergencyUse, keys: ScopeKeys): Promise<OpenScope> {
    const { scope } = use;
    try {
      if (scope.kind === 'dataset') {
        const place = { folder: paths.datasets, workspaceId, dataset: scope.dataset };
        return new OpenScope(use, await openOneDataset(place, keyNamed(keys, DATASET)), undefined);
      }
      const prompts = await openPayloads({
        ...{ folder: paths.folder, workspaceId, databaseKey: keyNamed(keys, CONTENT_DB) },
        payloadKeys: unpackKeys(keyNamed(keys, PAYLOADS)),
      });
      return new OpenScope(use, undefined, prompts);
    } finally {
      wipe(...keys.values());
    }
  }

  /** @throws Problem `not_allowed` for anything but what was asked for */
  require(scope: EmergencyScope): void {
    if (isSameScope(this.use.scope, scope)) return;
    throw new Problem(
      'not_allowed',
      'emergency access was given for something else',
      'It opens one table, or one run, and ends with its review; ask for another one if you must.',
    );
  }

  describe(version: number | undefined): Promise<OneDatasetView> {
    return this.#required(this.#table).describe(version);
  }

  readRows(version: number, offset: number, limit: number): Promise<RowsView> {
    return this.#required(this.#table).readRows(version, offset, limit);
  }

  /** @throws Problem `not_found` where nothing was said in this call */
  async readPrompt(
    journal: Journal,
    run: RunId,
    call: CallId,
  ): Promise<{ readonly prompt: string; readonly answer: string }> {
    const [ref] = promptPayloads(await entriesOfRun(journal, run), call);
    if (ref === undefined)
      throw new Problem('not_found', 'nothing was said in this call', 'Choose another call.');
    const bytes = await this.#required(this.#prompts).get(SPOKEN, ref);
    const said = JSON.parse(Buffer.from(bytes).toString('utf8')) as { prompt?: string; answer?: string };
    return { prompt: said.prompt ?? '', answer: said.answer ?? '' };
  }

  /** Wipes the keys. */
  async close(): Promise<void> {
    await this.#table?.close();
    await this.#prompts?.close();
  }

  #required<Reader>(reader: Reader | undefined): Reader {
    if (reader === undefined) throw new Problem('not_allowed', 'this emergency access opens something else');
    return reader;
  }
}

async function entriesOfRun(journal: Journal, run: RunId): Promise<Entry[]> {
  const entries = (await journal.read.ofRun(run)).map(({ entry }) => entry);
  if (!entries.some(({ kind }) => kind === 'run.started'))
    throw new Problem('not_found', 'there is no such run', 'List the runs again.');
  return entries;
}

/** Everything that was said to the model in a run. @throws Problem `limit_reached` */
function promptsOf(entries: readonly Entry[]): readonly PayloadRef[] {
  const refs = entries
    .filter(({ kind, phase }) => kind === 'model.call' && phase === 'outcome')
    .flatMap(({ payloads }) => payloads);
  if (refs.length <= MOST_PROMPTS) return refs;
  throw new Problem('limit_reached', 'the run has too many prompts to be opened in an emergency');
}

function packKeys(keys: ReadonlyMap<PayloadId, Uint8Array>): Uint8Array {
  const packed = Buffer.alloc(keys.size * PAYLOAD_BYTES);
  let at = 0;
  for (const [id, key] of keys) {
    packed.write(id.replaceAll('-', ''), at, 'hex');
    packed.set(key, at + UUID_BYTES);
    wipe(key);
    at += PAYLOAD_BYTES;
  }
  return packed;
}

function unpackKeys(packed: Uint8Array): Map<PayloadId, Uint8Array> {
  const keys = new Map<PayloadId, Uint8Array>();
  for (let at = 0; at + PAYLOAD_BYTES <= packed.length; at += PAYLOAD_BYTES) {
    const hex = Buffer.from(packed.subarray(at, at + UUID_BYTES)).toString('hex');
    const id = PayloadId.parse(hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5'));
    keys.set(id, packed.slice(at + UUID_BYTES, at + PAYLOAD_BYTES));
  }
  return keys;
}

function keyNamed(keys: ScopeKeys, name: string): Uint8Array {
  const key = keys.get(name);
  if (key === undefined)
    throw new Problem('damaged', 'the sealed keys of this emergency access are not whole');
  return key;
}
