import * as client from 'openid-client';
import type { IdentityProvider } from '../../../shared/domain/index.ts';
import { ConfirmedAccount, REDIRECT_ADDRESS } from '../provider/protocol.ts';
import type { PinnedHttps } from './pinned-https.ts';
import { Refused } from './refusal.ts';
import { refusalOf } from './refusal-of.ts';

/** How far the provider's clock may be off. */
const CLOCK_TOLERANCE_S = 60;

/**
 * The application's side of OpenID Connect for one attempt: authorisation code with PKCE, state and nonce.
 * Everything is made anew for each attempt, the provider's keys included, so that nothing of another attempt
 * counts in this one.
 */
export class RelyingParty {
  readonly #provider: IdentityProvider;
  readonly #config: client.Configuration;
  readonly #verifier = client.randomPKCECodeVerifier();
  readonly #state = client.randomState();
  readonly #nonce = client.randomNonce();
  #used = false;

  private constructor(provider: IdentityProvider, config: client.Configuration) {
    this.#provider = provider;
    this.#config = config;
  }

  /** @throws Refused where the provider is not as it is pinned */
  static async discover(provider: IdentityProvider, https: PinnedHttps): Promise<RelyingParty> {
    const config = await inOurWords(() =>
      client.discovery(
        new URL(provider.issuer),
        provider.clientId,
        {
          id_token_signed_response_alg: provider.algorithm,
          redirect_uris: [REDIRECT_ADDRESS],
          [client.clockTolerance]: CLOCK_TOLERANCE_S,
        },
        client.None(),
        { [client.customFetch]: fetchOver(https), timeout: https.timeoutMs / 1000 },
      ),
    );
    const { authorization_endpoint, token_endpoint, jwks_uri, ...server } = config.serverMetadata();
    // SEC-50: what the provider points at is of its own origin, before any of it is asked.
    for (const address of [authorization_endpoint, token_endpoint, jwks_uri])
      if (address === undefined || !URL.canParse(address) || new URL(address).origin !== https.origin)
        throw new Refused(address === undefined ? 'not_configured_so' : 'another_origin');
    if (server.code_challenge_methods_supported?.includes('S256') === false)
      throw new Refused('not_configured_so');
    client.enableNonRepudiationChecks(config);
    return new RelyingParty(provider, config);
  }

  /** Where the person signs in. */
  async address(): Promise<URL> {
    return client.buildAuthorizationUrl(this.#config, {
      redirect_uri: REDIRECT_ADDRESS,
      response_type: 'code',
      scope: ['openid', ...this.#provider.scopes].join(' '),
      code_challenge: await client.calculatePKCECodeChallenge(this.#verifier),
      code_challenge_method: 'S256',
      state: this.#state,
      nonce: this.#nonce,
    });
  }

  /**
   * Takes the code that the provider sent back, once, and checks all it stands for.
   *
   * @throws Refused with what was wrong first
   */
  async redeem(returned: URL): Promise<ConfirmedAccount> {
    if (this.#used) throw new Refused('state');
    this.#used = true;
    const tokens = await inOurWords(() =>
      client.authorizationCodeGrant(this.#config, returned, {
        pkceCodeVerifier: this.#verifier,
        expectedState: this.#state,
        expectedNonce: this.#nonce,
        idTokenExpected: true,
      }),
    );
    const claims = tokens.claims();
    if (claims === undefined) throw new Refused('malformed');
    const shown = [claims.preferred_username, claims.email, claims.name].find(
      (each) => typeof each === 'string',
    );
    const read = ConfirmedAccount.safeParse({
      issuer: claims.iss,
      subject: claims.sub,
      shown: printable(typeof shown === 'string' ? shown : claims.sub),
      groups: groupsOf(claims[this.#provider.groupsClaim]),
    });
    if (!read.success) throw new Refused('malformed');
    return read.data;
  }
}

/** What the library asks goes over the pinned connection; only what it needs is passed on. */
function fetchOver(https: PinnedHttps): client.CustomFetch {
  return async (address, { method, headers, body }) => {
    const bytes =
      body === undefined || body === null
        ? undefined
        : new TextEncoder().encode(String(body as URLSearchParams | string));
    const answer = await https.ask({
      url: new URL(address),
      method,
      headers: { ...headers, 'accept-encoding': 'identity' },
      body: bytes,
    });
    const empty = [204, 205, 304].includes(answer.status);
    return new Response(empty ? null : Uint8Array.from(answer.body), {
      status: answer.status,
      headers: answer.headers
        .filter(([name]) => name !== 'set-cookie')
        .map(([name, value]): [string, string] => [name, value]),
    });
  };
}

async function inOurWords<Result>(act: () => Promise<Result>): Promise<Result> {
  try {
    return await act();
  } catch (error) {
    throw new Refused(refusalOf(error));
  }
}

/** A group may stand alone, or be one of many; what is no text is no group. */
function groupsOf(claim: unknown): string[] {
  const list: unknown[] = Array.isArray(claim) ? claim : [claim];
  return list
    .filter((group): group is string => typeof group === 'string' && group.length <= 200)
    .slice(0, 2000);
}

function printable(text: string): string {
  return text
    .replaceAll(/[\p{C}\p{Zl}\p{Zp}]/gu, ' ')
    .trim()
    .slice(0, 120);
}
