/**
 * Writing in Thrift's compact protocol, as much of it as Parquet's footers need
 * (github.com/apache/thrift, doc/specs/thrift-compact-protocol.md).
 */

export type ThriftValue =
  | { readonly type: 'i32' | 'i64'; readonly value: number }
  | { readonly type: 'text'; readonly value: string }
  | { readonly type: 'flag'; readonly value: boolean }
  | { readonly type: 'list'; readonly of: 'i32' | 'text' | 'struct'; readonly items: readonly ThriftValue[] }
  | { readonly type: 'struct'; readonly fields: readonly ThriftField[] };
/** Number of the field, ascending within its struct. */
export type ThriftField = readonly [id: number, value: ThriftValue];

export const i32 = (value: number): ThriftValue => ({ type: 'i32', value });
export const i64 = (value: number): ThriftValue => ({ type: 'i64', value });
export const text = (value: string): ThriftValue => ({ type: 'text', value });
export const flag = (value: boolean): ThriftValue => ({ type: 'flag', value });
export const struct = (...fields: readonly ThriftField[]): ThriftValue => ({ type: 'struct', fields });
export const listOf = (of: 'i32' | 'text' | 'struct', items: readonly ThriftValue[]): ThriftValue => ({
  ...{ type: 'list', of, items },
});

const CODES = { i32: 5, i64: 6, text: 8, list: 9, struct: 12 } as const;
const FLAG = { true: 1, false: 2 } as const;
const LONG_LIST = 15;

/** The bytes of a struct. */
export function encodeThrift(value: ThriftValue): Buffer {
  const bytes: number[] = [];
  write(bytes, value);
  return Buffer.from(bytes);
}

function write(bytes: number[], value: ThriftValue): void {
  switch (value.type) {
    case 'i32':
    case 'i64':
      varint(bytes, value.value < 0 ? -2n * BigInt(value.value) - 1n : 2n * BigInt(value.value));
      return;
    case 'flag':
      bytes.push(value.value ? FLAG.true : FLAG.false);
      return;
    case 'text': {
      const utf8 = Buffer.from(value.value, 'utf8');
      varint(bytes, BigInt(utf8.length));
      for (const byte of utf8) bytes.push(byte);
      return;
    }
    case 'list':
      if (value.items.length < LONG_LIST) bytes.push((value.items.length << 4) | CODES[value.of]);
      else {
        bytes.push((LONG_LIST << 4) | CODES[value.of]);
        varint(bytes, BigInt(value.items.length));
      }
      for (const item of value.items) write(bytes, item);
      return;
    case 'struct':
      writeFields(bytes, value.fields);
  }
}

function writeFields(bytes: number[], fields: readonly ThriftField[]): void {
  let last = 0;
  for (const [id, value] of fields) {
    // A flag stands in the header of its field.
    const code = value.type === 'flag' ? FLAG[value.value ? 'true' : 'false'] : CODES[value.type];
    bytes.push(((id - last) << 4) | code);
    if (value.type !== 'flag') write(bytes, value);
    last = id;
  }
  bytes.push(0);
}

function varint(bytes: number[], value: bigint): void {
  let rest = value;
  while (rest > 127n) {
    bytes.push(Number(rest & 127n) | 128);
    rest >>= 7n;
  }
  bytes.push(Number(rest));
}
