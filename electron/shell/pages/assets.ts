import { readFile } from 'node:fs/promises';
import { extname, join } from 'node:path';
import { isOurPage } from './origin.ts';
import { PAGE_HEADERS } from './headers.ts';

const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.woff2': 'font/woff2',
  '.woff': 'font/woff',
};

/**
 * Serves one request for a page or what belongs to it from the built renderer. Anything but a GET of
 * a file with a known type inside `folder` is answered 404 or 405, with the same headers.
 */
export async function serveAsset(
  folder: string,
  request: { readonly url: string; readonly method: string },
): Promise<Response> {
  if (request.method !== 'GET') return new Response(null, { status: 405, headers: PAGE_HEADERS });
  const name = assetName(request.url);
  const type = name === undefined ? undefined : TYPES[extname(name)];
  if (name === undefined || type === undefined) return notFound();
  try {
    const content = await readFile(join(folder, name));
    return new Response(content, { headers: { ...PAGE_HEADERS, 'Content-Type': type } });
  } catch (error) {
    if (isMissing(error)) return notFound();
    throw error;
  }
}

/** File of the renderer that an address means; undefined for any other origin and any odd path. */
export function assetName(address: string): string | undefined {
  if (!isOurPage(address)) return undefined;
  const path = new URL(address).pathname.slice(1);
  // Names that our bundler writes; no percent signs, no backslashes, no dot at the start of a part.
  return /^(?:[A-Za-z0-9_-][A-Za-z0-9._-]*\/)*[A-Za-z0-9_-][A-Za-z0-9._-]*$/.test(path) ? path : undefined;
}

function notFound(): Response {
  return new Response(null, { status: 404, headers: PAGE_HEADERS });
}

function isMissing(error: unknown): boolean {
  const code = (error as NodeJS.ErrnoException).code;
  return code === 'ENOENT' || code === 'ENOTDIR' || code === 'EISDIR';
}
