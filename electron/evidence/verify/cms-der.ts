import { Problem } from '../../../shared/domain/problem.ts';

/** One DER element: tag, content, and the bytes of the whole. Only definite, minimal lengths are read. */
export interface DerNode {
  readonly tag: number;
  readonly content: Uint8Array;
  readonly whole: Uint8Array;
}

/** Tags that CMS and certificates use here. */
export const TAG = {
  integer: 0x02,
  octetString: 0x04,
  objectIdentifier: 0x06,
  sequence: 0x30,
  set: 0x31,
  context0: 0xa0,
} as const;

function notDer(): Problem {
  return new Problem('damaged', 'the signature is not well-formed DER');
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

/** The elements inside a constructed one. @throws Problem `damaged` */
export function children(node: DerNode, tag: number): DerNode[] {
  if (node.tag !== tag) throw notDer();
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
  const content = Buffer.concat(contents);
  const length: number[] = [];
  if (content.length < 0x80) length.push(content.length);
  else {
    for (let rest = content.length; rest > 0; rest = Math.floor(rest / 256)) length.unshift(rest % 256);
    length.unshift(0x80 | length.length);
  }
  return Buffer.concat([Uint8Array.of(tag, ...length), content]);
}
