const MOST_COOKIES = 50;
const MOST_BYTES = 4096;
const NAME = /^[\w!#$%&'*+.^`|~-]{1,128}$/;
/** What RFC 6265 allows in a value, and a quotation mark. */
const VALUE = /^[\u0021-\u003A\u003C-\u007E]*$/;

interface Cookie {
  readonly name: string;
  readonly value: string;
  readonly path: string;
}

/**
 * Cookies of one host for one attempt (RFC 6265, as far as one host needs it). They are kept here and not in
 * the page, and go with the attempt.
 */
export class CookieJar {
  readonly #cookies = new Map<string, Cookie>();
  readonly #host: string;

  constructor(host: string) {
    this.#host = host;
  }

  /** Takes one `Set-Cookie`; what is malformed, for another host or too much is passed over. */
  take(line: string, from: URL): void {
    if (line.length > MOST_BYTES) return;
    const [pair = '', ...rest] = line.split(';');
    const at = pair.indexOf('=');
    const [name, value] = [pair.slice(0, at).trim(), pair.slice(at + 1).trim()];
    if (at < 1 || !NAME.test(name) || !VALUE.test(value)) return;
    const attributes = new Map(rest.map(attributeOf));
    const domain = attributes.get('domain')?.replace(/^\./, '').toLowerCase() ?? '';
    if (domain !== '' && domain !== this.#host && !this.#host.endsWith(`.${domain}`)) return;
    const given = attributes.get('path') ?? '';
    const path = given.startsWith('/') ? given : folderOf(from.pathname);
    const key = `${path} ${name}`;
    this.#cookies.delete(key);
    if (hasEnded(attributes)) return;
    if (this.#cookies.size < MOST_COOKIES) this.#cookies.set(key, { name, value, path });
  }

  /** The `Cookie` line for an address, longest path first; undefined without one. */
  lineFor({ pathname }: URL): string | undefined {
    const fit = [...this.#cookies.values()].filter(
      ({ path }) => pathname === path || pathname.startsWith(path.endsWith('/') ? path : `${path}/`),
    );
    fit.sort((a, b) => b.path.length - a.path.length);
    return fit.length === 0 ? undefined : fit.map(({ name, value }) => `${name}=${value}`).join('; ');
  }
}

function attributeOf(part: string): [string, string] {
  const at = part.indexOf('=');
  const name = at < 0 ? part : part.slice(0, at);
  return [name.trim().toLowerCase(), at < 0 ? '' : part.slice(at + 1).trim()];
}

function folderOf(pathname: string): string {
  const end = pathname.lastIndexOf('/');
  return end <= 0 ? '/' : pathname.slice(0, end);
}

function hasEnded(attributes: ReadonlyMap<string, string>): boolean {
  const age = attributes.get('max-age');
  if (age !== undefined && /^-?\d+$/.test(age)) return Number(age) <= 0;
  const expires = Date.parse(attributes.get('expires') ?? '');
  return !Number.isNaN(expires) && expires <= Date.now();
}
