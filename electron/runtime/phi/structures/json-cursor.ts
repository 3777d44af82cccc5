/** A container that is open where a long JSON text was cut. */
interface Frame {
  readonly isObject: boolean;
  /** Name of the field that stands last, with its quotes; objects only. */
  key: string;
  /** What a FHIR resource says that it is, with quotes. */
  resource: string;
}

const QUOTE = 0x22;
const COMMA = 0x2c;
const COLON = 0x3a;
const OPEN_ARRAY = 0x5b;
const BACKSLASH = 0x5c;
const CLOSE_ARRAY = 0x5d;
const OPEN_OBJECT = 0x7b;
const CLOSE_OBJECT = 0x7d;
const NEWLINE = 0x0a;
const DEEPEST = 200;
const LONGEST_NAME = 200;

/**
 * Walks over a long JSON text and says where it may be cut: behind a comma between values, or behind a line that ends
 * a whole value. What is open there is kept, so that each piece can be read as JSON of its own with the same paths.
 */
export class JsonCursor {
  #frames: Frame[] = [];
  /** The last string, with its quotes. */
  #string = '';
  /** The next string is the value of a field. */
  #isValue = false;

  /** What is to stand before the text that follows, so that it is JSON again. */
  get opening(): string {
    let text = '';
    this.#frames.forEach(({ isObject, key, resource }, depth) => {
      text += isObject ? '{' : '[';
      if (isObject && resource !== '') text += `"resourceType":${resource},`;
      if (isObject && depth < this.#frames.length - 1) text += `${key}:`;
    });
    return text;
  }

  /** What is to stand behind the text up to here. */
  get closing(): string {
    return this.#frames
      .map(({ isObject }) => (isObject ? '}' : ']'))
      .reverse()
      .join('');
  }

  /**
   * Walks to the first place from `least` on where the text may be cut.
   * @param text MUST begin where the last walk ended
   * @returns the place; `more` where the text ends before one, and the same text and more may be walked again;
   *   `invalid` where it is no JSON
   */
  walk(text: string, least: number): number | 'more' | 'invalid' {
    const before = this.#frames.map((frame) => ({ ...frame }));
    for (let at = 0; at < text.length; at += 1) {
      const code = text.charCodeAt(at);
      if (code === QUOTE) {
        const end = endOfString(text, at);
        if (end === undefined) break;
        this.#string = end - at <= LONGEST_NAME ? text.slice(at, end) : '""';
        this.#noteResource();
        at = end - 1;
      } else if (code === COLON) this.#name();
      else if (code === COMMA) {
        this.#isValue = false;
        if (at + 1 >= least) return at + 1;
      } else if (code === OPEN_OBJECT || code === OPEN_ARRAY) {
        if (this.#frames.length === DEEPEST) return 'invalid';
        this.#frames.push({ isObject: code === OPEN_OBJECT, key: '""', resource: '' });
        this.#isValue = false;
      } else if (code === CLOSE_OBJECT || code === CLOSE_ARRAY) {
        if (this.#frames.pop()?.isObject !== (code === CLOSE_OBJECT)) return 'invalid';
      } else if (code === NEWLINE && this.#frames.length === 0 && at + 1 >= least) return at + 1;
    }
    this.#frames = before;
    this.#isValue = false;
    return 'more';
  }

  #name(): void {
    const top = this.#frames.at(-1);
    if (top?.isObject === true) top.key = this.#string;
    this.#isValue = true;
  }

  #noteResource(): void {
    const top = this.#frames.at(-1);
    if (this.#isValue && top?.key === '"resourceType"') top.resource = this.#string;
    this.#isValue = false;
  }
}

/** The index behind the closing quote of the string that opens at `start`. */
function endOfString(text: string, start: number): number | undefined {
  for (let at = start + 1; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    if (code === BACKSLASH) at += 1;
    else if (code === QUOTE) return at + 1;
  }
  return undefined;
}
