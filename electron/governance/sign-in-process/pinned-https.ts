import { Agent, request, type RequestOptions } from 'node:https';
import type { IncomingMessage } from 'node:http';
import type { IdentityProvider } from '../../../shared/domain/index.ts';
import { Refused } from './refusal.ts';

/** One request to the provider. The address is of its origin, or nothing is sent. */
export interface PinnedRequest {
  readonly url: URL;
  readonly method: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Uint8Array | undefined;
}

export interface PinnedAnswer {
  readonly status: number;
  /** As they came, name and value. */
  readonly headers: readonly (readonly [string, string])[];
  readonly body: Uint8Array;
}

export interface PinnedLimits {
  /** Of one answer, body alone. */
  readonly maxBytes: number;
  /** Of one request, from the first packet to the last. */
  readonly timeoutMs: number;
}

const HTTPS_PORT = 443;
const MOST_HEADER_BYTES = 32 * 1024;
/** Nobody is there, as against somebody who should not be trusted: the next address is worth a try. */
const NOBODY = new Set(['ECONNREFUSED', 'EHOSTUNREACH', 'ENETUNREACH', 'EHOSTDOWN', 'ETIMEDOUT']);

/**
 * SEC-50: https to the one pinned origin: to its addresses by number, so that no name is looked up; TLS 1.3;
 * its certificate under the configured authorities and for its own name. Redirects are answers like others.
 */
export class PinnedHttps {
  readonly #provider: IdentityProvider;
  readonly #origin: URL;
  readonly #limits: PinnedLimits;
  readonly #agent: Agent;

  constructor(provider: IdentityProvider, limits: PinnedLimits) {
    this.#provider = provider;
    this.#origin = new URL(new URL(provider.issuer).origin);
    this.#limits = limits;
    this.#agent = new Agent({
      ca: provider.certificates,
      minVersion: 'TLSv1.3',
      maxVersion: 'TLSv1.3',
      rejectUnauthorized: true,
      keepAlive: true,
      maxSockets: 6,
    });
  }

  get origin(): string {
    return this.#origin.origin;
  }

  get timeoutMs(): number {
    return this.#limits.timeoutMs;
  }

  /** @throws Refused `another_origin`, `unreachable`, `certificate`, `tls_version`, `too_much`, `timed_out` */
  async ask(asked: PinnedRequest): Promise<PinnedAnswer> {
    if (asked.url.origin !== this.origin || `${asked.url.username}${asked.url.password}` !== '')
      throw new Refused('another_origin');
    let last: unknown;
    for (const address of this.#provider.addresses) {
      try {
        return await this.#askAt(address, asked);
      } catch (error) {
        last = error;
        if (!NOBODY.has((error as NodeJS.ErrnoException).code ?? '')) break;
      }
    }
    throw last instanceof Refused ? last : new Refused(reasonOf(last));
  }

  close(): void {
    this.#agent.destroy();
  }

  #askAt(address: string, { url, method, headers, body }: PinnedRequest): Promise<PinnedAnswer> {
    const options: RequestOptions = {
      agent: this.#agent,
      host: address,
      port: url.port === '' ? HTTPS_PORT : Number(url.port),
      servername: url.hostname,
      method,
      path: `${url.pathname}${url.search}`,
      headers: { ...headers, host: url.host, 'content-length': String(body?.length ?? 0) },
      maxHeaderSize: MOST_HEADER_BYTES,
      signal: AbortSignal.timeout(this.#limits.timeoutMs),
    };
    return new Promise((resolve, reject) => {
      const going = request(options, (answer) => {
        this.#read(answer).then(resolve, (error: unknown) => {
          going.destroy();
          reject(error instanceof Error ? error : new Refused('malformed'));
        });
      });
      going.on('error', reject);
      going.end(body);
    });
  }

  async #read(answer: IncomingMessage): Promise<PinnedAnswer> {
    const parts: Buffer[] = [];
    let sizeBytes = 0;
    for await (const part of answer as AsyncIterable<Buffer>) {
      sizeBytes += part.length;
      if (sizeBytes > this.#limits.maxBytes) throw new Refused('too_much');
      parts.push(part);
    }
    const headers = pairsOf(answer.rawHeaders);
    // Nothing packed was asked for, and what is small on the wire may be large in memory.
    const packed = headers.some(([name, value]) => name === 'content-encoding' && value !== 'identity');
    if (packed) throw new Refused('malformed');
    return { status: answer.statusCode ?? 0, headers, body: Buffer.concat(parts) };
  }
}

function pairsOf(raw: readonly string[]): [string, string][] {
  const pairs: [string, string][] = [];
  for (let at = 0; at + 1 < raw.length; at += 2)
    pairs.push([(raw[at] ?? '').toLowerCase(), raw[at + 1] ?? '']);
  return pairs;
}

/** What went wrong below HTTP, in our words. */
function reasonOf(error: unknown): 'timed_out' | 'tls_version' | 'certificate' | 'too_much' | 'unreachable' {
  const { code = '', name, message } = error as NodeJS.ErrnoException;
  if (name === 'AbortError' || name === 'TimeoutError' || code === 'ABORT_ERR') return 'timed_out';
  if (code === 'HPE_HEADER_OVERFLOW') return 'too_much';
  // OpenSSL tells an older peer by an alert (RFC 8446, 6.2, number 70), or by not understanding it.
  if (/alert number 70|protocol version|unsupported protocol|wrong version/.test(message))
    return 'tls_version';
  if (/CERT|ERR_TLS|SELF_SIGNED|ISSUER|UNABLE_TO_VERIFY|INVALID_CA/.test(code)) return 'certificate';
  return 'unreachable';
}
