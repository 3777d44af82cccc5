import { randomUUID } from 'node:crypto';
import { PayloadId, Problem, type DataCategory } from '../../../shared/domain/index.ts';
import type { PayloadRef } from '../../../shared/formats/index.ts';
import { sha256Hex } from '../../core/index.ts';
import { wipe } from '../../keys/index.ts';
import { describeDatabaseError, openDatabaseFile, type SqliteDatabase } from '../database/index.ts';
import { CONTENT_DATABASE } from './migrations/index.ts';
import { openPayload, sealPayload, type PayloadPlace } from './payload-crypt.ts';
import type { PayloadState } from './port.ts';

export type CategoryKeys = Readonly<Partial<Record<DataCategory, Uint8Array>>>;

export interface ContentFileOptions {
  readonly path: string;
  readonly workspaceId: string;
  readonly databaseKey: Uint8Array;
  readonly categoryKeys: CategoryKeys;
}

interface Row {
  readonly category: string;
  readonly sealed: Uint8Array;
  readonly wrapped_key: Uint8Array | null;
}

/** The one connection to a content store. Every method is durable when it returns. */
export class ContentFile {
  readonly #options: ContentFileOptions;
  readonly #database: SqliteDatabase;

  /** @throws Problem `not_found`, `foreign_file`, `damaged`, `newer_format`, `in_use` */
  constructor(options: ContentFileOptions) {
    this.#options = options;
    this.#database = openDatabaseFile(options.path, options.databaseKey, CONTENT_DATABASE);
    // What is removed or erased is overwritten in the file as well.
    this.#database.pragma('secure_delete = ON');
  }

  put(category: DataCategory, content: Uint8Array): PayloadRef {
    const place = this.#place(category, PayloadId.parse(randomUUID()));
    const { sealed, wrappedKey } = sealPayload(this.#categoryKey(category), place, content);
    this.#guarded(() =>
      this.#database
        .prepare('INSERT INTO payloads (id, category, sealed, wrapped_key) VALUES (?, ?, ?, ?)')
        .run(place.id, category, sealed, wrappedKey),
    );
    return { id: place.id, sha256: sha256Hex(sealed) };
  }

  /** @throws Problem `not_found`, `damaged`, `not_allowed` */
  get(category: DataCategory, ref: PayloadRef): Uint8Array {
    const categoryKey = this.#categoryKey(category);
    const row = this.#guarded(
      () =>
        this.#database
          .prepare('SELECT category, sealed, wrapped_key FROM payloads WHERE id = ?')
          .get(ref.id) as Row | undefined,
    );
    if (row === undefined) throw new Problem('not_found', 'the content of this entry is not in the store');
    if (sha256Hex(row.sealed) !== ref.sha256)
      throw new Problem(
        'damaged',
        'the content of this entry is not what the journal cites',
        'Restore it from a backup; verify the workspace to see whether more is affected.',
      );
    if (row.wrapped_key === null)
      throw new Problem('not_found', 'the content of this entry was erased: its key is destroyed');
    return openPayload(categoryKey, this.#place(category, ref.id), {
      sealed: row.sealed,
      wrappedKey: row.wrapped_key,
    });
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
    const { changes } = this.#guarded(() =>
      this.#database.prepare('UPDATE payloads SET wrapped_key = NULL WHERE id = ?').run(id),
    );
    if (changes === 0) throw new Problem('not_found', 'the content of this entry is not in the store');
    this.#guarded(() => this.#forgetLog());
  }

  states(ids: readonly PayloadId[]): PayloadState[] {
    return this.#guarded(() => {
      const keyed = this.#database
        .prepare('SELECT wrapped_key IS NOT NULL FROM payloads WHERE id = ?')
        .pluck();
      return ids.map((id) => {
        const found: unknown = keyed.get(id);
        return found === undefined ? 'missing' : found === 1 ? 'kept' : 'erased';
      });
    });
  }

  close(): void {
    this.#database.close();
    wipe(this.#options.databaseKey, ...Object.values(this.#options.categoryKeys));
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

  #categoryKey(category: DataCategory): Uint8Array {
    const key = this.#options.categoryKeys[category];
    if (key === undefined)
      throw new Problem('not_allowed', `your role does not open content of category \`${category}\``);
    return key;
  }

  #guarded<T>(use: () => T): T {
    try {
      return use();
    } catch (error) {
      throw describeDatabaseError(error, 'content store');
    }
  }
}
