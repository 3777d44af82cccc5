import { gunzipSync, inflateRawSync, inflateSync } from 'node:zlib';

// What lies in the bytes of a file, however it is wrapped: plain, as UTF-16, or inside gzip, ZIP and the streams of PDF.

/** How deep wrappings are opened, and how much one may hold. */
const MOST_DEEP = 3;
const MOST_BYTES = 1 << 26;

/** Which of the values lie in the bytes. Values are searched for in UTF-8, and in UTF-16 of both orders. */
export function remainsIn(bytes: Buffer, values: readonly string[]): string[] {
  const layers = layersOf(bytes, 0);
  return values.filter((value) =>
    formsOf(value).some((form) => layers.some((layer) => layer.includes(form))),
  );
}

function formsOf(value: string): Buffer[] {
  const little = Buffer.from(value, 'utf16le');
  return [Buffer.from(value, 'utf8'), little, Buffer.from(little).swap16()];
}

function layersOf(bytes: Buffer, depth: number): Buffer[] {
  if (depth > MOST_DEEP) return [];
  const inner = [...gzipsIn(bytes), ...zipEntriesIn(bytes), ...streamsIn(bytes)];
  return [bytes, ...inner.flatMap((each) => layersOf(each, depth + 1))];
}

/** RFC 1952: every place that begins like gzip with deflate. */
function* gzipsIn(bytes: Buffer): Generator<Buffer> {
  const magic = Buffer.from([0x1f, 0x8b, 0x08]);
  for (let at = bytes.indexOf(magic); at >= 0; at = bytes.indexOf(magic, at + 1))
    yield* opened(() => gunzipSync(bytes.subarray(at), { maxOutputLength: MOST_BYTES }));
}

/** APPNOTE 6.3.10: every local header of an entry that is deflated and not encrypted. */
function* zipEntriesIn(bytes: Buffer): Generator<Buffer> {
  const magic = Buffer.from('PK\x03\x04', 'latin1');
  for (let at = bytes.indexOf(magic); at >= 0; at = bytes.indexOf(magic, at + 1)) {
    if (at + 30 > bytes.length || bytes.readUInt16LE(at + 8) !== 8) continue;
    const start = at + 30 + bytes.readUInt16LE(at + 26) + bytes.readUInt16LE(at + 28);
    yield* opened(() => inflateRawSync(bytes.subarray(start), { maxOutputLength: MOST_BYTES }));
  }
}

/** ISO 32000, 7.3.8: streams that are deflated. */
function* streamsIn(bytes: Buffer): Generator<Buffer> {
  if (!bytes.subarray(0, 5).equals(Buffer.from('%PDF-'))) return;
  for (let at = bytes.indexOf('stream'); at >= 0; at = bytes.indexOf('stream', at + 6)) {
    const start = at + 6 + (bytes[at + 6] === 0x0d ? 2 : 1);
    yield* opened(() => inflateSync(bytes.subarray(start), { maxOutputLength: MOST_BYTES }));
  }
}

/** What only looked like a wrapping is none. */
function* opened(open: () => Buffer): Generator<Buffer> {
  try {
    yield open();
  } catch {
    return;
  }
}
