import { Problem } from '../../shared/domain/index.ts';
import { writeDer } from '../../shared/verify/index.ts';

const DEEPEST = 24;
const CONSTRUCTED = 0x20;
const CONSTRUCTED_OCTETS = 0x24;
const INDEFINITE = 0x80;

/**
 * The same element in DER, from BER with indefinite lengths or strings in pieces, as some programs write
 * key files (X.690, 8.1.3.6 and 8.7.3).
 *
 * @throws Problem `damaged`
 */
export function berToDer(bytes: Uint8Array): Uint8Array {
  return convert(bytes, 0, 0).der;
}

function damaged(): Problem {
  return new Problem('damaged', 'the key file is damaged: its parts do not fit into each other');
}

function convert(
  bytes: Uint8Array,
  at: number,
  depth: number,
): { readonly der: Uint8Array; readonly end: number } {
  const tag = bytes[at];
  const first = bytes[at + 1];
  if (tag === undefined || first === undefined || (tag & 0x1f) === 0x1f || depth > DEEPEST) throw damaged();
  let start = at + 2;
  let end: number | undefined;
  if (first < INDEFINITE) end = start + first;
  else if (first > INDEFINITE) {
    const digits = first & 0x7f;
    if (digits > 4) throw damaged();
    end = 0;
    for (let index = 0; index < digits; index += 1) end = end * 256 + (bytes[start + index] ?? 0);
    start += digits;
    end += start;
  }
  if (end !== undefined && end > bytes.length) throw damaged();
  if ((tag & CONSTRUCTED) === 0) {
    if (end === undefined) throw damaged();
    return { der: writeDer(tag, bytes.subarray(start, end)), end };
  }
  const parts: Uint8Array[] = [];
  let next = start;
  while (end === undefined ? !isEnd(bytes, next) : next < end) {
    const part = convert(bytes, next, depth + 1);
    parts.push(part.der);
    next = part.end;
  }
  if (end !== undefined && next !== end) throw damaged();
  const der = tag === CONSTRUCTED_OCTETS ? joined(parts) : writeDer(tag, ...parts);
  return { der, end: end ?? next + 2 };
}

function isEnd(bytes: Uint8Array, at: number): boolean {
  if (at + 1 >= bytes.length) throw damaged();
  return bytes[at] === 0 && bytes[at + 1] === 0;
}

/** A string that was written in pieces. Pieces are DER already. */
function joined(pieces: readonly Uint8Array[]): Uint8Array {
  return writeDer(
    0x04,
    ...pieces.map((piece) => {
      if (piece[0] !== 0x04) throw damaged();
      const long = (piece[1] ?? 0) & 0x80 ? (piece[1] ?? 0) & 0x7f : 0;
      return piece.subarray(2 + long);
    }),
  );
}
