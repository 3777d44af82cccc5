import { Problem, type IdentityProvider, type WorkspaceId } from '../../shared/domain/index.ts';
import type { ConfirmedView, ProviderView } from '../../shared/ipc/index.ts';
import {
  accountKey,
  admit,
  grantedRoles,
  type Admission,
  type Arrived,
  type ConfirmedAccount,
  type ProviderSignIn,
} from '../governance/index.ts';
import { readKeyFileView } from '../keys/index.ts';
import { inspectWorkspace, workspacePaths, type OwnSignIn } from '../operations/index.ts';

/** What the machine policy pins, and how it is asked; both undefined where sign-in with accounts is off. */
export interface HospitalAccountsPorts {
  readonly provider: IdentityProvider | undefined;
  /** Undefined where nobody can sign in at pages, as on the command line. */
  readonly signIn: ProviderSignIn | undefined;
  readonly folder: string;
}

/** Accounts of the hospital on this desk. Without a provider in the machine policy it changes nothing. */
export class HospitalAccounts {
  readonly #ports: HospitalAccountsPorts;

  constructor(ports: HospitalAccountsPorts) {
    this.#ports = ports;
  }

  get view(): ProviderView | undefined {
    const { provider, signIn } = this.#ports;
    return (
      provider && {
        ...{ name: provider.name, mode: provider.mode, origin: new URL(provider.issuer).origin },
        ready: signIn?.hasProcess === true,
        roles: Object.entries(provider.roles).map(([role, groups]) => ({
          role: role as ProviderView['roles'][number]['role'],
          groups: [...groups],
        })),
      }
    );
  }

  /** How it stands here, as the posture of the workstation tells it. */
  get posture(): OwnSignIn | undefined {
    const { provider, signIn } = this.#ports;
    return (
      provider && {
        origin: new URL(provider.issuer).host,
        required: provider.mode === 'required',
        process: signIn?.hasProcess === true,
      }
    );
  }

  /** @throws Problem `unsupported` where it is off, and as `ProviderSignIn.ask` */
  async ask(signal: AbortSignal): Promise<ConfirmedView> {
    const { provider, signIn, folder } = this.#ports;
    if (provider === undefined || signIn === undefined) throw this.#off();
    const { ticket, account } = await signIn.ask(signal);
    const found = await inspectWorkspace(folder);
    const linked =
      found.state === 'ok'
        ? (await readKeyFileView(workspacePaths(folder).keyFile)).accounts.find(
            ({ key }) => key === accountKey(found.id, account),
          )
        : undefined;
    return {
      ticket,
      shown: account.shown,
      roles: [...grantedRoles(provider, account.groups)],
      ...(linked && { person: linked.person }),
    };
  }

  cancel(): void {
    this.#ports.signIn?.cancel();
  }

  /** Whoever had a ticket is in by it, or is not; it counts no more. */
  forget(): void {
    this.#ports.signIn?.forget();
  }

  /** @throws Problem as `admit`, and `wrong_usage` for a ticket that counts no more */
  admit(workspaceId: WorkspaceId, { person, linked, ticket }: Arrived): Admission {
    const account = ticket === undefined ? undefined : this.#accountOf(ticket);
    const confirmed = account && { account, key: accountKey(workspaceId, account) };
    return admit(this.#ports.provider, { role: person.role, linked, confirmed });
  }

  /** The account behind a ticket, as a workspace keeps it. @throws Problem `wrong_usage` */
  take(workspaceId: WorkspaceId, ticket: string): { readonly key: string; readonly shown: string } {
    const account = this.#accountOf(ticket);
    return { key: accountKey(workspaceId, account), shown: account.shown };
  }

  async close(): Promise<void> {
    await this.#ports.signIn?.close();
  }

  #accountOf(ticket: string): ConfirmedAccount {
    const account = this.#ports.signIn?.accountOf(ticket);
    if (account !== undefined) return account;
    throw new Problem(
      'wrong_usage',
      'the sign-in with the hospital account was too long ago',
      'Sign in with the account again, then type your workspace password.',
    );
  }

  #off(): Problem {
    return this.#ports.provider === undefined
      ? new Problem(
          'unsupported',
          'sign-in with a hospital account is off on this workstation',
          'The administrator of the workstation switches it on in the machine policy.',
        )
      : new Problem(
          'unsupported',
          'there is no window here to sign in with a hospital account',
          'Sign in in the window.',
        );
  }
}
