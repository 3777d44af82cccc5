import { Problem, type PersonId } from '../../shared/domain/index.ts';
import { checkDeputy, needsContentWrap, type Deputy, type DeputyFor } from './deputy.ts';
import type { KeyFile, Proposal, Slot } from './key-file.ts';
import { rewriteKeyFile, type ChangeRequest } from './rewrite.ts';
import { wrapKeyring } from './slot.ts';
import type { Holder } from './unlock.ts';

/**
 * Proposes that somebody stands in for a role until a time. It opens nothing until somebody else agrees.
 *
 * @throws Problem `not_found`, `not_allowed` for oneself or a role that may not stand in, `invalid_input`, and
 * as `openKeys`
 */
export function proposeDeputy(request: ChangeRequest, id: PersonId, duty: DeputyFor): Promise<void> {
  return rewriteKeyFile(request, (file, { slot: proposer }) => {
    const slot = slotOf(file, id);
    if (proposer.id === id)
      throw new Problem('not_allowed', 'nobody names themselves as a deputy', 'Somebody else proposes it.');
    checkDeputy(slot.role, duty, request.nowMs);
    const others = (file.proposals ?? []).filter((each) => each.slot.id !== id);
    const proposal: Proposal = {
      ...{ slot, change: 'deputy', deputy: duty },
      ...{ proposedBy: proposer.id, proposedAtMs: request.nowMs },
    };
    return Promise.resolve({ file: { ...file, proposals: [...others, proposal] }, result: undefined });
  });
}

/** The person's slot with the duty in it, agreed to by who holds what it opens. */
export function agreedDeputy(
  file: KeyFile,
  { proposedBy, slot: { id }, deputy: duty }: Proposal,
  { portion, slot: approver }: Holder,
  nowMs: number,
): Slot {
  // The slot as it is now: the person may have changed their password since.
  const slot = slotOf(file, id);
  if (duty === undefined) throw new Problem('damaged', 'a proposed deputy has no duty');
  checkDeputy(slot.role, duty, nowMs);
  const deputy: Deputy = { ...duty, proposedBy, agreedBy: approver.id };
  const given = { ...slot, deputy };
  if (!needsContentWrap(slot.role, duty.role)) return given;
  if (portion === undefined)
    throw new Problem(
      'not_allowed',
      `standing in for ${duty.role} needs the content keys, which you do not hold`,
      'A content holder agrees.',
    );
  return withDeputyContent(file.workspace, given, () => portion);
}

/** The slot with a portion of the content keyring's key under what its person stands in for, where their own role has none. */
export function withDeputyContent(workspaceId: string, slot: Slot, portion: () => Uint8Array): Slot {
  const { deputy, id, publicKey } = slot;
  if (deputy === undefined || !needsContentWrap(slot.role, deputy.role)) return slot;
  const owner = { id, publicKey, role: deputy.role };
  return { ...slot, deputy: { ...deputy, content: wrapKeyring(workspaceId, owner, 'content', portion()) } };
}

/** Ends a duty before its time. @throws Problem `not_found`, and as `openKeys` */
export function endDeputy(request: ChangeRequest, id: PersonId): Promise<void> {
  return rewriteKeyFile(request, (file) => {
    const { deputy, ...rest } = slotOf(file, id);
    if (deputy === undefined) throw new Problem('not_found', 'this person stands in for nobody');
    const people = file.people.map((each) => (each.id === id ? rest : each));
    return Promise.resolve({ file: { ...file, people }, result: undefined });
  });
}

function slotOf(file: KeyFile, id: PersonId): Slot {
  const slot = file.people.find((each) => each.id === id);
  if (slot !== undefined) return slot;
  throw new Problem('not_found', 'no such person in this workspace', 'Look at the people again.');
}
