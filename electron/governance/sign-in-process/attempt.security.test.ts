import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { generateKeyPair } from 'jose';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { IdentityProvider } from '../../../shared/domain/index.ts';
import { HospitalProvider, PATIENT, signInAtPages, testAuthority } from '../../testing/provider/index.ts';
import type { PageAnswer } from '../provider/protocol.ts';
import { Attempt, type AttemptLimits } from './attempt.ts';

// The sign-in process against a real provider over TLS on loopback, which says what it should not.

let hospital: HospitalProvider;
const attempts: Attempt[] = [];

beforeEach(async () => {
  hospital = await HospitalProvider.start();
});
afterEach(async () => {
  for (const attempt of attempts.splice(0)) attempt.end();
  await hospital.close();
});

function newAttempt(more: Partial<IdentityProvider> = {}, limits = PATIENT): Attempt {
  const attempt = new Attempt(hospital.settings(more), limits);
  attempts.push(attempt);
  return attempt;
}

/** Somebody's whole sign-in; ends with what the application learns. */
async function signIn(account = 'anna', attempt = newAttempt()): Promise<PageAnswer> {
  const begun = await attempt.begin();
  if (begun.kind === 'refused') return begun;
  return signInAtPages(begun.address, account, (asked) => attempt.page(asked));
}

const refused = (reason: string) => ({ kind: 'refused', reason });

describe('a provider that is as it should be', () => {
  it('confirms who signed in, with their groups, over TLS alone', async () => {
    hospital.groups.set('anna', ['clinical-analysts', 'everybody']);
    expect(await signIn('anna')).toEqual({
      kind: 'confirmed',
      account: {
        issuer: hospital.issuer,
        subject: 'anna',
        shown: 'anna@hospital.test',
        groups: ['clinical-analysts', 'everybody'],
      },
    });
    expect(hospital.asked).toEqual(expect.arrayContaining(['/token', '/jwks']));
  });

  it('confirms after its keys were rotated, and in the midst of an attempt too', async () => {
    expect(await signIn()).toMatchObject({ kind: 'confirmed' });
    await hospital.rotateKeys();
    expect(await signIn()).toMatchObject({ kind: 'confirmed' });
  });

  it('is asked with PKCE, state and nonce, each new in each attempt', async () => {
    const seen = await Promise.all(
      [newAttempt(), newAttempt()].map(async (attempt) => {
        const begun = await attempt.begin();
        return begun.kind === 'begun' ? new URL(begun.address).searchParams : new URLSearchParams();
      }),
    );
    for (const name of ['state', 'nonce', 'code_challenge']) {
      const [one, other] = seen.map((each) => each.get(name) ?? '');
      expect(one?.length).toBeGreaterThan(20);
      expect(one).not.toBe(other);
    }
    expect(seen[0]?.get('code_challenge_method')).toBe('S256');
  });
});

describe('an ID token', () => {
  const minute = 60;
  const now = (): number => Math.floor(Date.now() / 1000);

  it.each<[string, (claims: Record<string, unknown>) => object, string]>([
    [
      'that is expired',
      (claims) => ({ ...claims, iat: now() - 60 * minute, exp: now() - 30 * minute }),
      'expired',
    ],
    ['for another application', (claims) => ({ ...claims, aud: 'another-client' }), 'audience'],
    ['for two, one of them another', (claims) => ({ ...claims, aud: ['swarm-clinical', 'x'] }), 'audience'],
    ['of another issuer', (claims) => ({ ...claims, iss: 'https://login.hospital.test:1' }), 'issuer'],
    ['of another attempt', (claims) => ({ ...claims, nonce: 'of-another-attempt-0123456789' }), 'nonce'],
    ['without the nonce', (claims) => ({ ...claims, nonce: undefined }), 'nonce'],
    ['that is not valid yet', (claims) => ({ ...claims, nbf: now() + 30 * minute }), 'expired'],
    ['without a subject', (claims) => ({ ...claims, sub: undefined }), 'malformed'],
  ])('%s is refused', async (_name, change, reason) => {
    hospital.changeClaims(change);
    expect(await signIn()).toEqual(refused(reason));
  });

  it('that is unsigned is refused', async () => {
    const part = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url');
    hospital.changeClaims(
      (claims) => claims,
      (claims) => `${part({ alg: 'none' })}.${part(claims)}.`,
    );
    expect(await signIn()).toEqual(refused('algorithm'));
  });

  it('signed with the public client id as a shared secret is refused', async () => {
    hospital.changeClaims(
      (claims) => claims,
      (claims) => hospital.sign(claims, new TextEncoder().encode('swarm-clinical'.padEnd(32, '.')), 'HS256'),
    );
    expect(await signIn()).toEqual(refused('algorithm'));
  });

  it('signed by an algorithm that is not the pinned one is refused', async () => {
    expect(await signIn('anna', newAttempt({ algorithm: 'ES256' }))).toEqual(refused('algorithm'));
    const { privateKey } = await generateKeyPair('ES256');
    hospital.changeClaims(
      (claims) => claims,
      (claims) => hospital.sign(claims, privateKey, 'ES256'),
    );
    expect(await signIn()).toEqual(refused('algorithm'));
  });

  it('signed with a key that the provider does not publish is refused', async () => {
    const { privateKey } = await generateKeyPair('RS256');
    hospital.changeClaims(
      (claims) => claims,
      (claims) => hospital.sign(claims, privateKey),
    );
    expect(await signIn()).toEqual(refused('signature'));
  });

  it('whose claims were changed after it was signed is refused', async () => {
    hospital.changes.set('/token', (body) => {
      const tokens = JSON.parse(body) as { id_token: string };
      const [head, payload = '', signature] = tokens.id_token.split('.');
      const claims = JSON.parse(Buffer.from(payload, 'base64url').toString()) as object;
      const other = Buffer.from(JSON.stringify({ ...claims, sub: 'the-chief' })).toString('base64url');
      return JSON.stringify({ ...tokens, id_token: [head, other, signature].join('.') });
    });
    expect(await signIn()).toEqual(refused('signature'));
  });
});

describe('what comes back', () => {
  /** The address that the provider sends a person back to, as a thief would keep it. */
  async function stolen(): Promise<string> {
    let back = '';
    hospital.before = (request, response) => {
      const setHeader = response.setHeader.bind(response);
      response.setHeader = (name, value) => {
        if (name.toLowerCase() === 'location' && String(value).startsWith('http://127.0.0.1/signed-in')) {
          back = String(value);
          return setHeader(name, '/kept-by-a-thief');
        }
        return setHeader(name, value);
      };
      if (request.url !== '/kept-by-a-thief') return false;
      response.writeHead(200, { 'content-type': 'text/html' }).end('<form action="/nowhere"></form>');
      return true;
    };
    const attempt = newAttempt();
    const begun = await attempt.begin();
    if (begun.kind !== 'begun') throw new Error('not begun');
    await signInAtPages(begun.address, 'anna', async (asked) =>
      back === '' ? attempt.page(asked) : { kind: 'refused' as const, reason: 'state' as const },
    );
    hospital.before = () => false;
    expect(back).toContain('code=');
    return back;
  }

  it('into another attempt is refused, whoever caught it', async () => {
    const back = await stolen();
    const other = newAttempt();
    await other.begin();
    expect(await other.page({ url: back, method: 'GET', headers: [] })).toEqual(refused('state'));
  });

  it('a second time is refused, and ends the attempt', async () => {
    const attempt = newAttempt();
    const begun = await attempt.begin();
    if (begun.kind !== 'begun') throw new Error('not begun');
    expect(await signInAtPages(begun.address, 'anna', (asked) => attempt.page(asked))).toMatchObject({
      kind: 'confirmed',
    });
    const again = { url: 'http://127.0.0.1/signed-in?code=x&state=y', method: 'GET', headers: [] };
    expect(await attempt.page(again)).toEqual(refused('state'));
  });

  it('with a code that was used already is refused by the provider, in our words', async () => {
    // The answer to the first use is lost, and the library does not ask again: another party used the code.
    const attempt = newAttempt();
    const begun = await attempt.begin();
    if (begun.kind !== 'begun') throw new Error('not begun');
    hospital.before = (request, response) => {
      if (request.url !== '/token') return false;
      response.writeHead(400, { 'content-type': 'application/json' });
      response.end('{"error":"invalid_grant","error_description":"authorization code already consumed"}');
      return true;
    };
    expect(await signInAtPages(begun.address, 'anna', (asked) => attempt.page(asked))).toEqual(
      refused('code_refused'),
    );
  });

  it('with a code that was asked for with another secret of PKCE is refused by the provider itself', async () => {
    const attempt = newAttempt();
    const begun = await attempt.begin();
    if (begun.kind !== 'begun') throw new Error('not begun');
    const address = new URL(begun.address);
    address.searchParams.set('code_challenge', createHash('sha256').update('of a thief').digest('base64url'));
    expect(await signInAtPages(address.href, 'anna', (asked) => attempt.page(asked))).toEqual(
      refused('code_refused'),
    );
    expect(hospital.asked).toContain('/token');
    expect(hospital.asked).not.toContain('/jwks');
  });

  it('with an error of the provider is refused without its words', async () => {
    const attempt = newAttempt();
    const begun = await attempt.begin();
    if (begun.kind !== 'begun') throw new Error('not begun');
    const state = new URL(begun.address).searchParams.get('state') ?? '';
    const iss = encodeURIComponent(hospital.issuer);
    const url = `http://127.0.0.1/signed-in?error=access_denied&error_description=Maren+Holt&state=${state}&iss=${iss}`;
    const answer = await attempt.page({ url, method: 'GET', headers: [] });
    expect(answer).toEqual(refused('provider_said_no'));
    expect(JSON.stringify(answer)).not.toContain('Maren');
  });
});

describe('another origin', () => {
  it.each(['jwks_uri', 'token_endpoint', 'authorization_endpoint'])(
    'as %s is refused before it is asked',
    async (name) => {
      hospital.changeDiscovery({ [name]: 'https://elsewhere.hospital.test/keys' });
      expect(await signIn()).toEqual(refused('another_origin'));
      expect(hospital.asked).toEqual(['/.well-known/openid-configuration']);
    },
  );

  it('on the same host and another port is another one', async () => {
    hospital.changeDiscovery({ jwks_uri: `https://login.hospital.test:${hospital.port + 1}/jwks` });
    expect(await signIn()).toEqual(refused('another_origin'));
  });

  it('named by the provider as itself is refused', async () => {
    hospital.changeDiscovery({ issuer: 'https://elsewhere.hospital.test' });
    expect(await signIn()).toEqual(refused('issuer'));
  });

  it.each([302, 303, 307, 308])('is not followed where a page leads there by %i', async (status) => {
    const attempt = newAttempt();
    await attempt.begin();
    hospital.before = (_request, response) => {
      response.writeHead(status, { location: 'https://elsewhere.hospital.test/login' }).end();
      return true;
    };
    const url = `${hospital.issuer}/page`;
    expect(await attempt.page({ url, method: 'GET', headers: [['accept', 'text/html']] })).toEqual(
      refused('another_origin'),
    );
  });

  it('is not followed where discovery leads there', async () => {
    hospital.before = (_request, response) => {
      response.writeHead(302, { location: 'https://elsewhere.hospital.test/' }).end();
      return true;
    };
    expect(await newAttempt().begin()).toMatchObject({ kind: 'refused' });
    expect(hospital.asked).toHaveLength(1);
  });

  it.each([
    'https://elsewhere.hospital.test/',
    'http://login.hospital.test/',
    'https://anna:secret@login.hospital.test/',
    'file:///etc/passwd',
    'no address',
  ])('is not asked for a page: %s', async (url) => {
    const attempt = newAttempt();
    await attempt.begin();
    const before = hospital.asked.length;
    expect((await attempt.page({ url, method: 'GET', headers: [] })).kind).toBe('refused');
    expect(hospital.asked).toHaveLength(before);
  });
});

describe('the connection', () => {
  it('to a provider under another authority of the same name is refused', async () => {
    const foreign = await HospitalProvider.start({ foreign: true });
    const attempt = new Attempt(foreign.settings(), PATIENT);
    expect(await attempt.begin()).toEqual(refused('certificate'));
    expect(foreign.asked).toEqual([]);
    await foreign.close();
  });

  it('to a server that has a good certificate for another name is refused', async () => {
    const server = createServer(await hospital.authority.issue('printer.hospital.test'));
    server.listen(0, '127.0.0.1');
    await once(server, 'listening', { signal: AbortSignal.timeout(20_000) });
    const { port } = server.address() as AddressInfo;
    const attempt = newAttempt({ issuer: `https://login.hospital.test:${port}` });
    expect(await attempt.begin()).toEqual(refused('certificate'));
    server.close();
  });

  it('over TLS 1.2 is refused', async () => {
    const old = await HospitalProvider.start({ oldTls: true });
    const attempt = new Attempt(old.settings(), PATIENT);
    expect(await attempt.begin()).toEqual(refused('tls_version'));
    await old.close();
  });

  it('to nobody is told as such, and the second address is tried', async () => {
    const nobody = newAttempt({ issuer: 'https://login.hospital.test:9' });
    expect(await nobody.begin()).toEqual(refused('unreachable'));
    expect(await signIn('anna', newAttempt({ addresses: ['127.0.0.2', '127.0.0.1'] }))).toMatchObject({
      kind: 'confirmed',
    });
  });

  it('counts no authority of the system beside the configured one', async () => {
    const other = await testAuthority('Somebody else');
    const attempt = newAttempt({ certificates: other.certificate });
    expect(await attempt.begin()).toEqual(refused('certificate'));
  });
});

describe('a provider without measure', () => {
  const small: AttemptLimits = {
    protocol: { maxBytes: 64 * 1024, timeoutMs: 300 },
    page: { maxBytes: 64 * 1024, timeoutMs: 300 },
    requests: 5,
  };

  it('that never answers is given up', async () => {
    hospital.before = () => true;
    expect(await newAttempt({}, small).begin()).toEqual(refused('timed_out'));
  });

  it('that never ends its answer is given up', async () => {
    hospital.before = (_request, response) => {
      response.writeHead(200, { 'content-type': 'application/json' }).write('{');
      return true;
    };
    expect(await newAttempt({}, small).begin()).toEqual(refused('timed_out'));
  });

  it.each(['/.well-known/openid-configuration', '/jwks'])(
    'that answers megabytes at %s is cut off',
    async (path) => {
      hospital.before = (request, response) => {
        if (request.url !== path) return false;
        response.writeHead(200, { 'content-type': 'application/json' });
        for (let at = 0; at < 40; at += 1) response.write('x'.repeat(64 * 1024));
        response.end();
        return true;
      };
      expect(await signIn()).toEqual(refused('too_much'));
    },
  );

  it('whose page is too large, whose head is, or that leads round in circles is cut off', async () => {
    const ask = async (attempt: Attempt): Promise<PageAnswer> => {
      await attempt.begin();
      hospital.before = (request, response) => {
        if (request.url === '/large') response.end('x'.repeat(100_000));
        else if (request.url === '/head') response.writeHead(200, { 'x-much': 'x'.repeat(60_000) }).end();
        else response.writeHead(302, { location: '/round' }).end();
        return true;
      };
      const url = `${hospital.issuer}${path}`;
      const answer = await attempt.page({ url, method: 'GET', headers: [] });
      hospital.before = () => false;
      return answer;
    };
    let path = '/large';
    const patient = { ...small, protocol: PATIENT.protocol, page: { ...PATIENT.page, maxBytes: 64 * 1024 } };
    expect(await ask(newAttempt({}, patient))).toEqual(refused('too_much'));
    path = '/head';
    expect(await ask(newAttempt({}, patient))).toEqual(refused('too_much'));
    path = '/round';
    expect(await ask(newAttempt({}, patient))).toEqual(refused('too_much'));
  });

  it('that packs its answer is refused: what is small on the wire may be large in memory', async () => {
    hospital.before = (_request, response) => {
      response.writeHead(200, { 'content-encoding': 'gzip' }).end('x');
      return true;
    };
    expect(await newAttempt().begin()).toEqual(refused('malformed'));
  });
});

describe('what a page sees', () => {
  it('is the page alone: no cookie, no redirect, and a policy that keeps it at home', async () => {
    const attempt = newAttempt();
    await attempt.begin();
    let sent: string | undefined;
    hospital.before = (request, response) => {
      sent = request.headers.cookie;
      response.writeHead(200, {
        'content-type': 'text/html',
        'set-cookie': 'session=of-this-attempt-alone; Path=/; Secure; HttpOnly',
        refresh: '0;url=https://elsewhere.hospital.test/',
        link: '<https://elsewhere.hospital.test/x>; rel=preload',
        'content-security-policy': "default-src 'none'",
      });
      response.end('<p>Sign in');
      return true;
    };
    const asked = {
      url: `${hospital.issuer}/page`,
      method: 'GET',
      headers: [['cookie', 'mine=1']] as [string, string][],
    };
    const answer = await attempt.page(asked);
    expect(sent).toBeUndefined();
    const headers = answer.kind === 'page' ? answer.headers : [];
    expect(headers.map(([name]) => name).sort()).toEqual([
      'content-security-policy',
      'content-security-policy',
      'content-type',
    ]);
    await attempt.page(asked);
    expect(sent).toBe('session=of-this-attempt-alone');
    const other = newAttempt();
    hospital.before = () => false;
    await other.begin();
    hospital.before = (request, response) => {
      sent = request.headers.cookie;
      response.end();
      return true;
    };
    await other.page(asked);
    expect(sent).toBeUndefined();
  });
});
