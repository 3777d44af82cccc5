import { createServer, type Server } from 'node:https';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { exportJWK, generateKeyPair, SignJWT, type CryptoKey } from 'jose';
import { Provider } from 'oidc-provider';
import { IdentityProvider } from '../../../shared/domain/index.ts';
import { testAuthority, type TestAuthority } from './certificates.ts';

export const CLIENT_ID = 'swarm-clinical';
const HOST = 'login.hospital.test';
const LOOPBACK = '127.0.0.1';

interface ProviderOptions {
  /** Speaks an older TLS than the application takes. */
  readonly oldTls?: boolean;
  /** Has its certificate from somebody else than who it says. */
  readonly foreign?: boolean;
}

/** Sees each request first, and may answer it itself. */
type Before = (request: IncomingMessage, response: ServerResponse) => boolean;
/** Changes what the provider answers at a path. */
type Change = (body: string) => string | Promise<string>;

/**
 * The identity provider of a hospital: `oidc-provider` itself, over TLS on loopback, with an authority made
 * for the test. What it says can be changed on its way out, signed with its own key or with another one.
 */
export class HospitalProvider {
  readonly issuer: string;
  readonly authority: TestAuthority;
  /** Groups of each account. */
  readonly groups = new Map<string, readonly string[]>();
  /** Paths asked for, in their order. */
  readonly asked: string[] = [];
  before: Before = () => false;
  readonly changes = new Map<string, Change>();
  readonly #server: Server;
  #answer: (request: IncomingMessage, response: ServerResponse) => unknown = () => undefined;
  #key: CryptoKey | undefined;
  #kid = 0;

  private constructor(server: Server, authority: TestAuthority) {
    const { port } = server.address() as AddressInfo;
    this.issuer = `https://${HOST}:${port}`;
    this.authority = authority;
    this.#server = server;
    server.on('request', (request, response) => {
      this.#handle(request, response);
    });
  }

  static async start({ oldTls, foreign }: ProviderOptions = {}): Promise<HospitalProvider> {
    const authority = await testAuthority('Hospital root');
    const issuing = foreign === true ? await testAuthority('Hospital root') : authority;
    const server = createServer({
      ...(await issuing.issue(HOST)),
      ...(oldTls === true && { maxVersion: 'TLSv1.2' }),
    });
    await new Promise<void>((resolve) => server.listen(0, LOOPBACK, resolve));
    const provider = new HospitalProvider(server, authority);
    await provider.rotateKeys();
    return provider;
  }

  get port(): number {
    return Number(new URL(this.issuer).port);
  }

  /** What a machine policy says of it. */
  settings(more: Partial<IdentityProvider> = {}): IdentityProvider {
    return IdentityProvider.parse({
      name: 'St. Anna directory',
      issuer: this.issuer,
      addresses: [LOOPBACK],
      certificates: this.authority.certificate,
      clientId: CLIENT_ID,
      roles: { operator: ['clinical-analysts'], admin: ['it'], compliance: ['privacy-office'] },
      mode: 'beside',
      ...more,
    });
  }

  /** New signing keys in place of the old ones; who signed in before counts no more. */
  async rotateKeys(): Promise<void> {
    const { privateKey } = await generateKeyPair('RS256', { extractable: true });
    const kid = `key-${(this.#kid += 1)}`;
    const jwk = { ...(await exportJWK(privateKey)), kid, alg: 'RS256', use: 'sig' };
    const provider = new Provider(this.issuer, {
      jwks: { keys: [jwk] },
      cookies: { keys: ['of a test alone'] },
      clients: [
        {
          client_id: CLIENT_ID,
          application_type: 'native',
          token_endpoint_auth_method: 'none',
          redirect_uris: ['http://127.0.0.1/signed-in'],
          grant_types: ['authorization_code'],
          response_types: ['code'],
        },
      ],
      conformIdTokenClaims: false,
      claims: { openid: ['sub', 'preferred_username', 'groups'], profile: ['name'] },
      findAccount: (_context, accountId) => ({
        accountId,
        claims: () => ({
          sub: accountId,
          preferred_username: `${accountId}@hospital.test`,
          groups: [...(this.groups.get(accountId) ?? [])],
        }),
      }),
    });
    this.#key = privateKey;
    this.#answer = provider.callback();
  }

  /** An ID token with these claims, signed with the provider's key unless another is given. */
  sign(claims: object, key: CryptoKey | Uint8Array | undefined = this.#key, alg = 'RS256'): Promise<string> {
    if (key === undefined) throw new Error('the provider has no key yet');
    return new SignJWT({ ...claims }).setProtectedHeader({ alg, kid: `key-${this.#kid}` }).sign(key);
  }

  /** Changes the claims of ID tokens on their way out; the signature is made anew by `sign`. */
  changeClaims(
    change: (claims: Record<string, unknown>) => object,
    sign: (claims: object) => string | Promise<string> = (claims) => this.sign(claims),
  ): void {
    this.changes.set('/token', async (body) => {
      const tokens = JSON.parse(body) as { id_token?: string };
      if (tokens.id_token === undefined) return body;
      const payload = Buffer.from(tokens.id_token.split('.')[1] ?? '', 'base64url').toString('utf8');
      const claims = change(JSON.parse(payload) as Record<string, unknown>);
      return JSON.stringify({ ...tokens, id_token: await sign(claims) });
    });
  }

  /** Changes what discovery says. */
  changeDiscovery(change: object): void {
    this.changes.set('/.well-known/openid-configuration', (body) =>
      JSON.stringify({ ...(JSON.parse(body) as object), ...change }),
    );
  }

  async close(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
  }

  #handle(request: IncomingMessage, response: ServerResponse): void {
    const { pathname } = new URL(request.url ?? '/', this.issuer);
    this.asked.push(pathname);
    if (this.before(request, response)) return;
    const change = this.changes.get(pathname);
    if (change !== undefined) changeAnswer(response, change);
    this.#answer(request, response);
  }
}

function changeAnswer(response: ServerResponse, change: Change): void {
  const end = response.end.bind(response) as (chunk: string) => ServerResponse;
  response.end = ((chunk: unknown) => {
    void Promise.resolve(change(Buffer.from(chunk as Uint8Array | string).toString('utf8'))).then((body) => {
      response.removeHeader('content-length');
      end(body);
    });
    return response;
  }) as typeof response.end;
}
