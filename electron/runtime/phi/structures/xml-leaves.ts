import type { Decoded } from './pieced-text.ts';

/** Text or an attribute of an XML document. */
export interface XmlLeaf {
  /** Elements from the root without their prefixes; an attribute stands last as `@name`. */
  readonly path: readonly string[];
  readonly value: Decoded;
  /** Attributes of the element that it stands in or on. */
  readonly attributes: ReadonlyMap<string, string>;
}

const NAME = /[\p{L}_:][\p{L}\p{N}_:.-]*/uy;
const ATTRIBUTE = /\s+([\p{L}_:][\p{L}\p{N}_:.-]*)\s*=\s*(?:"([^"]*)"|'([^']*)')/uy;
const DEEPEST = 400;

/** A declaration, comments and instructions, and then the first element. */
const ROOT =
  /^[\s\ufeff]*(?:<\?[^>]{0,500}\?>\s*|<!--[^>]{0,2000}-->\s*|<![^>]{0,500}>\s*){0,8}<([\p{L}_][\p{L}\p{N}_:.-]*)[\s/>]/u;

/**
 * Texts and attributes of an XML document with their places; everything but the names of elements and attributes is
 * among them. Undefined where the text is no document: it must begin with an element and end with it.
 */
export function readXml(text: string): XmlLeaf[] | undefined {
  const root = ROOT.exec(text.slice(0, 16_384))?.[1];
  if (root === undefined || !text.trimEnd().endsWith(`</${root}>`)) return undefined;
  const leaves: XmlLeaf[] = [];
  const open: { readonly name: string; readonly attributes: ReadonlyMap<string, string> }[] = [];
  let at = 0;
  const path = (): string[] => open.map(({ name }) => name);
  const addText = (start: number, end: number, entities: boolean): void => {
    if (/[\p{L}\p{N}]/u.test(text.slice(start, end)))
      leaves.push({
        path: path(),
        value: entities ? decode(text, start, end) : { text: text.slice(start, end), start, end },
        attributes: open.at(-1)?.attributes ?? new Map(),
      });
  };
  while (at < text.length) {
    const mark = text.indexOf('<', at);
    if (mark < 0) {
      addText(at, text.length, true);
      break;
    }
    addText(at, mark, true);
    const special = skipSpecial(text, mark);
    if (special !== undefined) {
      if (special.content !== undefined) addText(special.content[0], special.content[1], false);
      at = special.next;
    } else if (text.charAt(mark + 1) === '/') {
      const end = text.indexOf('>', mark);
      at = end < 0 ? text.length : end + 1;
      open.pop();
    } else {
      NAME.lastIndex = mark + 1;
      const name = NAME.exec(text)?.[0];
      if (name === undefined || open.length > DEEPEST) {
        addText(mark, mark + 1, false);
        at = mark + 1;
        continue;
      }
      at = readTag(text, mark, name, open, leaves);
    }
  }
  return leaves;
}

function readTag(
  text: string,
  mark: number,
  name: string,
  open: { name: string; attributes: ReadonlyMap<string, string> }[],
  leaves: XmlLeaf[],
): number {
  const element = name.replace(/^.*:/, '');
  const path = [...open.map((each) => each.name), element];
  const attributes = new Map<string, string>();
  let at = mark + 1 + name.length;
  for (;;) {
    ATTRIBUTE.lastIndex = at;
    const match = ATTRIBUTE.exec(text);
    if (match === null) break;
    const value = match[2] ?? match[3] ?? '';
    const end = ATTRIBUTE.lastIndex - 1;
    const decoded = decode(text, end - value.length, end);
    const key = match[1] ?? '';
    attributes.set(key, decoded.text);
    if (/[\p{L}\p{N}]/u.test(value)) leaves.push({ path: [...path, `@${key}`], value: decoded, attributes });
    at = ATTRIBUTE.lastIndex;
  }
  const found = text.indexOf('>', at);
  const end = found < 0 ? text.length : found;
  if (/[\p{L}\p{N}]/u.test(text.slice(at, end)))
    leaves.push({ path, value: { text: text.slice(at, end), start: at, end }, attributes });
  if (text.charAt(end - 1) !== '/') open.push({ name: element, attributes });
  return end + 1;
}

/** Comments, instructions, doctypes and CDATA. */
function skipSpecial(
  text: string,
  mark: number,
): { readonly next: number; readonly content?: readonly [number, number] } | undefined {
  const until = (close: string, from: number): number => {
    const end = text.indexOf(close, from);
    return end < 0 ? text.length : end;
  };
  if (text.startsWith('<!--', mark)) {
    const end = until('-->', mark + 4);
    return { next: end + 3, content: [mark + 4, end] };
  }
  if (text.startsWith('<![CDATA[', mark)) {
    const end = until(']]>', mark + 9);
    return { next: end + 3, content: [mark + 9, end] };
  }
  if (text.startsWith('<?', mark)) return { next: until('?>', mark) + 2 };
  if (text.startsWith('<!', mark)) return { next: until('>', mark) + 1 };
  return undefined;
}

const ENTITIES: Readonly<Record<string, string>> = {
  amp: '&',
  lt: '<',
  gt: '>',
  quot: '"',
  apos: "'",
  nbsp: ' ',
};
const ENTITY = /&(?:#(\d{1,7})|#x([\da-f]{1,6})|([a-z]{2,5}));/iy;

function decode(text: string, start: number, end: number): Decoded {
  if (!text.slice(start, end).includes('&')) return { text: text.slice(start, end), start, end };
  let decoded = '';
  const starts: number[] = [];
  const ends: number[] = [];
  for (let at = start; at < end;) {
    ENTITY.lastIndex = at;
    const match = text.charCodeAt(at) === 38 ? ENTITY.exec(text) : null;
    const character = match === null ? undefined : characterOf(match);
    const size = match === null || character === undefined ? 1 : match[0].length;
    const plain = character ?? text.charAt(at);
    starts.push(...Array<number>(plain.length).fill(at));
    ends.push(...Array<number>(plain.length).fill(Math.min(end, at + size)));
    decoded += plain;
    at += size;
  }
  return { text: decoded, start, end, starts: Uint32Array.from(starts), ends: Uint32Array.from(ends) };
}

function characterOf(match: RegExpExecArray): string | undefined {
  if (match[3] !== undefined) return ENTITIES[match[3].toLowerCase()];
  const point = match[1] === undefined ? Number.parseInt(match[2] ?? '', 16) : Number(match[1]);
  return point > 0 && point <= 0x10ffff ? String.fromCodePoint(point) : undefined;
}
