import { Problem } from '../../../shared/domain/index.ts';
import type { Entry, EntryContext } from '../../../shared/formats/index.ts';
import type { Journal } from '../../evidence/index.ts';
import {
  KEY_FILE_KINDS,
  KnownKeyFile,
  PUT_BACK_ROLES,
  type KeptOut,
  type PutBack,
  type Session,
} from '../../governance/index.ts';
import type { KeyFileState } from '../../keys/index.ts';

/**
 * Holds the key file to what the journal says of it. The file is authentic at every age: only the journal knows
 * that somebody left, or took another password, since an older one was copied.
 */
export class KeyFileRecord {
  readonly #journal: Journal;
  #noted: KeyFileState | undefined;
  #last: Promise<unknown> = Promise.resolve();

  constructor(journal: Journal) {
    this.#journal = journal;
  }

  /** The key file as it is from here on; says nothing twice. Calls at the same time take turns. */
  note(state: KeyFileState | undefined, context: EntryContext): Promise<void> {
    const turn = this.#last.then(async () => {
      // Nothing is older than the first one.
      if (state === undefined || (state.revision === 0 && state.uses === 0)) return;
      this.#noted ??= (await this.#known()).noted;
      if (this.#noted?.sha256 !== state.sha256) await this.accept(state, context);
    });
    this.#last = turn.catch(() => undefined);
    return turn;
  }

  /**
   * SEC-54: lets nobody in by an older key file but those who may look into it, and nobody whom the journal lets in
   * no more.
   *
   * @returns the older key file that this person came in by
   * @throws Problem `not_allowed`, on record
   */
  async admit(
    { person, keyFile, deputy }: Pick<Session, 'person' | 'keyFile' | 'deputy'>,
    context: EntryContext,
  ): Promise<PutBack | undefined> {
    if (keyFile === undefined) return undefined;
    const found = await this.meet(keyFile.found, context);
    const known = await this.#known();
    const { role, id } = person;
    const mayLook = deputy === undefined && PUT_BACK_ROLES.some((each) => each === role);
    // A service key has no key file of its own and never comes here.
    const keptOut = known.keptOut(id, deputy !== undefined);
    const problem =
      found !== undefined && !mayLook
        ? new Problem(
            'not_allowed',
            'an older key file `keys.json` was put in the place of the newest one',
            'A compliance officer or an administrator signs in first and looks into it. This was recorded.',
          )
        : keptOut && refusal(keptOut);
    if (problem !== undefined) {
      const body = { claimed: id, reason: problem.message };
      await this.#journal.event('auth.sign_in_failed', body, context);
      throw problem;
    }
    // What was met is over: by whoever may look into it, or because the newest one is back.
    await (known.isMet ? this.accept(keyFile.now, context) : this.note(keyFile.now, context));
    return found;
  }

  /** Records an older key file that is met. @returns what is not in it */
  async meet(found: KeyFileState, context: EntryContext): Promise<PutBack | undefined> {
    const known = await this.#known();
    const putBack = known.putBack(found);
    if (putBack !== undefined && !known.isMet)
      await this.#journal.event('keys.put_back', { ...putBack }, context);
    return putBack;
  }

  /** From here on this one counts, though it be older. */
  async accept(state: KeyFileState, context: EntryContext): Promise<void> {
    await this.#journal.event('keys.noted', { ...state }, context);
    this.#noted = state;
  }

  /**
   * Sealed sheets let somebody in by an older key file too, but not those of a set that was replaced since.
   *
   * @throws Problem `not_allowed`, on record
   */
  async requireSheets(set: string, putBack: PutBack | undefined): Promise<void> {
    if (putBack === undefined) return;
    const newest = (await this.#known()).sheets;
    if (newest === undefined || newest === set) return;
    throw new Problem(
      'not_allowed',
      'these sheets were replaced, and an older key file that still knows them was put in the place of the newest one',
      'Put the newest `keys.json` back, and use the newest sheets.',
    );
  }

  async #known(): Promise<KnownKeyFile> {
    const stored = await this.#journal.read.ofKinds([...KEY_FILE_KINDS]);
    return new KnownKeyFile(stored.map(({ entry }): Entry => entry));
  }
}

function refusal(why: KeptOut): Problem {
  switch (why) {
    case 'left':
      return new Problem(
        'not_allowed',
        'by the journal this person has left, whatever the key file says',
        'An administrator proposes their return, and somebody else agrees. This was recorded.',
      );
    case 'changed':
      return new Problem(
        'not_allowed',
        'an older key file holds this person as they were before a change that is on record',
        'An administrator proposes a new password, and somebody else agrees; or sealed sheets give one. This was recorded.',
      );
    case 'deputy_ended':
      return new Problem(
        'not_allowed',
        'by the journal you stand in for nobody any more',
        'Sign in with your own role. This was recorded.',
      );
  }
}
