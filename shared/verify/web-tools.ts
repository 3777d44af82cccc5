import { Problem } from '../domain/problem.ts';
import { ecdsaToRaw } from './algorithms.ts';
import { concatBytes } from '../formats/journal/bytes.ts';
import { sha256 } from './sha256.ts';
import type { VerifierTools } from './tools.ts';

/** What this needs of a platform, as browsers and Node both have it (Web Crypto, Compression Streams, Encoding). */
export interface WebPlatform {
  readonly crypto: { readonly subtle: object };
  readonly DecompressionStream: new (form: 'deflate' | 'deflate-raw') => object;
  readonly TextDecoder: new (
    label: string,
    options: { fatal: boolean; ignoreBOM: boolean },
  ) => {
    decode(bytes: Uint8Array): string;
  };
}

interface Subtle {
  digest(algorithm: string, data: Uint8Array): Promise<ArrayBuffer>;
  importKey(
    format: string,
    data: Uint8Array,
    algorithm: object,
    extractable: boolean,
    usages: readonly string[],
  ): Promise<unknown>;
  verify(algorithm: object, key: unknown, signature: Uint8Array, data: Uint8Array): Promise<boolean>;
}

interface Decompression {
  readonly writable: {
    getWriter(): { write(bytes: Uint8Array): Promise<void>; close(): Promise<void> };
  };
  readonly readable: {
    getReader(): {
      read(): Promise<{ readonly done: boolean; readonly value?: Uint8Array }>;
      cancel(): Promise<void>;
    };
  };
}

/** The tools of a verifier on what every current engine brings. */
export function webTools(platform: WebPlatform): VerifierTools {
  // Its types differ from engine to engine in what they overload; what is called here they all have.
  const subtle = platform.crypto.subtle as Subtle;
  const verify = async (
    [format, key, algorithm]: readonly [string, Uint8Array, object],
    how: object,
    signature: Uint8Array,
    message: Uint8Array,
  ): Promise<boolean> => {
    try {
      const imported = await subtle.importKey(format, key, algorithm, false, ['verify']);
      return await subtle.verify(how, imported, signature, message);
    } catch {
      // A key that is no point of its curve, or an algorithm that the engine lacks: nothing holds.
      return false;
    }
  };
  return {
    sha256,
    digest: async (...parts) =>
      new Uint8Array(
        await subtle.digest('SHA-256', parts.length === 1 && parts[0] ? parts[0] : concatBytes(...parts)),
      ),
    verify: async (key, { kind, hash, saltBytes }, signature, message) => {
      if (key.kind !== 'rsa') {
        const raw = ecdsaToRaw(signature, key.kind);
        if (raw === undefined) return false;
        const algorithm = { name: 'ECDSA', namedCurve: key.kind };
        return verify(['spki', key.spki, algorithm], { name: 'ECDSA', hash }, raw, message);
      }
      const name = kind === 'rsa-pss' ? 'RSA-PSS' : 'RSASSA-PKCS1-v1_5';
      const how = { name, ...(saltBytes === undefined ? {} : { saltLength: saltBytes }) };
      return verify(['spki', key.spki, { name, hash }], how, signature, message);
    },
    verifyEd25519: (publicKey, signature, message) =>
      verify(['raw', publicKey, { name: 'Ed25519' }], { name: 'Ed25519' }, signature, message),
    inflate: async (bytes, form, limit) =>
      inflate(
        new platform.DecompressionStream(form === 'zlib' ? 'deflate' : 'deflate-raw') as Decompression,
        bytes,
        limit,
      ),
    utf8: (bytes) => {
      try {
        return new platform.TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
      } catch {
        throw new Problem('damaged', 'a text is not UTF-8');
      }
    },
  };
}

/** Chunk by chunk, so that a small file cannot fill the memory. */
async function inflate(stream: Decompression, bytes: Uint8Array, limit: number): Promise<Uint8Array> {
  const writer = stream.writable.getWriter();
  const written = writer.write(bytes).then(async () => writer.close());
  // Awaited below; a failure shows in reading as well.
  written.catch(() => undefined);
  const reader = stream.readable.getReader();
  const parts: Uint8Array[] = [];
  let size = 0;
  try {
    for (;;) {
      const { done, value } = await reader.read();
      if (done || value === undefined) break;
      size += value.length;
      if (size > limit) throw new Problem('limit_reached', 'it unpacks to more than it says');
      parts.push(value);
    }
    await written;
  } catch (error) {
    await reader.cancel().catch(() => undefined);
    if (error instanceof Problem) throw error;
    throw new Problem('damaged', 'it cannot be unpacked');
  }
  return concatBytes(...parts);
}
