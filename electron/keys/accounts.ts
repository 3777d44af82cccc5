import { Problem, type PersonId } from '../../shared/domain/index.ts';
import type { AccountProposal, KeyFile } from './key-file.ts';
import { rewriteKeyFile, type ChangeRequest } from './rewrite.ts';

/** An account of the hospital that somebody wants linked to themselves. */
export interface ProposedAccount {
  /** What the workspace knows it by: a hash, 32 bytes as base64. */
  readonly key: string;
  /** What the hospital calls it, for whoever agrees. */
  readonly shown: string;
}

/**
 * Keeps the wish of whoever is signed in to have an account of theirs linked, until somebody else agrees.
 *
 * @throws Problem `already_exists` for an account that is linked to somebody, and as `openKeys`
 */
export function proposeAccount(request: ChangeRequest, { key, shown }: ProposedAccount): Promise<void> {
  return changing(request, (file, own) => {
    const owner = file.people.find(({ account }) => account?.key === key);
    if (owner !== undefined)
      throw new Problem(
        'already_exists',
        owner.id === own
          ? 'this account is linked to you already'
          : 'this account is linked to somebody else',
        'An account of the hospital stands for one person.',
      );
    const proposal: AccountProposal = { person: own, key, shown, proposedAtMs: request.nowMs };
    return { ...without(file, own), accountProposals: [...without(file, own).accountProposals, proposal] };
  });
}

/**
 * Links the proposed account to its person; from then on no other one counts.
 *
 * @throws Problem `not_allowed` for the person themselves, `not_found`, `already_exists` where the account was
 * linked to somebody meanwhile, and as `openKeys`
 */
export function agreeToAccount(request: ChangeRequest, person: PersonId): Promise<void> {
  return changing(request, (file, own) => {
    const { key } = proposalOf(file, person);
    if (own === person) throw new Problem('not_allowed', 'nobody agrees to their own account');
    if (file.people.some(({ account }) => account?.key === key))
      throw new Problem('already_exists', 'this account is linked to somebody by now');
    return withAccount(without(file, person), person, { key, linkedAtMs: request.nowMs, linkedBy: own });
  });
}

/** Takes the wish away. @throws Problem `not_found`, and as `openKeys` */
export function declineAccount(request: ChangeRequest, person: PersonId): Promise<void> {
  return changing(request, (file) => {
    proposalOf(file, person);
    return without(file, person);
  });
}

/** Takes the link away. @throws Problem `not_found`, and as `openKeys` */
export function unlinkAccount(request: ChangeRequest, person: PersonId): Promise<void> {
  return changing(request, (file) => {
    if (!file.people.some(({ id, account }) => id === person && account !== undefined))
      throw new Problem('not_found', 'no account is linked to this person');
    return withAccount(file, person, undefined);
  });
}

function changing(request: ChangeRequest, act: (file: KeyFile, own: PersonId) => KeyFile): Promise<void> {
  return rewriteKeyFile(request, (file, { slot }) =>
    Promise.resolve({ file: act(file, slot.id), result: undefined }),
  );
}

function proposalOf(file: KeyFile, person: PersonId): AccountProposal {
  const proposal = file.accountProposals?.find((each) => each.person === person);
  if (proposal !== undefined) return proposal;
  throw new Problem('not_found', 'no account of this person waits', 'Look at the people again.');
}

function without(
  file: KeyFile,
  person: PersonId,
): KeyFile & { readonly accountProposals: AccountProposal[] } {
  return {
    ...file,
    accountProposals: (file.accountProposals ?? []).filter((each) => each.person !== person),
  };
}

function withAccount(file: KeyFile, person: PersonId, linked: KeyFile['people'][number]['account']): KeyFile {
  return {
    ...file,
    people: file.people.map((slot) => {
      if (slot.id !== person) return slot;
      return { ...slot, account: linked };
    }),
  };
}
