import { createSecretKey, randomUUID, type KeyObject } from 'node:crypto';
import { PayloadId, Problem, type DataCategory } from '../../../shared/domain/index.ts';
import type { PayloadRef } from '../../../shared/formats/index.ts';
import { sha256Hex } from '../../core/index.ts';
import { wipe, type Rewrapped } from '../../keys/index.ts';
import { describeDatabaseError, openDatabaseFile, type SqliteDatabase } from '../database/index.ts';
import { CONTENT_DATABASE } from './migrations/index.ts';
import {
  openPayload,
  openPayloadKey,
  openUnderKey,
  rewrapKey,
  sealPayload,
  type PayloadPlace,
} from './payload-crypt.ts';
import type { PayloadState } from './port.ts';

export type CategoryKeys = Readonly<Partial<Record<DataCategory, Uint8Array>>>;

/** What keys of payloads are wrapped under: one epoch for all that is new, earlier ones for what is there. */
export interface WrappingKeys {
  readonly categoryKeys: CategoryKeys;
  /** The epoch of `categoryKeys`; 1 unless told otherwise. */
  readonly epoch?: number | undefined;
  readonly former?: readonly { readonly epoch: number; readonly categories: CategoryKeys }[] | undefined;
}

export interface ContentFileOptions extends WrappingKeys {
  readonly path: string;
  readonly workspaceId: string;
  readonly databaseKey: Uint8Array;
  /** Keys of single payloads, for those who open these and no others. */
  readonly payloadKeys?: ReadonlyMap<PayloadId, Uint8Array> | undefined;
}

/** Which payload, and what it is sealed as. */
export interface PayloadWanted {
  readonly id: PayloadId;
  readonly category: DataCategory;
}

interface Row {
  readonly sealed: Uint8Array;
  readonly epoch: number | null;
  readonly wrapped: Uint8Array | null;
}

interface KeyRow {
  readonly id: PayloadId;
  readonly category: DataCategory;
  readonly epoch: number;
  readonly wrapped: Uint8Array;
}

/** The one connection to a content store. Every method is durable when it returns. */
export class ContentFile {
  readonly #options: Omit<ContentFileOptions, keyof WrappingKeys>;
  readonly #database: SqliteDatabase;
  #keys: readonly { readonly epoch: number; readonly categories: CategoryKeys }[];
  /** Keys up to this id were looked at since the present epoch came. */
  #rewrappedTo = '';

  /** @throws Problem `not_found`, `foreign_file`, `damaged`, `newer_format`, `in_use` */
  constructor(options: ContentFileOptions) {
    this.#options = options;
    this.#keys = keysOf(options);
    this.#database = openDatabaseFile(options.path, options.databaseKey, CONTENT_DATABASE);
    // What is removed or erased is overwritten in the file as well.
    this.#database.pragma('secure_delete = ON');
  }

  put(category: DataCategory, content: Uint8Array): PayloadRef {
    const place = this.#place(category, PayloadId.parse(randomUUID()));
    const { epoch } = this.#newest;
    const { sealed, wrappedKey } = sealPayload(this.#categoryKey(category, epoch), place, content);
    this.#guarded(() =>
      this.#database.transaction(() => {
        this.#insert({ id: place.id, category, epoch, wrapped: wrappedKey }, sealed);
      })(),
    );
    return { id: place.id, sha256: sha256Hex(sealed) };
  }

  /** @throws Problem `not_found`, `damaged`, `not_allowed` */
  get(category: DataCategory, ref: PayloadRef): Uint8Array {
    const own = this.#options.payloadKeys?.get(ref.id);
    if (own === undefined) this.#categoryKey(category, this.#newest.epoch);
    const row = this.#guarded(
      () =>
        this.#database
          .prepare(
            'SELECT sealed, epoch, wrapped FROM payloads LEFT JOIN payload_keys USING (id) WHERE id = ?',
          )
          .get(ref.id) as Row | undefined,
    );
    if (row === undefined) throw new Problem('not_found', 'the content of this entry is not in the store');
    if (sha256Hex(row.sealed) !== ref.sha256)
      throw new Problem(
        'damaged',
        'the content of this entry is not what the journal cites',
        'Restore it from a backup; verify the workspace to see whether more is affected.',
      );
    if (row.wrapped === null || row.epoch === null)
      throw new Problem('not_found', 'the content of this entry was erased: its key is destroyed');
    const place = this.#place(category, ref.id);
    if (own !== undefined) return openUnderKey(own, place, row);
    const { sealed, wrapped: wrappedKey } = row;
    return openPayload(this.#categoryKey(category, row.epoch), place, { sealed, wrappedKey });
  }

  /** Keys of these payloads; those that were erased or are missing are left out. @throws Problem `damaged`, `not_allowed` */
  keysOf(wanted: readonly PayloadWanted[]): Map<PayloadId, Uint8Array> {
    const find = this.#database.prepare('SELECT epoch, wrapped FROM payload_keys WHERE id = ?');
    return new Map(
      wanted.flatMap(({ id, category }) => {
        const row = this.#guarded(() => find.get(id) as Pick<KeyRow, 'epoch' | 'wrapped'> | undefined);
        if (row === undefined) return [];
        const categoryKey = this.#categoryKey(category, row.epoch);
        const key = openPayloadKey(categoryKey, this.#place(category, id), { wrappedKey: row.wrapped });
        return [[id, key] as const];
      }),
    );
  }

  sweep(cited: readonly PayloadId[]): number {
    return this.#guarded(() => {
      this.#database.exec('CREATE TEMP TABLE cited (id TEXT PRIMARY KEY) WITHOUT ROWID');
      try {
        const keep = this.#database.prepare('INSERT OR IGNORE INTO cited (id) VALUES (?)');
        const remove = this.#database.prepare('DELETE FROM payloads WHERE id NOT IN (SELECT id FROM cited)');
        return this.#database.transaction(() => {
          for (const id of cited) keep.run(id);
          return remove.run().changes;
        })();
      } finally {
        this.#database.exec('DROP TABLE cited');
        this.#forgetLog();
      }
    });
  }

  /** @throws Problem `not_found` */
  erase(id: PayloadId): void {
    const known = this.#guarded(() => {
      this.#database.prepare('DELETE FROM payload_keys WHERE id = ?').run(id);
      return this.#database.prepare('SELECT 1 FROM payloads WHERE id = ?').get(id);
    });
    if (known === undefined) throw new Problem('not_found', 'the content of this entry is not in the store');
    this.#guarded(() => this.#forgetLog());
  }

  states(ids: readonly PayloadId[]): PayloadState[] {
    return this.#guarded(() => {
      const keyed = this.#database
        .prepare(
          'SELECT EXISTS (SELECT 1 FROM payload_keys WHERE id = payloads.id) FROM payloads WHERE id = ?',
        )
        .pluck();
      return ids.map((id) => {
        const found: unknown = keyed.get(id);
        return found === undefined ? 'missing' : found === 1 ? 'kept' : 'erased';
      });
    });
  }

  /**
   * Takes in every payload of another store, with its id and its sealed bytes, so that what the journal cites of
   * it stays true; their keys are wrapped here. What is here already stays. One transaction; the other store is left
   * as it is.
   *
   * @returns how many came in
   * @throws Problem as the constructor for the other store, `damaged` where a key does not open
   */
  takeIn(other: ContentFileOptions): number {
    const from = new ContentFile(other);
    try {
      return this.#guarded(() => this.#database.transaction(() => this.#takeAll(from))());
    } finally {
      from.close();
    }
  }

  #takeAll(from: ContentFile): number {
    const rows = from.#database
      .prepare(
        'SELECT id, category, epoch, wrapped, sealed FROM payloads JOIN payload_keys USING (id, category)',
      )
      .iterate() as IterableIterator<KeyRow & { readonly sealed: Uint8Array }>;
    const isHere = this.#database.prepare('SELECT 1 FROM payloads WHERE id = ?');
    const { epoch } = this.#newest;
    let taken = 0;
    for (const { id, category, epoch: before, wrapped, sealed } of rows) {
      if (isHere.get(id) !== undefined) continue;
      const to = this.#categoryKey(category, epoch);
      const key = rewrapKey(from.#categoryKey(category, before), to, this.#place(category, id), wrapped);
      this.#insert({ id, category, epoch, wrapped: key }, sealed);
      taken += 1;
    }
    return taken;
  }

  #insert({ id, category, epoch, wrapped }: KeyRow, sealed: Uint8Array): void {
    this.#database
      .prepare('INSERT INTO payload_keys (id, category, epoch, wrapped) VALUES (?, ?, ?, ?)')
      .run(id, category, epoch, wrapped);
    this.#database
      .prepare('INSERT INTO payloads (id, category, sealed) VALUES (?, ?, ?)')
      .run(id, category, sealed);
  }

  /** Takes newer keys; what was wrapped before stays as it is until `rewrap`. Those before are wiped. */
  adopt(keys: WrappingKeys): void {
    this.#wipeKeys();
    this.#keys = keysOf(keys);
    this.#rewrappedTo = '';
  }

  /** How many keys are wrapped under an earlier epoch than the present one. */
  waiting(): number {
    return this.#guarded(
      () =>
        this.#database
          .prepare('SELECT count(*) FROM payload_keys WHERE epoch < ?')
          .pluck()
          .get(this.#newest.epoch) as number,
    );
  }

  /**
   * Wraps some more keys under the present epoch, in one transaction: after a crash each key is wrapped as
   * before or anew. A key that does not open is left as it is.
   */
  rewrap(most: number): Rewrapped {
    return this.#guarded(() => {
      const rows = this.#database
        .prepare(
          'SELECT id, category, epoch, wrapped FROM payload_keys WHERE id > ? AND epoch < ? ORDER BY id LIMIT ?',
        )
        .all(this.#rewrappedTo, this.#newest.epoch, most) as KeyRow[];
      const update = this.#database.prepare('UPDATE payload_keys SET epoch = ?, wrapped = ? WHERE id = ?');
      const keys = new Map<string, KeyObject>();
      let damaged = 0;
      this.#database.transaction(() => {
        for (const row of rows) {
          const wrapped = this.#rewrapped(row, keys);
          if (wrapped === undefined) damaged += 1;
          else update.run(this.#newest.epoch, wrapped, row.id);
        }
      })();
      this.#rewrappedTo = rows.at(-1)?.id ?? this.#rewrappedTo;
      const finished = rows.length < most;
      // The wraps of before go from the log too, unless somebody reads it; then with the next erasure.
      if (finished) this.#database.pragma('wal_checkpoint(TRUNCATE)');
      return { done: rows.length - damaged, damaged, finished };
    });
  }

  close(): void {
    this.#database.close();
    const { databaseKey, payloadKeys } = this.#options;
    wipe(databaseKey, ...(payloadKeys?.values() ?? []));
    this.#wipeKeys();
  }

  #rewrapped({ id, category, epoch, wrapped }: KeyRow, keys: Map<string, KeyObject>): Uint8Array | undefined {
    const keyOf = (of: number): KeyObject => {
      const name = `${of} ${category}`;
      const key = keys.get(name) ?? createSecretKey(this.#categoryKey(category, of));
      keys.set(name, key);
      return key;
    };
    try {
      return rewrapKey(keyOf(epoch), keyOf(this.#newest.epoch), this.#place(category, id), wrapped);
    } catch (error) {
      if (error instanceof Problem) return undefined;
      throw error;
    }
  }

  #wipeKeys(): void {
    wipe(...this.#keys.flatMap(({ categories }) => Object.values(categories)));
  }

  get #newest(): { readonly epoch: number } {
    return this.#keys[0] ?? { epoch: 1 };
  }

  /** Earlier forms of changed pages stand in the log until it is written back and cut. */
  #forgetLog(): void {
    const [{ busy } = { busy: 1 }] = this.#database.pragma('wal_checkpoint(TRUNCATE)') as { busy: number }[];
    if (busy !== 0)
      throw new Problem(
        'in_use',
        'the log of the content store could not be cut: another program reads it',
        'Close that program, then erase again; until then the old form may stand in the log.',
      );
  }

  #place(category: DataCategory, id: PayloadId): PayloadPlace {
    return { workspaceId: this.#options.workspaceId, category, id };
  }

  /** @throws Problem `not_allowed` for a category that is not opened here, `damaged` for an epoch without keys */
  #categoryKey(category: DataCategory, epoch: number): Uint8Array {
    if (this.#keys[0]?.categories[category] === undefined)
      throw new Problem('not_allowed', `your role does not open content of category \`${category}\``);
    const key = this.#keys.find((each) => each.epoch === epoch)?.categories[category];
    if (key !== undefined) return key;
    throw new Problem(
      'damaged',
      `a payload is wrapped under epoch ${epoch} of the content keys, which the keyring does not hold`,
      'Restore `content.db` and `keys.json` from the same backup.',
    );
  }

  #guarded<T>(use: () => T): T {
    try {
      return use();
    } catch (error) {
      throw describeDatabaseError(error, 'content store');
    }
  }
}

function keysOf({ categoryKeys, epoch = 1, former = [] }: WrappingKeys) {
  return [{ epoch, categories: categoryKeys }, ...former];
}
