import type { Decoded } from './pieced-text.ts';

/** A scalar of a JSON text. */
export interface JsonLeaf {
  /** Keys from the root; places in arrays are left out, but in an array of arrays the inner place counts. */
  readonly path: readonly string[];
  readonly value: Decoded;
  readonly kind: 'string' | 'number' | 'word';
  /** The object that holds it, by number; leaves of one object share it. */
  readonly owner: number;
}

export interface JsonRead {
  readonly leaves: readonly JsonLeaf[];
  /** Names of fields, as they stand. */
  readonly keys: readonly Decoded[];
  /** Values of the keys `resourceType`, by the object that holds them. */
  readonly resources: ReadonlyMap<number, string>;
  /** The object around each object; the outermost have none. */
  readonly outer: ReadonlyMap<number, number>;
}

const DEEPEST = 200;
const NUMBER = /-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?/y;
const WORD = /true|false|null/y;

/** Thrown inside, when the text turns out to be no JSON. */
class NotJson extends Error {}

/**
 * Scalars of JSON, or of several JSON values one after the other, with their places. Undefined where the text is not
 * JSON to its end. Linear in the text; nesting is bounded.
 */
export function readJson(text: string): JsonRead | undefined {
  try {
    return new Reader(text).read();
  } catch (error) {
    if (error instanceof NotJson) return undefined;
    throw error;
  }
}

class Reader {
  readonly #text: string;
  #at = 0;
  #objects = 0;
  readonly #leaves: JsonLeaf[] = [];
  readonly #keys: Decoded[] = [];
  readonly #resources = new Map<number, string>();
  readonly #outer = new Map<number, number>();

  constructor(text: string) {
    this.#text = text;
  }

  read(): JsonRead {
    this.#space();
    while (this.#at < this.#text.length) {
      const code = this.#text.charCodeAt(this.#at);
      // A bare scalar is prose that happens to parse.
      if (code !== 123 && code !== 91) throw new NotJson();
      this.#value([], 0, 0, false);
      this.#space();
      if (this.#text.charCodeAt(this.#at) === 44) this.#at += 1;
      this.#space();
    }
    return { leaves: this.#leaves, keys: this.#keys, resources: this.#resources, outer: this.#outer };
  }

  #value(path: readonly string[], owner: number, depth: number, inArray: boolean): void {
    if (depth > DEEPEST) throw new NotJson();
    const code = this.#text.charCodeAt(this.#at);
    if (code === 123) this.#object(path, owner, depth);
    else if (code === 91) this.#array(path, owner, depth, inArray);
    else if (code === 34) this.#leaf(path, owner, 'string', this.#string());
    else this.#bare(path, owner);
  }

  #object(path: readonly string[], outer: number, depth: number): void {
    this.#objects += 1;
    const owner = this.#objects;
    this.#outer.set(owner, outer);
    this.#at += 1;
    this.#space();
    if (this.#take(125)) return;
    for (;;) {
      if (this.#text.charCodeAt(this.#at) !== 34) throw new NotJson();
      const key = this.#string();
      this.#keys.push(key);
      this.#space();
      if (!this.#take(58)) throw new NotJson();
      this.#space();
      const before = this.#leaves.length;
      this.#value([...path, key.text.slice(0, 200)], owner, depth + 1, false);
      const leaf = this.#leaves[before];
      if (key.text === 'resourceType' && leaf?.kind === 'string') this.#resources.set(owner, leaf.value.text);
      this.#space();
      if (this.#take(125)) return;
      if (!this.#take(44)) throw new NotJson();
      this.#space();
    }
  }

  #array(path: readonly string[], owner: number, depth: number, inArray: boolean): void {
    this.#at += 1;
    this.#space();
    if (this.#take(93)) return;
    for (let place = 0; ; place += 1) {
      this.#value(inArray ? [...path, `#${place}`] : path, owner, depth + 1, true);
      this.#space();
      if (this.#take(93)) return;
      if (!this.#take(44)) throw new NotJson();
      this.#space();
    }
  }

  #bare(path: readonly string[], owner: number): void {
    for (const [pattern, kind] of [
      [NUMBER, 'number'],
      [WORD, 'word'],
    ] as const) {
      pattern.lastIndex = this.#at;
      const match = pattern.exec(this.#text);
      if (match === null) continue;
      const start = this.#at;
      this.#at += match[0].length;
      this.#leaf(path, owner, kind, { text: match[0], start, end: this.#at });
      return;
    }
    throw new NotJson();
  }

  #leaf(path: readonly string[], owner: number, kind: JsonLeaf['kind'], value: Decoded): void {
    this.#leaves.push({ path, value, kind, owner });
  }

  #string(): Decoded {
    const start = this.#at + 1;
    let at = start;
    let escaped = false;
    for (;;) {
      const code = this.#text.charCodeAt(at);
      if (Number.isNaN(code)) throw new NotJson();
      if (code === 34) break;
      if (code === 92) {
        escaped = true;
        at += 1;
      }
      at += 1;
    }
    if (at >= this.#text.length) throw new NotJson();
    this.#at = at + 1;
    if (!escaped) return { text: this.#text.slice(start, at), start, end: at };
    return unescapeJson(this.#text, start, at);
  }

  #take(code: number): boolean {
    if (this.#text.charCodeAt(this.#at) !== code) return false;
    this.#at += 1;
    return true;
  }

  #space(): void {
    for (;;) {
      const code = this.#text.charCodeAt(this.#at);
      if (code !== 32 && code !== 10 && code !== 13 && code !== 9 && code !== 0x1e && code !== 0xfeff) return;
      this.#at += 1;
    }
  }
}

const ESCAPES: Readonly<Record<string, string>> = { n: '\n', t: '\t', r: '\r', b: '\b', f: '\f' };

/** A stretch of JSON with its escapes undone, and the way back. */
export function unescapeJson(text: string, start: number, end: number): Decoded {
  let decoded = '';
  const starts: number[] = [];
  const ends: number[] = [];
  for (let at = start; at < end;) {
    let size = 1;
    let character = text.charAt(at);
    if (character === '\\') {
      const next = text.charAt(at + 1);
      const hex = next === 'u' ? /^[0-9a-fA-F]{4}/.exec(text.slice(at + 2, at + 6))?.[0] : undefined;
      size = hex === undefined ? 2 : 6;
      character = hex === undefined ? (ESCAPES[next] ?? next) : String.fromCharCode(Number.parseInt(hex, 16));
    }
    decoded += character;
    starts.push(at);
    ends.push(Math.min(end, at + size));
    at += size;
  }
  return { text: decoded, start, end, starts: Uint32Array.from(starts), ends: Uint32Array.from(ends) };
}
