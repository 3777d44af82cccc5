import { Problem } from '../domain/problem.ts';
import type { VerifierTools } from './tools.ts';

/** A file inside a zip, still packed. */
export interface ZipEntry {
  readonly name: string;
  readonly sizeBytes: number;
  readonly packed: Uint8Array;
  readonly deflated: boolean;
}

const END = { signature: 0x06054b50, size: 22 };
const CENTRAL = { signature: 0x02014b50, size: 46 };
const LOCAL = { signature: 0x04034b50, size: 30 };
const MOST_FILES = 10_002;
const [STORED, DEFLATED] = [0, 8];
/** Encryption, and a data descriptor behind the data. */
const UNSUPPORTED_FLAGS = 0x09;

/**
 * The table of contents of a zip (PKWARE APPNOTE 6.3.3), strictly: no comment, no encryption, no zip64,
 * every name once, and the files one behind the other from the first byte to the table, so that no byte
 * belongs to nothing.
 *
 * @throws Problem `damaged`, `unsupported`, `limit_reached`
 */
export function readZip(bytes: Uint8Array): readonly ZipEntry[] {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const end = bytes.length - END.size;
  if (end < 0 || view.getUint32(end, true) !== END.signature || view.getUint16(end + 20, true) !== 0)
    throw damaged('its end is missing or something follows it');
  const count = view.getUint16(end + 10, true);
  const size = view.getUint32(end + 12, true);
  const start = view.getUint32(end + 16, true);
  if (count > MOST_FILES)
    throw new Problem('limit_reached', 'the bundle has more files than a bundle can have');
  if (start + size !== end) throw damaged('its table of contents is not where it should be');
  const entries: ZipEntry[] = [];
  const names = new Set<string>();
  let at = start;
  let next = 0;
  for (let index = 0; index < count; index += 1) {
    if (at + CENTRAL.size > end || view.getUint32(at, true) !== CENTRAL.signature)
      throw damaged('its table of contents is not well-formed');
    const flags = view.getUint16(at + 8, true);
    const method = view.getUint16(at + 10, true);
    const packedSize = view.getUint32(at + 20, true);
    const sizeBytes = view.getUint32(at + 24, true);
    const nameSize = view.getUint16(at + 28, true);
    const name = ascii(bytes.subarray(at + CENTRAL.size, at + CENTRAL.size + nameSize));
    if ((flags & UNSUPPORTED_FLAGS) !== 0 || (method !== STORED && method !== DEFLATED))
      throw new Problem('unsupported', `\`${name}\` is packed in a way that bundles do not use`);
    if (
      view.getUint16(at + 30, true) !== 0 ||
      view.getUint16(at + 32, true) !== 0 ||
      names.has(name.toLowerCase())
    )
      throw damaged('its table of contents is not as bundles have it');
    names.add(name.toLowerCase());
    const from = view.getUint32(at + 42, true);
    if (from !== next) throw damaged('something stands between its files');
    const data = localData(view, from, nameSize, start);
    const local = ascii(bytes.subarray(from + LOCAL.size, from + LOCAL.size + nameSize));
    next = data + packedSize;
    if (local !== name || next > start) throw damaged(`\`${name}\` is not where its table says`);
    entries.push({ name, sizeBytes, packed: bytes.subarray(data, next), deflated: method === DEFLATED });
    at += CENTRAL.size + nameSize;
  }
  if (at !== end || next !== start) throw damaged('something stands between its files');
  return entries;
}

/** Where the data behind a local header begins. */
function localData(view: DataView, at: number, nameSize: number, limit: number): number {
  const data = at + LOCAL.size + nameSize;
  if (
    data > limit ||
    view.getUint32(at, true) !== LOCAL.signature ||
    view.getUint16(at + 26, true) !== nameSize ||
    view.getUint16(at + 28, true) !== 0
  )
    throw damaged('a file in it does not begin as it should');
  return data;
}

/** The content of a file. @throws Problem `damaged` */
export async function unzip(entry: ZipEntry, tools: VerifierTools): Promise<Uint8Array> {
  const bytes = entry.deflated ? await tools.inflate(entry.packed, 'raw', entry.sizeBytes) : entry.packed;
  if (bytes.length !== entry.sizeBytes) throw damaged(`\`${entry.name}\` has another size than it says`);
  return bytes;
}

function ascii(bytes: Uint8Array): string {
  if (bytes.length > 200 || bytes.some((byte) => byte < 0x21 || byte > 0x7e))
    throw damaged('a name in it is not plain');
  return String.fromCharCode(...bytes);
}

function damaged(what: string): Problem {
  return new Problem('damaged', `the bundle is damaged: ${what}`);
}
