/**
 * An ICC profile of the colour space sRGB (IEC 61966-2-1), version 4.4, made here from its published
 * numbers, so that no foreign file and no foreign licence travels with a report. PDF/A wants one that
 * says what the colours of a document mean.
 */

const HEADER_BYTES = 128;
/** Primaries and white adapted to D50, as the ICC's own sRGB profiles have them. */
const PRIMARIES = {
  rXYZ: [0.43607, 0.22249, 0.01392],
  gXYZ: [0.38515, 0.71687, 0.09708],
  bXYZ: [0.14307, 0.06061, 0.7141],
} as const;
const D50 = [0.9642, 1, 0.82491] as const;
/** Bradford matrix from D65 to D50. */
const ADAPTATION = [1.04788, 0.02292, -0.05022, 0.02959, 0.99048, -0.01707, -0.00925, 0.01508, 0.75168];
/** g, a, b, c, d of `(a x + b)^g` above d and `c x` below. */
const CURVE = [2.4, 1 / 1.055, 0.055 / 1.055, 1 / 12.92, 0.04045];

export function srgbProfile(): Uint8Array {
  const curve = Buffer.concat([signature('para'), Buffer.from([0, 0, 0, 0, 0, 3, 0, 0]), fixed(CURVE)]);
  const tags: readonly (readonly [string, Buffer])[] = [
    ['desc', localised('sRGB')],
    ['cprt', localised('No copyright; use freely')],
    ['wtpt', xyz(D50)],
    ['chad', Buffer.concat([signature('sf32'), Buffer.alloc(4), fixed(ADAPTATION)])],
    ...Object.entries(PRIMARIES).map(([name, values]) => [name, xyz(values)] as const),
    ...['rTRC', 'gTRC', 'bTRC'].map((name) => [name, curve] as const),
  ];
  const table = Buffer.alloc(4 + 12 * tags.length);
  table.writeUInt32BE(tags.length, 0);
  const parts: Buffer[] = [];
  let at = HEADER_BYTES + table.length;
  tags.forEach(([name, data], index) => {
    table.write(name, 4 + 12 * index, 'latin1');
    table.writeUInt32BE(at, 8 + 12 * index);
    table.writeUInt32BE(data.length, 12 + 12 * index);
    const padded = Buffer.alloc(Math.ceil(data.length / 4) * 4);
    data.copy(padded);
    parts.push(padded);
    at += padded.length;
  });
  return Buffer.concat([header(at), table, ...parts]);
}

function header(size: number): Buffer {
  const bytes = Buffer.alloc(HEADER_BYTES);
  bytes.writeUInt32BE(size, 0);
  bytes.writeUInt32BE(0x04400000, 8);
  bytes.write('mntrRGB XYZ ', 12, 'latin1');
  // A date that never changes, so that the same report gives the same bytes.
  [2026, 1, 1, 0, 0, 0].forEach((part, index) => bytes.writeUInt16BE(part, 24 + 2 * index));
  bytes.write('acsp', 36, 'latin1');
  fixed(D50).copy(bytes, 68);
  return bytes;
}

function signature(name: string): Buffer {
  return Buffer.from(name, 'latin1');
}

/** s15Fixed16Number. */
function fixed(values: readonly number[]): Buffer {
  const bytes = Buffer.alloc(4 * values.length);
  values.forEach((value, index) => bytes.writeInt32BE(Math.round(value * 65_536), 4 * index));
  return bytes;
}

function xyz(values: readonly number[]): Buffer {
  return Buffer.concat([signature('XYZ '), Buffer.alloc(4), fixed(values)]);
}

/** multiLocalizedUnicodeType with one record in US English. */
function localised(words: string): Buffer {
  const encoded = Buffer.from(words, 'utf16le').swap16();
  const head = Buffer.alloc(28);
  head.write('mluc', 0, 'latin1');
  head.writeUInt32BE(1, 8);
  head.writeUInt32BE(12, 12);
  head.write('enUS', 16, 'latin1');
  head.writeUInt32BE(encoded.length, 20);
  head.writeUInt32BE(28, 24);
  return Buffer.concat([head, encoded]);
}
