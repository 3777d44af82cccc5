import type { IdentityProvider } from '../../../shared/domain/index.ts';
import {
  REDIRECT_ADDRESS,
  type BeginAnswer,
  type PageAnswer,
  type PageRequest,
} from '../provider/protocol.ts';
import { CookieJar } from './cookie-jar.ts';
import { headersToAsk, headersToShow, leadOn } from './page-headers.ts';
import { PinnedHttps, type PinnedAnswer, type PinnedLimits } from './pinned-https.ts';
import { Refused } from './refusal.ts';
import { refusalOf } from './refusal-of.ts';
import { RelyingParty } from './relying-party.ts';

const MEGABYTE = 1024 * 1024;
export const USUAL_LIMITS: AttemptLimits = {
  protocol: { maxBytes: MEGABYTE, timeoutMs: 15_000 },
  page: { maxBytes: 8 * MEGABYTE, timeoutMs: 20_000 },
  requests: 400,
};
const MOST_REDIRECTS = 5;
const METHODS = new Set(['GET', 'HEAD', 'POST']);
/** Redirects after which a browser asks with GET, whatever it asked with before (RFC 9110, 15.4). */
const TO_GET = new Set([301, 302, 303]);
const REDIRECTS = new Set([301, 302, 303, 307, 308]);

export interface AttemptLimits {
  readonly protocol: PinnedLimits;
  readonly page: PinnedLimits;
  /** Requests of pages in one attempt. */
  readonly requests: number;
}

/**
 * One sign-in at the provider: what its pages ask, and what comes of it. Ends with the first refusal, and
 * with the first success; nothing of it is used again.
 */
export class Attempt {
  readonly #provider: IdentityProvider;
  readonly #protocol: PinnedHttps;
  readonly #pages: PinnedHttps;
  readonly #jar: CookieJar;
  readonly #limits: AttemptLimits;
  #party: RelyingParty | undefined;
  #requests = 0;
  #over = false;

  constructor(provider: IdentityProvider, limits: AttemptLimits = USUAL_LIMITS) {
    this.#protocol = new PinnedHttps(provider, limits.protocol);
    this.#pages = new PinnedHttps(provider, limits.page);
    this.#jar = new CookieJar(new URL(provider.issuer).hostname);
    this.#limits = limits;
    this.#provider = provider;
  }

  async begin(): Promise<BeginAnswer> {
    try {
      this.#party = await RelyingParty.discover(this.#provider, this.#protocol);
      return { kind: 'begun', address: (await this.#party.address()).href };
    } catch (error) {
      return this.#refused(error);
    }
  }

  /** Carries one request of a page. What leads back to the application never reaches the page. */
  async page(asked: PageRequest): Promise<PageAnswer> {
    try {
      if (this.#over || this.#party === undefined) throw new Refused('state');
      return await this.#carry(asked, this.#party);
    } catch (error) {
      return this.#refused(error);
    }
  }

  /** Ends the attempt; safe to call twice. */
  end(): void {
    this.#over = true;
    this.#protocol.close();
    this.#pages.close();
  }

  async #carry(asked: PageRequest, party: RelyingParty): Promise<PageAnswer> {
    if (!URL.canParse(asked.url)) throw new Refused('malformed');
    let url = new URL(asked.url);
    if (leadsBack(url)) return await this.#finish(url, party);
    let { method } = asked;
    let body = asked.body === undefined ? undefined : Buffer.from(asked.body, 'base64');
    if (!METHODS.has(method)) throw new Refused('malformed');
    for (let hop = 0; hop <= MOST_REDIRECTS; hop += 1) {
      if ((this.#requests += 1) > this.#limits.requests) throw new Refused('too_much');
      const headers = headersToAsk(asked.headers, this.#jar.lineFor(url));
      const answer = await this.#pages.ask({ url, method, headers, body });
      for (const [name, value] of answer.headers) if (name === 'set-cookie') this.#jar.take(value, url);
      const next = locationOf(answer, url);
      if (next === undefined) return shown(answer);
      if (leadsBack(next)) return await this.#finish(next, party);
      if (next.origin !== url.origin) throw new Refused('another_origin');
      if (TO_GET.has(answer.status)) {
        if (method !== 'HEAD') method = 'GET';
        body = undefined;
      }
      if (method === 'GET' && isDocument(asked)) return leading(next);
      url = next;
    }
    throw new Refused('too_much');
  }

  async #finish(returned: URL, party: RelyingParty): Promise<PageAnswer> {
    const account = await party.redeem(returned);
    this.end();
    return { kind: 'confirmed', account };
  }

  #refused(error: unknown): { readonly kind: 'refused'; readonly reason: Refused['reason'] } {
    this.end();
    return { kind: 'refused', reason: refusalOf(error) };
  }
}

function leadsBack(url: URL): boolean {
  return `${url.origin}${url.pathname}` === REDIRECT_ADDRESS;
}

function locationOf({ status, headers }: PinnedAnswer, from: URL): URL | undefined {
  if (!REDIRECTS.has(status)) return undefined;
  const location = headers.find(([name]) => name === 'location')?.[1] ?? '';
  if (!URL.canParse(location, from.href)) throw new Refused('malformed');
  return new URL(location, from);
}

/** Whether a page is asked for, and not a part of one. */
function isDocument({ headers }: PageRequest): boolean {
  return headers.some(([name, value]) => name.toLowerCase() === 'accept' && value.includes('text/html'));
}

function shown({ status, headers, body }: PinnedAnswer): PageAnswer {
  if (status < 200) throw new Refused('malformed');
  return {
    kind: 'page',
    status,
    headers: headersToShow(headers),
    body: Buffer.from(body).toString('base64'),
  };
}

function leading(next: URL): PageAnswer {
  const headers: [string, string][] = [['content-type', 'text/html; charset=utf-8']];
  return { kind: 'page', status: 200, headers, body: Buffer.from(leadOn(next)).toString('base64') };
}
