import { Problem } from '../../../../../shared/domain/index.ts';

/** What a reader of XML meets, in order. Names come without their namespace prefix. */
export type XmlEvent =
  | { readonly kind: 'open'; readonly name: string; readonly attributes: string; readonly empty: boolean }
  | { readonly kind: 'close'; readonly name: string }
  | { readonly kind: 'text'; readonly text: string };

/** Longest tag or text that is held at once. */
const LONGEST = 32 << 20;

/**
 * Reads XML piece by piece: elements and text, which is all that spreadsheets hold. A document type is
 * refused, so that no entity can be declared.
 *
 * @throws Problem `invalid_input`
 */
export async function* readXml(pieces: AsyncIterable<Uint8Array>): AsyncGenerator<XmlEvent[]> {
  const decoder = new TextDecoder('utf-8', { fatal: false });
  let held = '';
  for await (const piece of pieces) {
    held += decoder.decode(piece, { stream: true });
    const events: XmlEvent[] = [];
    held = held.slice(readEvents(held, events));
    if (held.length > LONGEST) throw notXml();
    yield events;
  }
  if (held.trim() !== '') throw notXml();
}

/** Appends every whole event and returns where the first unfinished one begins. */
function readEvents(text: string, events: XmlEvent[]): number {
  let at = 0;
  for (;;) {
    const open = text.indexOf('<', at);
    if (open === -1) return at;
    if (open > at) events.push({ kind: 'text', text: unescape(text.slice(at, open)) });
    const end = endOfMarkup(text, open);
    if (end === -1) return open;
    const mark = text[open + 1];
    if (mark === '!') {
      if (text.startsWith('<![CDATA[', open))
        events.push({ kind: 'text', text: text.slice(open + 9, end - 3) });
      else if (!text.startsWith('<!--', open)) throw notXml();
    } else if (mark === '/')
      events.push({ kind: 'close', name: localName(text.slice(open + 2, end - 1).trim()) });
    else if (mark !== '?') events.push(openTag(text.slice(open + 1, end - 1)));
    at = end;
  }
}

function endOfMarkup(text: string, open: number): number {
  const ending = text.startsWith('<!--', open) ? '-->' : text.startsWith('<![CDATA[', open) ? ']]>' : '>';
  // Too short to tell a comment from a document type: wait for more.
  if (text[open + 1] === '!' && text.length - open < 9) return -1;
  const found = text.indexOf(ending, open);
  return found === -1 ? -1 : found + ending.length;
}

function openTag(inside: string): XmlEvent {
  const empty = inside.endsWith('/');
  const body = empty ? inside.slice(0, -1) : inside;
  const space = body.search(/\s/);
  const name = space === -1 ? body : body.slice(0, space);
  return { kind: 'open', name: localName(name), attributes: space === -1 ? '' : body.slice(space), empty };
}

/** The value of an attribute, whatever its prefix. */
export function attribute(attributes: string, name: string): string | undefined {
  const match = new RegExp(`[\\s:]${name}\\s*=\\s*(?:"([^"]*)"|'([^']*)')`).exec(attributes);
  const value = match?.[1] ?? match?.[2];
  return value === undefined ? undefined : unescape(value);
}

const NAMED: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" };

function unescape(text: string): string {
  if (!text.includes('&')) return text;
  return text.replace(/&(?:#x([0-9a-fA-F]{1,6})|#(\d{1,7})|(\w{2,4}));/g, (whole, hex, decimal, name) => {
    if (name !== undefined) return NAMED[String(name)] ?? whole;
    const code = hex === undefined ? Number(decimal) : Number.parseInt(String(hex), 16);
    return code > 0 && code <= 0x10ffff ? String.fromCodePoint(code) : '\ufffd';
  });
}

function localName(name: string): string {
  return name.slice(name.indexOf(':') + 1);
}

function notXml(): Problem {
  return new Problem(
    'invalid_input',
    'the workbook holds a part that is not valid XML',
    'Open it in a spreadsheet program, save it again and import that.',
  );
}
