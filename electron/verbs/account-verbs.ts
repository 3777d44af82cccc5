import { Problem, type PersonId } from '../../shared/domain/index.ts';
import type { AccountsView, PersonView, ProviderView } from '../../shared/ipc/index.ts';
import {
  agreeToAccount,
  declineAccount,
  proposeAccount,
  readKeyFileView,
  unlinkAccount,
} from '../keys/index.ts';
import { contextOf, notSignedIn } from './actor.ts';
import type { Content } from './content.ts';
import type { Desk } from './desk/desk.ts';
import type { Caller, Handlers } from './dispatch.ts';
import { nameOf } from './people.ts';
import type { HospitalAccounts } from './hospital-accounts.ts';
import { recordedAct } from './recorded.ts';
import { redactTyped } from './typed-text.ts';

const DONE = { ok: true } as const;

type Names = Extract<keyof Handlers, `accounts.${string}`>;

/** Sign-in with accounts of the hospital, and which account stands for whom. */
export function accountVerbs(
  desk: Desk<Content>,
  accounts: HospitalAccounts,
  changed: () => void,
): Pick<Handlers, Names> {
  const keyFile = () => readKeyFileView(desk.place.paths.keyFile);
  const view = async (caller: Caller): Promise<AccountsView> => {
    changed();
    return listAccounts(desk, accounts.view, caller);
  };
  const proposalOf = async (person: PersonId) => {
    const found = (await keyFile()).accountProposals.find((each) => each.person === person);
    if (found !== undefined) return found;
    throw new Problem('not_found', 'no account of this person waits', 'Look at the people again.');
  };
  return {
    'accounts.askProvider': (_, { signal }) => accounts.ask(signal),
    'accounts.cancelProvider': () => {
      accounts.cancel();
      return Promise.resolve({});
    },
    'accounts.list': (_, caller) => listAccounts(desk, accounts.view, caller),

    'accounts.propose': async ({ ticket, password }, caller) => {
      const { key, shown } = accounts.take(desk.place.workspaceId, ticket);
      await recordedAct(
        desk.journal,
        'account.proposed',
        { person: me(caller).id, account: shortOf(key) },
        contextOf(caller),
        () => desk.changeKeys(password, (request) => proposeAccount(request, { key, shown })),
        () => DONE,
      );
      accounts.forget();
      return view(caller);
    },

    'accounts.agree': async ({ person, password }, caller) => {
      const { key } = await proposalOf(person);
      if (person === me(caller).id)
        throw new Problem('not_allowed', 'nobody agrees to their own account', 'Somebody else agrees.');
      await recordedAct(
        desk.journal,
        'account.linked',
        { person, account: shortOf(key) },
        contextOf(caller),
        () => desk.changeKeys(password, (request) => agreeToAccount(request, person)),
        () => DONE,
      );
      return view(caller);
    },

    'accounts.decline': async ({ person, password }, caller) => {
      const own = me(caller);
      if (own.role === 'viewer' && own.id !== person)
        throw new Problem('not_allowed', 'as viewer you may take back your own account alone');
      const { key } = await proposalOf(person);
      await recordedAct(
        desk.journal,
        'account.declined',
        { person, account: shortOf(key) },
        contextOf(caller),
        () => desk.changeKeys(password, (request) => declineAccount(request, person)),
        () => DONE,
      );
      return view(caller);
    },

    'accounts.unlink': async ({ person, reason, password }, caller) => {
      const linked = (await keyFile()).accounts.find((each) => each.person === person);
      if (linked === undefined) throw new Problem('not_found', 'no account is linked to this person');
      await recordedAct(
        desk.journal,
        'account.unlinked',
        { person, account: shortOf(linked.key), reason: await redactTyped(desk, reason) },
        contextOf(caller),
        () => desk.changeKeys(password, (request) => unlinkAccount(request, person)),
        () => DONE,
      );
      return view(caller);
    },
  };
}

/** The first characters of a hash, as the journal tells accounts apart. */
export function shortOf(key: string): string {
  return Buffer.from(key, 'base64').toString('hex').slice(0, 12);
}

async function listAccounts(
  desk: Desk<Content>,
  provider: ProviderView | undefined,
  caller: Caller,
): Promise<AccountsView> {
  const own = me(caller);
  const { accounts, accountProposals } = await readKeyFileView(desk.place.paths.keyFile);
  return {
    ...(provider && { provider }),
    linked: accounts.map(({ person, linkedAtMs, linkedBy }) => ({
      ...{ person, linkedAtMs },
      linkedBy: nameOf(desk.everyone, linkedBy),
    })),
    proposals: accountProposals.map(({ person, shown, proposedAtMs }) => ({
      ...{ person, shown, proposedAtMs },
      name: nameOf(desk.everyone, person),
      ...mayAgreeTo(person, own),
    })),
  };
}

function mayAgreeTo(person: PersonId, own: PersonView): { readonly mayAgree: boolean; readonly why: string } {
  if (person === own.id) return { mayAgree: false, why: 'Somebody else agrees to your account.' };
  if (own.role === 'viewer')
    return { mayAgree: false, why: 'An operator, a compliance officer or an administrator agrees.' };
  return { mayAgree: true, why: 'You agree that this account belongs to this person, whom you know.' };
}

/** @throws Problem `not_signed_in` */
function me({ person }: Caller): PersonView {
  if (person === undefined) throw notSignedIn();
  return person;
}
