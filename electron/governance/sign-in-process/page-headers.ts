/** Of what a page asks, this is passed on to the provider; everything else is ours to say, or nobody's. */
const ASKED = new Set([
  'accept',
  'accept-language',
  'authorization',
  'content-type',
  'origin',
  'referer',
  'x-requested-with',
  'x-csrf-token',
  'x-xsrf-token',
]);
/** Of what the provider answers, this reaches the page. */
const ANSWERED = new Set([
  'cache-control',
  'content-language',
  'content-security-policy',
  'content-type',
  'referrer-policy',
  'x-content-type-options',
]);

/**
 * Beside the provider's own policy, and never instead of it: the page loads, frames, posts to and connects to
 * nothing but its own origin.
 */
const OWN_POLICY = [
  "default-src 'self' 'unsafe-inline' data:",
  "object-src 'none'",
  "frame-src 'self'",
  "worker-src 'none'",
  "base-uri 'self'",
  "form-action 'self'",
].join('; ');

type Headers = readonly (readonly [string, string])[];

export function headersToAsk(given: Headers, cookies: string | undefined): Record<string, string> {
  const kept = given.map(([name, value]) => [name.toLowerCase(), value] as const);
  return {
    ...Object.fromEntries(kept.filter(([name, value]) => ASKED.has(name) && !/[\r\n\0]/.test(value))),
    'user-agent': 'Swarm Clinical',
    'accept-encoding': 'identity',
    ...(cookies !== undefined && { cookie: cookies }),
  };
}

export function headersToShow(given: Headers): [string, string][] {
  return [
    ...given.filter(([name]) => ANSWERED.has(name)).map(([name, value]): [string, string] => [name, value]),
    ['content-security-policy', OWN_POLICY],
  ];
}

/**
 * A page that leads on by itself. A redirect would be followed by the browser out of everybody's sight; this
 * way each step is a navigation that is looked at like any other.
 */
export function leadOn(to: URL): string {
  const address = to.href.replaceAll('&', '&amp;').replaceAll('"', '&quot;').replaceAll('<', '&lt;');
  return `<!doctype html><meta charset="utf-8"><meta http-equiv="refresh" content="0;url=${address}"><title>Sign in</title>`;
}
