import type { ProviderWindowRequest } from '../application.ts';

type PageRequest = Parameters<ProviderWindowRequest['carry']>[0];
type PageAnswer = Awaited<ReturnType<ProviderWindowRequest['carry']>>;

/** Far above what a sign-in form sends. */
const MOST_BODY_BYTES = 256 * 1024;

/** A request of a page as it is carried; undefined where it sends more than any form does. */
export async function toPageRequest(asked: Request): Promise<PageRequest | undefined> {
  const headers = [...asked.headers].filter(([name, value]) => name.length <= 100 && value.length <= 8192);
  const parts: Uint8Array[] = [];
  let sizeBytes = 0;
  if (asked.body !== null)
    for await (const part of asked.body as AsyncIterable<Uint8Array>) {
      sizeBytes += part.length;
      if (sizeBytes > MOST_BODY_BYTES) return undefined;
      parts.push(part);
    }
  const body = sizeBytes === 0 ? {} : { body: Buffer.concat(parts).toString('base64') };
  return { url: asked.url, method: asked.method, headers: headers.slice(0, 60), ...body };
}

/** What the page gets; where the attempt is over, nothing that it could show. */
export function answerTo(answer: PageAnswer): Response {
  if (answer === undefined) return new Response(null, { status: 204 });
  const { status, headers, body } = answer;
  const bytes = Buffer.from(body, 'base64');
  const empty = [204, 205, 304].includes(status);
  return new Response(empty ? null : Uint8Array.from(bytes), { status, headers });
}
