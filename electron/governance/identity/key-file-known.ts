import type { PersonId, Role } from '../../../shared/domain/index.ts';
import type { Entry, EventName } from '../../../shared/formats/index.ts';
import { isBehind, type KeyFileState } from '../../keys/index.ts';

/** Who may come in by an older key file, to look into it: those who answer for the data or run the machine. */
export const PUT_BACK_ROLES: readonly Role[] = ['compliance', 'admin'];

/** Changes that lie in the key file. */
const CHANGES = [
  'person.removed',
  'person.changed',
  'person.deputy_ended',
  'auth.password_changed',
  'auth.second_factor_changed',
  'account.linked',
  'account.unlinked',
  'recovery.used',
  'recovery.made',
  'emergency.envelope_made',
  'emergency.envelope_voided',
  'device.admitted',
  'device.shut_out',
  'key.rotated',
  'key.custody_moved',
] as const satisfies readonly EventName[];

/** Kinds that tell how the key file ought to be. */
export const KEY_FILE_KINDS = ['keys.noted', 'keys.put_back', ...CHANGES] as const;

/** An older key file that was met. */
export interface PutBack {
  readonly found: number;
  readonly known: number;
  /** The entry as of which it is; -1 where it is the first one of all. */
  readonly since: number;
  /** How many changes of people and keys are not in it. */
  readonly undone: number;
}

/** Why the journal lets somebody in no more whose password is right by the key file. */
export type KeptOut = 'left' | 'changed' | 'deputy_ended';

/**
 * What the journal knows of the key file. Pure.
 *
 * @param entries of `KEY_FILE_KINDS`, in order of sequence number
 */
export class KnownKeyFile {
  readonly #entries: readonly Entry[];
  readonly #done: ReadonlySet<number>;
  readonly #certain: ReadonlySet<number>;

  constructor(entries: readonly Entry[]) {
    this.#entries = entries;
    const outcomes = entries.filter(({ phase }) => phase === 'outcome');
    const intentsOf = (some: readonly Entry[]) => new Set(some.flatMap(({ intent }) => intent ?? []));
    this.#certain = intentsOf(outcomes.filter(({ body }) => body.ok === true));
    // Nobody knows of an act that was interrupted: it counts as done where somebody's door hangs on it.
    this.#done = intentsOf(outcomes.filter(({ body }) => body.ok === true || body.code === 'interrupted'));
  }

  /** The key file that was noted last; undefined before the first change. */
  get noted(): KeyFileState | undefined {
    return this.#noted.at(-1)?.state;
  }

  /** The set of sealed sheets that was made last; undefined where none was. */
  get sheets(): string | undefined {
    const made = this.#changes().filter(
      ({ kind, seq }) => kind === 'recovery.made' && this.#certain.has(seq),
    );
    const outcome = this.#entries.find(({ intent }) => intent !== undefined && intent === made.at(-1)?.seq);
    const set = outcome?.body.set;
    return typeof set === 'string' ? set : undefined;
  }

  /**
   * Whether a key file is an older one than the journal knows; undefined where it is not. Once one was met, nothing
   * but the newest counts until somebody came in who may look into it: writing it again makes it no newer.
   */
  putBack(found: KeyFileState): PutBack | undefined {
    const last = this.#noted.at(-1);
    const known = last?.state;
    if (known?.sha256 === found.sha256) return undefined;
    const isMet = this.isMet;
    if (!isMet && (known === undefined || !isBehind(found, known))) return undefined;
    const since =
      this.#noted.findLast(({ state }) => state.sha256 === found.sha256)?.seq ??
      this.#noted.findLast(({ state }) => state.revision <= found.revision && state !== known)?.seq ??
      -1;
    const undone = this.#changes().filter(({ seq }) => seq > since).length;
    return { found: found.revision, known: known?.revision ?? 0, since, undone };
  }

  /** Whether an older key file was met, and nobody who may look into it has come in since. */
  get isMet(): boolean {
    return this.#entries.findLast(({ kind }) => kind.startsWith('keys.'))?.kind === 'keys.put_back';
  }

  /**
   * Why somebody stays out whom the key file lets in: they left, or it holds them as they were before a change
   * that is on record. A new place in the key file by two people, or sealed sheets, let them in again.
   */
  keptOut(person: PersonId, asDeputy: boolean): KeptOut | undefined {
    const own = this.#changes().filter((entry) => isAbout(entry, person));
    const placed = own.filter(({ kind, body }) =>
      kind === 'person.changed' ? body.change !== 'deputy' : kind === 'person.removed',
    );
    const newest = placed.findLast(({ seq }) => this.#certain.has(seq));
    if (newest?.kind === 'person.removed') return 'left';
    for (const { seq, body } of this.#entries.filter(({ kind }) => kind === 'keys.put_back')) {
      const undone = own.filter((entry) => entry.seq > Number(body.since) && entry.seq < seq);
      const renewed = own.some((entry) => entry.seq > seq && isNewPlace(entry));
      if (!renewed && undone.some(({ kind, body: said }) => isOfPlace(kind, said))) return 'changed';
      const named = own.some((entry) => entry.seq > seq && entry.body.change === 'deputy');
      if (asDeputy && !named && undone.some(({ kind }) => kind === 'person.deputy_ended'))
        return 'deputy_ended';
    }
    return undefined;
  }

  #changes(): readonly Entry[] {
    const kinds: readonly string[] = CHANGES;
    return this.#entries.filter(
      ({ kind, phase, seq }) => phase === 'intent' && kinds.includes(kind) && this.#done.has(seq),
    );
  }

  get #noted(): readonly { readonly seq: number; readonly state: KeyFileState }[] {
    return this.#entries
      .filter(({ kind }) => kind === 'keys.noted')
      .map(({ seq, body }) => ({ seq, state: body as unknown as KeyFileState }));
  }
}

function isAbout({ kind, actor, body }: Entry, person: PersonId): boolean {
  return kind.startsWith('auth.') ? actor.id === person : body.person === person;
}

/** Changes of what a person signs in with, or as what. */
function isOfPlace(kind: string, body: Entry['body']): boolean {
  if (kind === 'person.changed') return body.change !== 'deputy';
  return kind.startsWith('auth.') || kind === 'person.removed' || kind === 'recovery.used';
}

function isNewPlace({ kind, body }: Entry): boolean {
  return kind === 'recovery.used' || (kind === 'person.changed' && body.change !== 'deputy');
}
