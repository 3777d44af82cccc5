import { webcrypto } from 'node:crypto';
import { Problem } from '../../../../shared/domain/index.ts';
import { ecdsaToDer, readCertificate, webTools, type PublicKey } from '../../../../shared/verify/index.ts';

/** Whoever signs documents: the workspace, a person's imported key, or a token. */
export interface DocumentSigner {
  /** The certificate whose key signs, DER. */
  readonly certificate: Uint8Array;
  /** Those above it, from its issuer up to the root, DER. */
  readonly chain: readonly Uint8Array[];
  readonly kind: PublicKey['kind'];
  /**
   * Signs with SHA-256: ECDSA as DER, RSA with PKCS #1 v1.5 padding.
   *
   * @throws Problem where the key cannot be used; it never names the key
   */
  sign(message: Uint8Array): Promise<Uint8Array>;
}

/** The workspace's report key: ECDSA P-256, its certificate, and the root that issued it. All DER. */
export interface ReportKey {
  readonly privateKeyPkcs8: Uint8Array;
  readonly certificate: Uint8Array;
  readonly root: Uint8Array;
}

const tools = webTools(globalThis);

/** @throws Problem `invalid_input` when the key or a certificate cannot be read or they do not fit */
export async function keySigner(key: {
  readonly privateKeyPkcs8: Uint8Array;
  readonly certificate: Uint8Array;
  readonly chain: readonly Uint8Array[];
}): Promise<DocumentSigner> {
  const { subtle } = webcrypto;
  try {
    const { kind } = readCertificate(key.certificate, tools).key;
    const how =
      kind === 'rsa'
        ? { name: 'RSASSA-PKCS1-v1_5', hash: 'SHA-256' }
        : { name: 'ECDSA', namedCurve: kind, hash: 'SHA-256' };
    const pkcs8 = new Uint8Array(key.privateKeyPkcs8);
    const privateKey = await subtle.importKey('pkcs8', pkcs8, how, false, ['sign']);
    pkcs8.fill(0);
    return {
      certificate: key.certificate,
      chain: key.chain,
      kind,
      sign: async (message) => {
        const signature = new Uint8Array(await subtle.sign(how, privateKey, new Uint8Array(message)));
        return kind === 'rsa' ? signature : ecdsaToDer(signature);
      },
    };
  } catch {
    // The cause could quote key material.
    throw new Problem('invalid_input', 'the report key or its certificates cannot be read');
  }
}

/** The workspace's own key as a signer. @throws as `keySigner` */
export async function signerOf(key: ReportKey | DocumentSigner): Promise<DocumentSigner> {
  return 'sign' in key ? key : keySigner({ ...key, chain: [key.root] });
}
