/** Types of fields in Thrift's compact protocol. */
const I32 = 5;
const I64 = 6;
const BINARY = 8;
const LIST = 9;
const STRUCT = 12;

/** Writes one struct in Thrift's compact protocol; fields MUST be put in rising order of their numbers. */
export class ThriftStruct {
  readonly #pieces: Buffer[] = [];
  #last = 0;

  i32(field: number, value: number): this {
    return this.#put(field, I32, zigzag(value));
  }

  i64(field: number, value: number): this {
    return this.#put(field, I64, zigzag(value));
  }

  text(field: number, value: string): this {
    return this.#put(field, BINARY, binary(value));
  }

  struct(field: number, value: Buffer): this {
    return this.#put(field, STRUCT, value);
  }

  structs(field: number, values: readonly Buffer[]): this {
    return this.#put(field, LIST, list(STRUCT, values));
  }

  texts(field: number, values: readonly string[]): this {
    return this.#put(field, LIST, list(BINARY, values.map(binary)));
  }

  i32s(field: number, values: readonly number[]): this {
    return this.#put(field, LIST, list(I32, values.map(zigzag)));
  }

  end(): Buffer {
    return Buffer.concat([...this.#pieces, Buffer.from([0])]);
  }

  #put(field: number, type: number, value: Buffer): this {
    const step = field - this.#last;
    if (step <= 0 || step > 15) throw new Error('fields are out of order');
    this.#pieces.push(Buffer.from([(step << 4) | type]), value);
    this.#last = field;
    return this;
  }
}

function list(type: number, values: readonly Buffer[]): Buffer {
  const head =
    values.length < 15
      ? Buffer.from([(values.length << 4) | type])
      : Buffer.concat([Buffer.from([0xf0 | type]), varint(BigInt(values.length))]);
  return Buffer.concat([head, ...values]);
}

function binary(value: string): Buffer {
  const bytes = Buffer.from(value, 'utf8');
  return Buffer.concat([varint(BigInt(bytes.length)), bytes]);
}

function zigzag(value: number): Buffer {
  const wide = BigInt(value);
  return varint(wide >= 0n ? wide << 1n : (-wide << 1n) - 1n);
}

function varint(value: bigint): Buffer {
  const bytes: number[] = [];
  for (let rest = value; ; rest >>= 7n) {
    bytes.push(Number(rest & 0x7fn) | (rest > 0x7fn ? 0x80 : 0));
    if (rest <= 0x7fn) return Buffer.from(bytes);
  }
}
