import { hasteOf, isHastyAt } from './hasty/style.ts';
import { settingOf, type Setting } from './tagger/setting.ts';
import { TaggerRoom } from './tagger/tagger-room.ts';
import { TRAIT, type Tokens } from './tokens.ts';

type Manner = 'plain' | 'quiet' | 'shouts';

/** A normalised text and its words, as every finder sees it. Beyond the last word everything is 0. */
export class Page {
  readonly text: string;
  readonly tokens: Tokens;
  readonly count: number;
  /** 1 for every word at which finders look; at all of them where it is absent. */
  focus: Uint8Array | undefined;
  #room: TaggerRoom | undefined;
  #setting: Setting | undefined;
  #manner: Manner | undefined;
  #haste: Uint8Array | undefined | null = null;

  /** @param room as long as the page is read, it MUST NOT be given another text */
  constructor(tokens: Tokens, room?: TaggerRoom) {
    this.text = tokens.text;
    this.tokens = tokens;
    this.count = tokens.count;
    this.#room = room;
  }

  /** The next word from `i` on at which finders look, or `count`. */
  look(i: number): number {
    const { focus, count } = this;
    let next = i;
    if (focus !== undefined) while (next < count && focus[next] === 0) next += 1;
    return next;
  }

  /** What the tagger makes of the text stands here. */
  get room(): TaggerRoom {
    return (this.#room ??= new TaggerRoom());
  }

  /** What the tagger knows of the text before it looks at single words. */
  get setting(): Setting {
    return (this.#setting ??= settingOf(this.tokens, this.room));
  }

  /** How most words of the text are written. */
  get manner(): Manner {
    return (this.#manner ??= mannerOf(this));
  }

  /** Whether hardly a word of the text has a capital. */
  get quiet(): boolean {
    return this.manner === 'quiet';
  }

  /** Whether nearly every word is written in capitals. */
  get shouts(): boolean {
    return this.manner === 'shouts';
  }

  /** Whether anything of the text is written in haste. */
  get hasty(): boolean {
    return this.#hasteOrNone() !== undefined;
  }

  /** Whether the words around word `i` are notes in haste: no sentences, hardly an article. */
  isHasty(i: number): boolean {
    const haste = this.#hasteOrNone();
    return haste !== undefined && isHastyAt(haste, i);
  }

  #hasteOrNone(): Uint8Array | undefined {
    return this.#haste === null ? (this.#haste = hasteOf(this.tokens)) : this.#haste;
  }

  start(i: number): number {
    return i < this.count ? (this.tokens.starts[i] ?? 0) : this.text.length;
  }

  end(i: number): number {
    return i < this.count ? (this.tokens.ends[i] ?? 0) : this.text.length;
  }

  hash(i: number): number {
    return i < this.count ? (this.tokens.hashes[i] ?? 0) : 0;
  }

  /** Bits of `TRAIT`. */
  traits(i: number): number {
    return i < this.count ? (this.tokens.traits[i] ?? 0) : 0;
  }

  /** Bits of `LIST`. */
  lists(i: number): number {
    return i < this.count ? (this.tokens.lists[i] ?? 0) : 0;
  }

  /** Bits of `ROLE`. */
  roles(i: number): number {
    return i < this.count ? (this.tokens.roles[i] ?? 0) : 0;
  }

  /** Bits of `GAP`: what stands before word `i`. */
  gap(i: number): number {
    return i <= this.count ? (this.tokens.gaps[i] ?? 0) : 0;
  }

  /** What stands before word `i`, as written. */
  between(i: number): string {
    return this.text.slice(i > 0 ? this.end(i - 1) : 0, this.start(i));
  }

  word(i: number): string {
    return this.text.slice(this.start(i), this.end(i));
  }

  length(i: number): number {
    return this.end(i) - this.start(i);
  }

  /** The unit right after word `i`, or 0. */
  after(i: number): number {
    const at = this.end(i);
    return at < this.text.length ? this.text.charCodeAt(at) : 0;
  }

  /** The unit right before word `i`, or 0. */
  before(i: number): number {
    const at = this.start(i);
    return at > 0 ? this.text.charCodeAt(at - 1) : 0;
  }

  /** How many units stand before word `i`, back to the word before it. */
  gapLength(i: number): number {
    return this.start(i) - (i > 0 ? this.end(i - 1) : 0);
  }

  /** Whether word `i` follows the one before it after one space, hyphen or apostrophe, or two spaces. */
  isNextTo(i: number): boolean {
    const length = this.gapLength(i);
    const first = this.text.charCodeAt(this.start(i) - length);
    if (length === 1) return first === 0x20 || first === 0x2d || first === 0x27;
    return length === 2 && first === 0x20 && this.before(i) === 0x20;
  }

  /** Whether word `i` follows the one before it after a full stop, or a full stop and a space. */
  isStopped(i: number): boolean {
    const length = this.gapLength(i);
    if (length > 2 || this.text.charCodeAt(this.start(i) - length) !== 0x2e) return false;
    return length === 1 || (length === 2 && this.before(i) === 0x20);
  }

  /** Whether word `i` follows the one before it after one space and nothing else. */
  spaced(i: number): boolean {
    return i > 0 && this.start(i) - this.end(i - 1) === 1 && this.gap(i) === 1;
  }

  /** The word that begins at or after an index. */
  wordFrom(index: number): number {
    let low = 0;
    let high = this.count;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((this.tokens.starts[middle] ?? 0) < index) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}

/** How most words of a text are written, from at most 2,000 of them. */
function mannerOf(page: Page): Manner {
  let capital = 0;
  let capitals = 0;
  let words = 0;
  const step = Math.max(1, Math.floor(page.count / 2000));
  for (let i = 0; i < page.count; i += step) {
    const traits = page.traits(i);
    if (!(traits & TRAIT.letter) || traits & TRAIT.single) continue;
    words += 1;
    if (traits & TRAIT.capital) capital += 1;
    if (traits & TRAIT.capitals) capitals += 1;
  }
  if (words > 0 && capital * 50 <= words) return 'quiet';
  return capitals * 10 > words * 6 ? 'shouts' : 'plain';
}
