import { createHash } from 'node:crypto';
import { ecdsaToDer } from '../../../shared/verify/index.ts';
import { connect, startWorker } from '../../core/index.ts';
import type { TokenCertificate } from './cryptoki.ts';
import type { TokenAddress } from './token.worker.ts';

// eslint-disable-next-line @typescript-eslint/consistent-type-definitions -- an interface has no index signature, which a method table needs
type Methods = {
  certificates(address: TokenAddress): Promise<readonly TokenCertificate[]>;
  sign(
    task: TokenAddress & { id: Uint8Array; kind: 'rsa' | 'ecdsa'; message: Uint8Array },
  ): Promise<Uint8Array>;
  makeKey(task: TokenAddress & { keyLabel: string }): Promise<Uint8Array>;
  agree(
    task: TokenAddress & { keyLabel: string; publicKey: Uint8Array; other: Uint8Array },
  ): Promise<Uint8Array>;
};

let before: Promise<unknown> = Promise.resolve();

/**
 * One act on a token, in a worker that ends with it: the vendor's library is asked no longer. One at a
 * time, as closing the library in one thread would close it in all.
 */
async function ask<T>(act: (client: ReturnType<typeof connect<Methods>>) => Promise<T>): Promise<T> {
  const mine = before.then(async () => {
    const client = connect<Methods>(
      startWorker(new URL('./token.worker.ts', import.meta.url), 'token'),
      'token',
    );
    try {
      return await act(client);
    } finally {
      await client.close();
    }
  });
  before = mine.catch(() => undefined);
  return mine;
}

/** Certificates on a token. @throws Problem as `TokenSession` */
export async function tokenCertificates(address: TokenAddress): Promise<readonly TokenCertificate[]> {
  return ask(async (client) => client.call('certificates', address));
}

/**
 * Signs with a key that never leaves its token: SHA-256 with RSA (PKCS #1 v1.5), or with ECDSA as DER.
 *
 * @throws Problem as `TokenSession`
 */
export async function signOnToken(
  address: TokenAddress,
  id: Uint8Array,
  kind: 'rsa' | 'ecdsa',
  message: Uint8Array,
): Promise<Uint8Array> {
  const input = kind === 'rsa' ? message : createHash('sha256').update(message).digest();
  const signature = await ask(async (client) =>
    client.call('sign', { ...address, id, kind, message: input }),
  );
  return kind === 'rsa' ? signature : ecdsaToDer(signature);
}

/** Makes a P-256 key pair on a token, which never lets its private half out. @returns the public point, 65 bytes */
export async function makeTokenKey(address: TokenAddress, keyLabel: string): Promise<Uint8Array> {
  return ask(async (client) => client.call('makeKey', { ...address, keyLabel }));
}

/**
 * Agrees with somebody's public key by a key that never leaves its token (ECDH, no key derivation).
 *
 * @param publicKey that of the token's key, which is compared
 * @returns the x coordinate of the shared point, 32 bytes
 * @throws Problem `not_found` where the token has no such key, `foreign_file` where it has another; as `TokenSession`
 */
export async function agreeOnToken(
  address: TokenAddress,
  keyLabel: string,
  publicKey: Uint8Array,
  other: Uint8Array,
): Promise<Uint8Array> {
  return ask(async (client) => client.call('agree', { ...address, keyLabel, publicKey, other }));
}
