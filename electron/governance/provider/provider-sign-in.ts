import { randomBytes } from 'node:crypto';
import type { IdentityProvider, ProviderRefusal } from '../../../shared/domain/index.ts';
import type { Client, Clock } from '../../core/index.ts';
import {
  BeginAnswer,
  PageAnswer,
  type ConfirmedAccount,
  type PageRequest,
  type SignInMethods,
} from './protocol.ts';
import { problemOf } from './refusal-words.ts';

/** How long somebody may take at the provider's pages. */
const ATTEMPT_LIMIT_MS = 5 * 60_000;
/** How long the workspace password may take to follow. */
const TICKET_LIMIT_MS = 5 * 60_000;

/** What a window of the provider's pages is opened with. */
export interface ProviderWindowRequest {
  readonly title: string;
  readonly origin: string;
  readonly address: string;
  /** Carries one request of the pages; undefined ends it without an answer. */
  carry(asked: PageRequest): Promise<Extract<PageAnswer, { kind: 'page' }> | undefined>;
  /** A page wants to go where it must not: told before it is kept from it. */
  leaving(address: string): void;
  /** The person closed the window. */
  closed(): void;
}

/** Opens the window; `close` closes it and is safe to call twice. */
export type OpenProviderWindow = (request: ProviderWindowRequest) => { close(): void };

export interface ProviderSignInPorts {
  readonly provider: IdentityProvider;
  /** The sign-in process; undefined where none was started. */
  connect(): Client<SignInMethods> | undefined;
  readonly openWindow: OpenProviderWindow;
  readonly clock: Clock;
  /** Calls `act` after so long; the answer takes that back. */
  later(act: () => void, ms: number): () => void;
  /** MUST be durable when it resolves, and comes before anybody learns of the result. */
  record(result: Confirmation | ProviderRefusal): Promise<void>;
}

/** An account that the provider confirmed, for one sign-in within a few minutes. */
export interface Confirmation {
  readonly ticket: string;
  readonly account: ConfirmedAccount;
}

/** Sign-in at the hospital's provider, seen from main: one attempt at a time, and what came of the last. */
export class ProviderSignIn {
  readonly #ports: ProviderSignInPorts;
  #client: Client<SignInMethods> | undefined;
  #cancel: ((reason: ProviderRefusal) => void) | undefined;
  #last: (Confirmation & { readonly untilMs: number }) | undefined;

  constructor(ports: ProviderSignInPorts) {
    this.#ports = ports;
  }

  /** Whether there is a process that can reach the provider. */
  get hasProcess(): boolean {
    return (this.#client ??= this.#ports.connect()) !== undefined;
  }

  /**
   * Lets somebody sign in at the provider, in a window of its own.
   *
   * @throws Problem with the reason in words; each is recorded first
   */
  async ask(signal: AbortSignal): Promise<Confirmation> {
    this.cancel();
    this.forget();
    const ended = Promise.withResolvers<ConfirmedAccount | ProviderRefusal>();
    const cancel = (reason: ProviderRefusal): void => {
      ended.resolve(reason);
    };
    this.#cancel = cancel;
    const abort = (): void => {
      cancel('cancelled');
    };
    signal.addEventListener('abort', abort, { once: true });
    const clear = this.#ports.later(() => {
      cancel('timed_out');
    }, ATTEMPT_LIMIT_MS);
    let window: { close(): void } | undefined;
    try {
      if (signal.aborted) cancel('cancelled');
      void this.#walk(ended.resolve).then((opened) => {
        window = opened;
        // It may be over by the time that the window is there.
        if (this.#cancel !== cancel) window?.close();
      });
      return await this.#settle(await ended.promise);
    } finally {
      if (this.#cancel === cancel) this.#cancel = undefined;
      window?.close();
      clear();
      signal.removeEventListener('abort', abort);
      void this.#client?.call('end', {}).catch(() => undefined);
    }
  }

  /** Ends an attempt that is going on. */
  cancel(): void {
    this.#cancel?.('cancelled');
    this.#cancel = undefined;
  }

  /** What the ticket stands for, while it counts. It is forgotten when somebody is in by it. */
  accountOf(ticket: string): ConfirmedAccount | undefined {
    const last = this.#last;
    const counts = last?.ticket === ticket && this.#ports.clock.monoMs() < last.untilMs;
    return counts ? last.account : undefined;
  }

  forget(): void {
    this.#last = undefined;
  }

  async close(): Promise<void> {
    this.cancel();
    this.forget();
    await this.#client?.close();
    this.#client = undefined;
  }

  /** From discovery to the open window. Whatever fails on the way ends the attempt by `end`. */
  async #walk(
    end: (how: ConfirmedAccount | ProviderRefusal) => void,
  ): Promise<{ close(): void } | undefined> {
    const client = (this.#client ??= this.#ports.connect());
    if (client === undefined) {
      end('no_process');
      return undefined;
    }
    const { name, issuer } = this.#ports.provider;
    const { origin } = new URL(issuer);
    const carry = async (asked: PageRequest): Promise<Extract<PageAnswer, { kind: 'page' }> | undefined> => {
      const read = PageAnswer.safeParse(await client.call('page', asked).catch(() => undefined));
      if (!read.success) end(this.#lost());
      else if (read.data.kind === 'page') return read.data;
      else end(read.data.kind === 'confirmed' ? read.data.account : read.data.reason);
      return undefined;
    };
    try {
      const begun = BeginAnswer.parse(await client.call('begin', {}));
      if (begun.kind === 'refused') {
        end(begun.reason);
        return undefined;
      }
      // SEC-50: the sign-in process is not taken at its word either.
      if (new URL(begun.address).origin !== origin) {
        end('another_origin');
        return undefined;
      }
      return this.#ports.openWindow({
        title: name,
        origin,
        address: begun.address,
        carry,
        leaving: (address) => {
          // Some providers lead back by a script of their page; what it says is checked like any other.
          void carry({ url: address.slice(0, 8192), method: 'GET', headers: [] });
        },
        closed: () => {
          end('cancelled');
        },
      });
    } catch {
      end(this.#lost());
      return undefined;
    }
  }

  /** The process is gone, or says what it should not: the next attempt looks for another one. */
  #lost(): ProviderRefusal {
    void this.#client?.close();
    this.#client = undefined;
    return 'no_process';
  }

  async #settle(how: ConfirmedAccount | ProviderRefusal): Promise<Confirmation> {
    const { provider, record, clock } = this.#ports;
    if (typeof how === 'string') {
      await record(how);
      throw problemOf(how, provider.mode);
    }
    if (how.issuer !== provider.issuer) return this.#settle('issuer');
    const confirmed = { ticket: randomBytes(24).toString('base64url'), account: how };
    await record(confirmed);
    this.#last = { ...confirmed, untilMs: clock.monoMs() + TICKET_LIMIT_MS };
    return confirmed;
  }
}
