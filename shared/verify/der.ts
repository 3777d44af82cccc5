import { Problem } from '../domain/problem.ts';
import { concatBytes } from '../formats/journal/bytes.ts';

/** One DER element: tag, content, and the bytes of the whole. Only definite, minimal lengths are read. */
export interface DerNode {
  readonly tag: number;
  readonly content: Uint8Array;
  readonly whole: Uint8Array;
}

/** Tags that CMS and certificates use here (X.690). */
export const TAG = {
  boolean: 0x01,
  integer: 0x02,
  bitString: 0x03,
  octetString: 0x04,
  null: 0x05,
  objectIdentifier: 0x06,
  utf8String: 0x0c,
  printableString: 0x13,
  utcTime: 0x17,
  generalizedTime: 0x18,
  sequence: 0x30,
  set: 0x31,
  context0: 0xa0,
  context1: 0xa1,
  context3: 0xa3,
} as const;

function notDer(): Problem {
  return new Problem('damaged', 'it is not well-formed DER');
}

/** Reads one element at the start of `bytes`. @throws Problem `damaged` */
export function readDer(bytes: Uint8Array): DerNode {
  const tag = bytes[0];
  const first = bytes[1];
  if (tag === undefined || first === undefined || (tag & 0x1f) === 0x1f) throw notDer();
  let length = first;
  let head = 2;
  if (first >= 0x80) {
    const digits = first & 0x7f;
    if (digits === 0 || digits > 3) throw notDer();
    length = 0;
    for (let index = 0; index < digits; index += 1) length = length * 256 + (bytes[head + index] ?? 0);
    // A length that fits a shorter form is no DER.
    if (length < 0x80 || length < 256 ** (digits - 1)) throw notDer();
    head += digits;
  }
  if (head + length > bytes.length) throw notDer();
  return { tag, content: bytes.subarray(head, head + length), whole: bytes.subarray(0, head + length) };
}

/** Reads one element that takes all of `bytes`. @throws Problem `damaged` */
export function readWhole(bytes: Uint8Array): DerNode {
  const node = readDer(bytes);
  if (node.whole.length !== bytes.length) throw notDer();
  return node;
}

/** The elements inside a constructed one. @throws Problem `damaged` */
export function children(node: DerNode | undefined, tag: number): DerNode[] {
  if (node?.tag !== tag) throw notDer();
  const nodes: DerNode[] = [];
  let rest = node.content;
  while (rest.length > 0) {
    const child = readDer(rest);
    nodes.push(child);
    rest = rest.subarray(child.whole.length);
  }
  return nodes;
}

/** The element at a place, of a tag. @throws Problem `damaged` when there is none */
export function childAt(nodes: readonly DerNode[], index: number, tag: number): DerNode {
  const node = nodes[index];
  if (node?.tag !== tag) throw notDer();
  return node;
}

/** Writes one element. */
export function writeDer(tag: number, ...contents: readonly Uint8Array[]): Uint8Array {
  const content = concatBytes(...contents);
  const length: number[] = [];
  if (content.length < 0x80) length.push(content.length);
  else {
    for (let rest = content.length; rest > 0; rest = Math.floor(rest / 256)) length.unshift(rest % 256);
    length.unshift(0x80 | length.length);
  }
  return concatBytes(Uint8Array.of(tag, ...length), content);
}

/** An object identifier from its dotted form. */
export function writeOid(dotted: string): Uint8Array {
  const [first = 0, second = 0, ...rest] = dotted.split('.').map(Number);
  const bytes = [first * 40 + second, ...rest].flatMap((arc) => {
    const digits = [arc % 128];
    for (let left = Math.floor(arc / 128); left > 0; left = Math.floor(left / 128))
      digits.unshift(0x80 | (left % 128));
    return digits;
  });
  return writeDer(TAG.objectIdentifier, Uint8Array.from(bytes));
}

/** The dotted form of an object identifier. @throws Problem `damaged` */
export function readOid(node: DerNode | undefined): string {
  if (node?.tag !== TAG.objectIdentifier || node.content.length === 0) throw notDer();
  const arcs: number[] = [];
  let arc = 0;
  for (const [index, byte] of node.content.entries()) {
    arc = arc * 128 + (byte & 0x7f);
    if (arc > Number.MAX_SAFE_INTEGER / 128) throw notDer();
    if (byte < 0x80) {
      arcs.push(arc);
      arc = 0;
    } else if (index === node.content.length - 1) throw notDer();
  }
  const [first = 0, ...rest] = arcs;
  const top = Math.min(2, Math.floor(first / 40));
  return [top, first - top * 40, ...rest].join('.');
}

/** Ascending order of encodings, as DER wants the elements of a SET OF. */
export function inSetOrder(encodings: readonly Uint8Array[]): Uint8Array[] {
  return encodings.toSorted((a, b) => {
    for (let i = 0; i < Math.min(a.length, b.length); i += 1) {
      const difference = (a[i] ?? 0) - (b[i] ?? 0);
      if (difference !== 0) return difference;
    }
    return a.length - b.length;
  });
}

/** A small non-negative integer. @throws Problem `damaged` */
export function readSmallInteger(node: DerNode | undefined): number {
  if (node?.tag !== TAG.integer || node.content.length === 0 || node.content.length > 6) throw notDer();
  if ((node.content[0] ?? 0) >= 0x80) throw notDer();
  return node.content.reduce((sum, byte) => sum * 256 + byte, 0);
}
