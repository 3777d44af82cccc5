import { canonicalJson } from '../../../shared/formats/canonical-json.ts';
import type { Entry } from '../../../shared/formats/journal/index.ts';

/** RFC 6962 leaf hash (SHA-256 over a zero byte and the canonical JSON in UTF-8), in hexadecimal. */
export async function leafHash(entry: Entry): Promise<string> {
  const bytes = new TextEncoder().encode(canonicalJson(entry));
  const leaf = new Uint8Array(bytes.length + 1);
  leaf.set(bytes, 1);
  const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', leaf));
  return Array.from(digest, (byte) => byte.toString(16).padStart(2, '0')).join('');
}
