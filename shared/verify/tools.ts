import type { Hash } from '../formats/journal/merkle.ts';

export type HashName = 'SHA-256' | 'SHA-384' | 'SHA-512';

/** A signature algorithm of certificates and CMS. `saltBytes` is given for RSA-PSS alone. */
export interface SignatureAlgorithm {
  readonly kind: 'ecdsa' | 'rsa' | 'rsa-pss';
  readonly hash: HashName;
  readonly saltBytes?: number;
}

/** A public key as a certificate holds it. */
export interface PublicKey {
  /** SubjectPublicKeyInfo, DER. */
  readonly spki: Uint8Array;
  readonly kind: 'P-256' | 'P-384' | 'P-521' | 'rsa';
  /** Bits of the modulus, or of the curve's field. */
  readonly bits: number;
}

/**
 * What verifying needs of the engine it runs in, so that Node and browsers run the same code.
 * An implementer MUST NOT reach the network.
 */
export interface VerifierTools {
  /** SHA-256 of short messages, at once. */
  readonly sha256: Hash;
  /** SHA-256 over parts, as if they were one. */
  digest(...parts: readonly Uint8Array[]): Promise<Uint8Array>;
  /** Whether a signature holds; false for a key or signature that cannot be read. */
  verify(
    key: PublicKey,
    algorithm: SignatureAlgorithm,
    signature: Uint8Array,
    message: Uint8Array,
  ): Promise<boolean>;
  /** @param publicKey 32 bytes */
  verifyEd25519(publicKey: Uint8Array, signature: Uint8Array, message: Uint8Array): Promise<boolean>;
  /**
   * RFC 1950 (`zlib`) or 1951 (`raw`).
   *
   * @throws Problem `damaged`; `limit_reached` where more than `limit` bytes come out
   */
  inflate(bytes: Uint8Array, form: 'zlib' | 'raw', limit: number): Promise<Uint8Array>;
  /** @throws Problem `damaged` for bytes that are not UTF-8 */
  utf8(bytes: Uint8Array): string;
}
