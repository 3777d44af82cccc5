import { randomInt } from 'node:crypto';

/** Letters and digits that nobody takes for one another, read aloud or from a screen: no 0, o, 1, l, i. */
const SIGNS = 'abcdefghjkmnpqrstuvwxyz23456789';
const GROUPS = 6;
const GROUP = 4;

/**
 * A passphrase of six groups of four signs: 118 bits, out of reach of guessing whatever the format spends on each try.
 * Nobody chooses it, and it is told once.
 */
export function makePassphrase(): string {
  const group = (): string => Array.from({ length: GROUP }, () => SIGNS[randomInt(SIGNS.length)]).join('');
  return Array.from({ length: GROUPS }, group).join('-');
}
