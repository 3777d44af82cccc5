import { Problem } from '../../../shared/domain/index.ts';
import { ColumnArguments } from './arguments.ts';
import { TOOL_DESCRIPTIONS } from './descriptions.ts';
import { kept, labelsAfter, rewriteColumn, targetColumn } from './plan.ts';
import type { ToolContext, TransformTool } from './tool.ts';

/** Twenty consonants: no words, no digits, nothing that a redactor could take for an identifier. */
const LETTERS = 'bcdfghjklmnpqrstvwxz';
const LENGTH = 10;
/** Bytes from here on would make the first letters more likely than the rest. */
const FAIR = 240;
const TRIES = 20;

/**
 * Gives each value a random key of ten letters: the same value the same key, so that a patient's rows stay
 * together. The key is not derived from the value (45 CFR 164.514(c)) and no table of both is kept; but under `expert` the
 * vault keeps it, so that the same patient has the same key in the next table.
 */
export const surrogateKey: TransformTool<ColumnArguments> = {
  name: 'surrogate_key',
  description: TOOL_DESCRIPTIONS.surrogate_key,
  effect: 'transform',
  args: ColumnArguments,
  lowers: ['patient_key', 'direct_identifier', 'quasi_identifier'],
  leaves: ['surrogate'],
  async plan(source, args, context) {
    const column = targetColumn(source, args);
    const { profile, vault } = context.rendering;
    const keys = new Map<string, string>();
    const used = new Set<string>();
    const letters = letterSource(context);
    return rewriteColumn(source, {
      column,
      type: 'text',
      labels: labelsAfter(column.labels, surrogateKey),
      context,
      each: (cell) => {
        if (cell === null) return kept(null);
        const value = cell.trim();
        let key = keys.get(value);
        if (key === undefined) {
          key = profile === 'expert' ? vault.keyFor(value) : unusedKey(letters, used);
          keys.set(value, key);
        }
        return kept(key);
      },
    });
  },
};

/** Two draws alike are next to impossible; many in a row mean that the bytes are not random. */
function unusedKey(letters: () => string, used: Set<string>): string {
  for (let tries = 0; tries < TRIES; tries += 1) {
    const key = letters();
    if (used.has(key)) continue;
    used.add(key);
    return key;
  }
  throw new Problem('internal', 'the source of random bytes repeats itself');
}

/** Draws keys from random bytes, in blocks, each letter equally likely. */
function letterSource(context: Pick<ToolContext, 'randomBytes'>): () => string {
  let block = new Uint8Array();
  let next = 0;
  return () => {
    let key = '';
    while (key.length < LENGTH) {
      if (next === block.length) {
        block = Uint8Array.from(context.randomBytes(4096));
        next = 0;
      }
      const byte = block[next++] ?? FAIR;
      if (byte < FAIR) key += LETTERS.charAt(byte % LETTERS.length);
    }
    return key;
  };
}
