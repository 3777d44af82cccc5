import { CONTENT_ROLES, Problem, type PersonId, type Role } from '../../shared/domain/index.ts';
import type { ChangeOfPerson, KeyFile, Proposal, Slot } from './key-file.ts';
import type { PasswordCost } from './password.ts';
import { costFrom, raisedCost } from './password-cost.ts';
import { agreedDeputy } from './deputy-change.ts';
import { checkName, checkPassword } from './person-rules.ts';
import { wipe } from './seal.ts';
import { enrolSecondFactor } from './second-factor.ts';
import { createSlot, sealPrivateKey, withContent } from './slot.ts';
import { deviceSecretOf, rewriteKeyFile, type ChangeRequest } from './rewrite.ts';
import type { Holder } from './unlock.ts';

export interface ProposedPerson {
  readonly change: Exclude<ChangeOfPerson, 'deputy'>;
  /** Who it is about; a newcomer's is new, and nobody else ever has it. */
  readonly id: PersonId;
  readonly name: string;
  readonly role: Role;
  /** Chosen by the person it is about. */
  readonly password: string;
}

/**
 * Keeps a change of the people until somebody else agrees. The evidence keys are given here, by whoever
 * proposes; content keys only by someone who holds them, when agreeing.
 *
 * @throws Problem `already_exists` for a name that is taken, `invalid_input` for a name or password that
 * will not do, `not_found`, and as `openKeys`
 */
export function proposePerson(request: ChangeRequest, proposed: ProposedPerson): Promise<void> {
  return changing(request, async (file, { keyringKeys, slot: proposer }) => {
    const { change, id, name, role, password } = proposed;
    requireRightChange(file, change, id);
    requireFreeName(file, name, id);
    checkName(name);
    await checkPassword(password, name);
    const cost = await costAfter(
      file.people.find((each) => each.id === id),
      request,
    );
    const slot = await withDeviceSecret(file, request, (deviceSecret) =>
      createSlot(
        { id, name, role, password },
        {
          ...{ workspaceId: file.workspace, deviceSecret, nowMs: request.nowMs, cost },
          keyringKeys: { metadata: keyringKeys.metadata },
        },
      ),
    );
    const others = (file.proposals ?? []).filter((each) => each.slot.id !== id);
    const proposal: Proposal = { slot, change, proposedBy: proposer.id, proposedAtMs: request.nowMs };
    return { ...file, proposals: [...others, proposal] };
  });
}

/**
 * Puts a proposed change into effect; who agrees gives the content keys where the role has them.
 *
 * @throws Problem `not_allowed` where who agrees proposed it, is its person, or lacks the content keys, and
 * for the last person of a role that the workspace cannot do without; `not_found`, and as `openKeys`
 */
export function agreeToPerson(request: ChangeRequest, id: PersonId): Promise<void> {
  return changing(request, (file, holder) => {
    const { portion, slot: approver } = holder;
    const proposal = proposalOf(file, id);
    if (approver.id === proposal.proposedBy || approver.id === id)
      throw new Problem('not_allowed', 'nobody agrees to what they proposed, or to a change of themselves');
    if (proposal.change === 'deputy')
      return withSlot(withoutProposal(file, id), agreedDeputy(file, proposal, holder, request.nowMs));
    let { slot } = proposal;
    const before = file.people.find((each) => each.id === id);
    if (before !== undefined && before.role !== slot.role) requireNotLast(file, before.role);
    if (CONTENT_ROLES.includes(slot.role)) {
      if (portion === undefined)
        throw new Problem(
          'not_allowed',
          `the role ${slot.role} needs the content keys, which you do not hold`,
          `Someone with the role ${CONTENT_ROLES.join(' or ')} agrees.`,
        );
      slot = withContent(file.workspace, slot, portion);
    }
    // Another password or role leaves it standing which account of the hospital is theirs.
    if (before?.account !== undefined) slot = { ...slot, account: before.account };
    const people =
      before === undefined
        ? [...file.people, slot]
        : file.people.map((each) => (each.id === id ? slot : each));
    const former = file.former?.filter((each) => each.id !== id);
    return { ...withoutProposal(file, id), people, ...(former && { former }) };
  });
}

/** The device secret for as long as it is used, and wiped whatever comes of it. */
async function withDeviceSecret<Result>(
  file: KeyFile,
  request: ChangeRequest,
  act: (deviceSecret: Uint8Array) => Promise<Result>,
): Promise<Result> {
  const deviceSecret = await deviceSecretOf(file, request);
  try {
    return await act(deviceSecret);
  } finally {
    wipe(deviceSecret);
  }
}

/** What a new password costs to try: as measured now, and never less than the one before it. */
async function costAfter(
  before: Slot | undefined,
  { passwordCost }: Pick<ChangeRequest, 'passwordCost'>,
): Promise<PasswordCost | undefined> {
  const now = await costFrom(passwordCost);
  return before === undefined || now === undefined ? now : raisedCost(before.password.cost, now);
}

/** Takes a proposal back. @throws Problem `not_found`, and as `openKeys` */
export function declinePerson(request: ChangeRequest, id: PersonId): Promise<void> {
  return changing(request, (file) => {
    proposalOf(file, id);
    return withoutProposal(file, id);
  });
}

/**
 * Takes a person's slot away: no password opens it any more. A copy of the file from before still holds
 * it; only new content keys shut that door.
 *
 * @throws Problem `not_allowed` for the last person of a duty the workspace cannot do without;
 * `not_found`, and as `openKeys`
 */
export function removePerson(request: ChangeRequest, id: PersonId): Promise<void> {
  return changing(request, (file, { slot: own }) => {
    const person = file.people.find((each) => each.id === id);
    if (person === undefined) throw noSuchPerson();
    if (own.id === id) throw new Problem('not_allowed', 'nobody shuts themselves out', 'Somebody else does.');
    requireNotLast(file, person.role);
    const { name, role } = person;
    return {
      ...withoutProposal(file, id),
      people: file.people.filter((each) => each.id !== id),
      ...(file.accountProposals && {
        accountProposals: file.accountProposals.filter((each) => each.person !== id),
      }),
      former: [...(file.former ?? []), { id, name, role, leftAtMs: request.nowMs }],
    };
  });
}

/** Puts the person's own key under another password. @throws Problem `invalid_input`, and as `openKeys` */
export function changePassword(request: ChangeRequest, password: string): Promise<void> {
  return changing(request, async (file, { slot, privateKey }) => {
    await checkPassword(password, slot.name);
    const { workspace: workspaceId } = file;
    const cost = await costAfter(slot, request);
    const sealed = await withDeviceSecret(file, request, (deviceSecret) =>
      sealPrivateKey(password, slot, privateKey, { workspaceId, deviceSecret, cost }),
    );
    const people = file.people.map((each) => (each.id === slot.id ? { ...each, ...sealed } : each));
    return { ...file, people };
  });
}

/**
 * Gives the asker a second factor, once they have typed a code of it. The recovery codes are told this
 * once; a new key pair (another password by two others, another role) has no second factor.
 *
 * @throws Problem `wrong_password` for a wrong code too, and as `openKeys`
 */
export function enrolFactor(
  request: ChangeRequest,
  secret: Uint8Array,
  code: string,
): Promise<readonly string[]> {
  return rewriteKeyFile(request, async (file, { slot }) => {
    const { factor, recoveryCodes } = enrolSecondFactor(file.workspace, slot, secret, code, request.nowMs);
    const changed = withSlot(file, { ...slot, secondFactor: factor });
    return Promise.resolve({ file: changed, result: recoveryCodes });
  });
}

/** Takes the asker's second factor away; MUST be called behind `confirmWithCode`. @throws Problem as `openKeys` */
export function removeFactor(request: ChangeRequest): Promise<void> {
  return changing(request, (file, { slot }) => {
    const { secondFactor, ...without } = slot;
    if (secondFactor === undefined) throw new Problem('not_found', 'you have no second factor');
    return withSlot(file, without);
  });
}

function withSlot(file: KeyFile, slot: Slot): KeyFile {
  return { ...file, people: file.people.map((each) => (each.id === slot.id ? slot : each)) };
}

/** `rewriteKeyFile` for changes that give nothing back. */
function changing(
  request: ChangeRequest,
  act: (file: KeyFile, holder: Holder) => KeyFile | Promise<KeyFile>,
): Promise<void> {
  return rewriteKeyFile(request, async (file, holder) => ({
    file: await act(file, holder),
    result: undefined,
  }));
}

/** A newcomer is unknown, who returns has left, and everybody else is here. */
function requireRightChange(file: KeyFile, change: ChangeOfPerson, id: PersonId): void {
  const isHere = file.people.some((each) => each.id === id);
  const hasLeft = file.former?.some((each) => each.id === id) === true;
  const fits = change === 'new' ? !isHere && !hasLeft : change === 'return' ? hasLeft : isHere;
  if (!fits) throw noSuchPerson();
}

function requireFreeName(file: KeyFile, name: string, own: PersonId): void {
  const wanted = nameKey(name);
  const slots = [...file.people, ...(file.proposals ?? []).map(({ slot }) => slot), ...(file.former ?? [])];
  if (slots.some((each) => each.id !== own && nameKey(each.name) === wanted))
    throw new Problem(
      'already_exists',
      `somebody here is or was called \`${name.trim()}\``,
      'Give each person a name of their own, because every act is recorded under it.',
    );
}

function nameKey(name: string): string {
  return name.normalize('NFC').trim().toLowerCase();
}

/** Without these nobody could run the machine, answer approvals or give the content keys. */
function requireNotLast(file: KeyFile, role: Role): void {
  const count = (roles: readonly Role[]): number =>
    file.people.filter((each) => roles.includes(each.role)).length;
  const last =
    (role === 'admin' && count(['admin']) === 1) ||
    (role === 'compliance' && count(['compliance']) === 1) ||
    (CONTENT_ROLES.includes(role) && count(CONTENT_ROLES) === 1);
  if (last)
    throw new Problem(
      'not_allowed',
      `this is the last person with the role ${role}`,
      'Add another one first.',
    );
}

function proposalOf(file: KeyFile, id: PersonId): Proposal {
  const proposal = file.proposals?.find(({ slot }) => slot.id === id);
  if (proposal !== undefined) return proposal;
  throw new Problem('not_found', 'no change of this person waits', 'Look at the people again.');
}

function withoutProposal(file: KeyFile, id: PersonId): KeyFile {
  return { ...file, proposals: (file.proposals ?? []).filter(({ slot }) => slot.id !== id) };
}

function noSuchPerson(): Problem {
  return new Problem('not_found', 'no such person in this workspace', 'Look at the people again.');
}
