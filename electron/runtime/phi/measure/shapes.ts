import type { SeededRandom } from '../../../core/index.ts';

/** Longer values are sentences or several values, and no style to follow. */
const LONGEST = 60;

/**
 * A value of the same shape, for codes: each digit becomes a digit, each letter a letter of its case, the
 * rest stays. `MRN00-4711` gives `XKD38-1904`. Undefined where a shape says too little or too much: fewer
 * than four figures, or mostly words.
 */
export function sameShape(value: string, random: SeededRandom): string | undefined {
  if (value.length > LONGEST || value.includes('\n')) return undefined;
  const digits = value.replace(/[^0-9]/g, '').length;
  const letters = value.replace(/[^A-Za-z]/g, '').length;
  if (digits < 4 || letters > digits) return undefined;
  return Array.from(value, (mark) => {
    if (/[0-9]/.test(mark)) return random.between(0, 9).toString();
    if (/[A-Z]/.test(mark)) return random.letters(1);
    return /[a-z]/.test(mark) ? random.letters(1).toLowerCase() : mark;
  }).join('');
}

/** A name written as another one is: the order, the comma, and the case of its letters. */
export function nameLike(pattern: string, given: string, family: string, initial: string): string {
  const parts = pattern.trim().split(/\s+/);
  const withComma = pattern.includes(',');
  const hasInitial = parts.some((part) => /^\p{Lu}\.?$/u.test(part));
  const middle = hasInitial ? ` ${initial}${pattern.includes('.') ? '.' : ''}` : '';
  const plain =
    parts.length === 1 ? family : withComma ? `${family}, ${given}${middle}` : `${given}${middle} ${family}`;
  if (pattern === pattern.toUpperCase()) return plain.toUpperCase();
  return pattern === pattern.toLowerCase() ? plain.toLowerCase() : plain;
}
