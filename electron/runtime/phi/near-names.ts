/** Names shorter than this are a slip away from too many words. */
const SHORTEST = 7;
const HEAD = 3;
const TAIL = 4;

/**
 * Long names, looked up one slip of the pen away: one letter more, less, another, or two swapped. A single slip leaves the
 * first three letters or the last four as they were, so both are kept as the way to a name. Built once; a look costs what
 * names share a beginning or an end with the word.
 */
export class NearNames {
  readonly #byHead = new Map<string, string[]>();
  readonly #byTail = new Map<string, string[]>();

  /** @param name folded; shorter ones are passed over */
  add(name: string): void {
    if (name.length < SHORTEST || !/^\p{L}+$/u.test(name)) return;
    const head = name.slice(0, HEAD);
    const known = this.#byHead.get(head);
    if (known?.includes(name) === true) return;
    put(this.#byHead, head, name);
    put(this.#byTail, name.slice(-TAIL), name);
  }

  /** Whether a folded word is a name but for one slip; the name itself is not. */
  has(word: string): boolean {
    if (word.length < SHORTEST - 1) return false;
    const isNear = (name: string): boolean => isOneSlip(name, word);
    return (
      (this.#byHead.get(word.slice(0, HEAD))?.some(isNear) ?? false) ||
      (this.#byTail.get(word.slice(-TAIL))?.some(isNear) ?? false)
    );
  }
}

function put(map: Map<string, string[]>, key: string, name: string): void {
  const known = map.get(key);
  if (known === undefined) map.set(key, [name]);
  else known.push(name);
}

/** Whether two different words are one insertion, deletion, substitution or swap of neighbours apart. */
function isOneSlip(a: string, b: string): boolean {
  const longer = a.length >= b.length ? a : b;
  const shorter = longer === a ? b : a;
  if (longer.length - shorter.length > 1 || a === b) return false;
  let at = 0;
  while (at < shorter.length && longer[at] === shorter[at]) at += 1;
  if (longer.length > shorter.length) return longer.slice(at + 1) === shorter.slice(at);
  const isSwap = longer[at] === shorter[at + 1] && longer[at + 1] === shorter[at];
  return (
    longer.slice(at + 1) === shorter.slice(at + 1) ||
    (isSwap && longer.slice(at + 2) === shorter.slice(at + 2))
  );
}
