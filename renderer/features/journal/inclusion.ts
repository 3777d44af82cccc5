/** What an audit path says: this leaf stands at this place of a tree of this size. Hashes in hexadecimal. */
export interface InclusionPath {
  readonly leaf: string;
  /** Place in the tree, from 0. */
  readonly index: number;
  readonly size: number;
  readonly path: readonly string[];
}

/**
 * The root that an audit path leads to (RFC 9162 section 2.1.3.2), computed with the browser's own
 * SHA-256. Undefined where the path does not fit place and size.
 */
export async function rootFromPath({ leaf, index, size, path }: InclusionPath): Promise<string | undefined> {
  if (index < 0 || index >= size) return undefined;
  let [fn, sn, node] = [index, size - 1, bytesOf(leaf)];
  for (const step of path) {
    if (sn === 0) return undefined;
    if (fn % 2 === 1 || fn === sn) {
      node = await nodeHash(bytesOf(step), node);
      while (fn % 2 === 0 && fn !== 0) [fn, sn] = [Math.floor(fn / 2), Math.floor(sn / 2)];
    } else node = await nodeHash(node, bytesOf(step));
    [fn, sn] = [Math.floor(fn / 2), Math.floor(sn / 2)];
  }
  return sn === 0 ? Array.from(node, (byte) => byte.toString(16).padStart(2, '0')).join('') : undefined;
}

async function nodeHash(left: Uint8Array, right: Uint8Array): Promise<Uint8Array> {
  const bytes = new Uint8Array(1 + left.length + right.length);
  bytes[0] = 1;
  bytes.set(left, 1);
  bytes.set(right, 1 + left.length);
  return new Uint8Array(await crypto.subtle.digest('SHA-256', bytes));
}

function bytesOf(hex: string): Uint8Array {
  return Uint8Array.from(hex.match(/../g) ?? [], (pair) => Number.parseInt(pair, 16));
}
