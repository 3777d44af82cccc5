/** A request of a page, and what came of it, as far as somebody who signs in sees it. */
interface Carried {
  readonly kind: string;
  readonly status?: number;
  readonly body?: string;
}
type Carry = (asked: {
  readonly url: string;
  readonly method: string;
  readonly headers: [string, string][];
  readonly body?: string;
}) => Promise<Carried>;

const MOST_STEPS = 20;

/**
 * Somebody who signs in at the pages of `oidc-provider`: types the account's name, agrees, follows where the
 * pages lead. Ends with the first answer that is no page.
 */
export async function signInAtPages<Answer extends Carried>(
  address: string,
  account: string,
  carry: (asked: Parameters<Carry>[0]) => Promise<Answer>,
): Promise<Answer> {
  const accept: [string, string] = ['accept', 'text/html,application/xhtml+xml'];
  let url = new URL(address);
  let answer = await carry({ url: url.href, method: 'GET', headers: [accept] });
  for (let step = 0; step < MOST_STEPS && answer.kind === 'page'; step += 1) {
    const page = Buffer.from(answer.body ?? '', 'base64').toString('utf8');
    const next = /http-equiv="refresh" content="0;url=([^"]*)"/.exec(page)?.[1];
    if (next !== undefined) {
      url = new URL(next.replaceAll('&amp;', '&'), url.href);
      answer = await carry({ url: url.href, method: 'GET', headers: [accept] });
      continue;
    }
    const action = /<form[^>]*action="([^"]*)"/.exec(page)?.[1];
    if (action === undefined)
      throw new Error(`a page without a form (${String(answer.status)}): ${page.slice(0, 500)}`);
    const fields = [...page.matchAll(/name="(\w+)" value="([^"]*)"/g)].map(([, name = '', value = '']) => [
      name,
      value,
    ]);
    const typed = page.includes('name="login"')
      ? [
          ['login', account],
          ['password', 'typed at the provider'],
        ]
      : [];
    url = new URL(action.replaceAll('&amp;', '&'), url.href);
    answer = await carry({
      url: url.href,
      method: 'POST',
      headers: [accept, ['content-type', 'application/x-www-form-urlencoded']],
      body: Buffer.from(new URLSearchParams([...fields, ...typed] as [string, string][]).toString()).toString(
        'base64',
      ),
    });
  }
  return answer;
}
