/**
 * A set of requests that is one set of classes per aspect, each as a bit mask: every request whose call is
 * among these, whose labels are among those, and so on. Every rule is one such box.
 */
export type Box = readonly bigint[];

export function isEmpty(box: Box): boolean {
  return box.some((mask) => mask === 0n);
}

export function intersect(left: Box, right: Box): Box {
  return left.map((mask, aspect) => mask & (right[aspect] ?? 0n));
}

export function contains(outer: Box, inner: Box): boolean {
  return inner.every((mask, aspect) => (mask & (outer[aspect] ?? 0n)) === mask);
}

/** What is left of a box without another, as boxes that do not overlap. */
export function subtract(box: Box, other: Box): Box[] {
  const common = intersect(box, other);
  if (isEmpty(common)) return [box];
  const left: Box[] = [];
  const rest = [...box];
  for (const [aspect, mask] of rest.entries()) {
    const inside = common[aspect] ?? 0n;
    const outside = mask & ~inside;
    if (outside !== 0n) left.push(rest.with(aspect, outside));
    rest[aspect] = inside;
  }
  return left;
}

/**
 * What of some boxes no other covers.
 *
 * @param most how many pieces may lie open at a time
 * @returns undefined where there are more
 */
export function uncovered(boxes: readonly Box[], others: readonly Box[], most: number): Box[] | undefined {
  let left = boxes.filter((box) => !isEmpty(box));
  for (const other of others) {
    if (left.length === 0) return left;
    left = left.flatMap((box) => subtract(box, other));
    if (left.length > most) return undefined;
  }
  return left;
}

/** The positions of the bits of a mask, lowest first. */
export function* bitsOf(mask: bigint): Generator<number> {
  for (let left = mask, at = 0; left !== 0n; left >>= 1n, at += 1) if ((left & 1n) === 1n) yield at;
}
