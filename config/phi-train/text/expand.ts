import type { Label, Piece } from './piece.ts';
import type { Random } from './random.ts';

/** Part of a sentence: words, a choice, or something to fill in. */
type Node = string | readonly (readonly Node[])[] | { readonly slot: string; readonly form: string };

const SLOT = /\{([A-Za-z]\w*)(?:\.(\w+))?\}/y;
/** Brackets that stand for themselves. */
const LITERAL: Readonly<Record<string, string>> = { '⟨': '[', '⟩': ']' };
const PARSED = new Map<string, readonly Node[]>();

/**
 * Fills in a sentence. `[one|two|]` is one of several, `{slot}` or `{slot.form}` is filled in by the writer.
 * @throws Error where brackets do not match.
 */
export function parse(sentence: string): readonly Node[] {
  const known = PARSED.get(sentence);
  if (known !== undefined) return known;
  let at = 0;
  const sequence = (inner: boolean): readonly (readonly Node[])[] => {
    const choices: Node[][] = [[]];
    let text = '';
    const flush = (): void => {
      if (text !== '') choices.at(-1)?.push(text);
      text = '';
    };
    for (; at < sentence.length; at += 1) {
      const letter = sentence.charAt(at);
      if (letter === '[') {
        flush();
        at += 1;
        choices.at(-1)?.push(sequence(true));
      } else if (letter === ']' && inner) {
        flush();
        return choices;
      } else if (letter === '|' && inner) {
        flush();
        choices.push([]);
      } else if (letter === '{') {
        SLOT.lastIndex = at;
        const match = SLOT.exec(sentence);
        if (match === null) {
          text += letter;
          continue;
        }
        flush();
        choices.at(-1)?.push({ slot: match[1] ?? '', form: match[2] ?? '' });
        at = SLOT.lastIndex - 1;
      } else text += LITERAL[letter] ?? letter;
    }
    if (inner) throw new Error(`no end of a choice in \`${sentence}\``);
    flush();
    return choices;
  };
  const [nodes = []] = sequence(false);
  PARSED.set(sentence, nodes);
  return nodes;
}

/** Collects the pieces of a text. */
export class Sheet {
  readonly pieces: Piece[] = [];
  readonly random: Random;

  constructor(random: Random) {
    this.random = random;
  }

  put(text: string, label?: Label): void {
    if (text === '') return;
    const last = this.pieces.at(-1);
    if (label === undefined && last !== undefined && last.label === undefined)
      this.pieces[this.pieces.length - 1] = { text: last.text + text, label };
    else this.pieces.push({ text, label });
  }

  /** Begins the next plain words with a capital if the text so far ends a sentence. */
  get endsSentence(): boolean {
    const last = this.pieces.at(-1)?.text ?? '.';
    return /[.!?:\n]\s*$/.test(last);
  }
}

/** Fills in the slots of a sentence. */
export type Filler = (sheet: Sheet, slot: string, form: string) => void;

/** Writes a sentence onto a sheet. */
export function write(sheet: Sheet, sentence: string, fill: Filler): void {
  writeNodes(sheet, parse(sentence), fill);
}

function writeNodes(sheet: Sheet, nodes: readonly Node[], fill: Filler): void {
  for (const node of nodes) {
    if (typeof node === 'string') sheet.put(node);
    else if (Array.isArray(node))
      writeNodes(sheet, sheet.random.pick(node as readonly (readonly Node[])[]), fill);
    else {
      const { slot, form } = node as { slot: string; form: string };
      fill(sheet, slot, form);
    }
  }
}
