import { Problem } from '../../shared/domain/index.ts';

/**
 * Named byte fields in one buffer. Key material never becomes a JavaScript string, because strings
 * cannot be wiped.
 *
 * Layout: count (1 byte), then per field: name length (1), name in ASCII, length (4, big endian), bytes.
 */
export function packFields(fields: Readonly<Record<string, Uint8Array>>): Uint8Array {
  const entries = Object.entries(fields);
  const size = entries.reduce((sum, [name, bytes]) => sum + 5 + name.length + bytes.length, 1);
  const packed = Buffer.alloc(size);
  let at = packed.writeUInt8(entries.length, 0);
  for (const [name, bytes] of entries) {
    at = packed.writeUInt8(name.length, at);
    at += packed.write(name, at, 'ascii');
    at = packed.writeUInt32BE(bytes.length, at);
    packed.set(bytes, at);
    at += bytes.length;
  }
  return packed;
}

/** @throws Problem `damaged` for anything that `packFields` did not make. */
export function unpackFields(packed: Uint8Array): Map<string, Uint8Array> {
  const view = Buffer.from(packed.buffer, packed.byteOffset, packed.byteLength);
  const fields = new Map<string, Uint8Array>();
  let at = 0;
  const take = (length: number): Buffer => {
    if (at + length > view.length) throw damaged();
    at += length;
    return view.subarray(at - length, at);
  };
  const count = take(1).readUInt8(0);
  for (let index = 0; index < count; index += 1) {
    const name = take(take(1).readUInt8(0)).toString('ascii');
    if (fields.has(name)) throw damaged();
    fields.set(name, new Uint8Array(take(take(4).readUInt32BE(0))));
  }
  if (at !== view.length) throw damaged();
  return fields;
}

function damaged(): Problem {
  return new Problem('damaged', 'a keyring does not have the expected form');
}
