import type { Kind } from './documents.ts';
import type { Piece } from './piece.ts';
import type { Random } from './random.ts';

/** Shares of a hundred in which a text of a kind is written without capitals, and with capitals only. */
const CASES: Readonly<Record<Kind, readonly [small: number, capitals: number]>> = {
  note: [6, 8],
  chart: [14, 8],
  brief: [22, 10],
  hasty: [30, 6],
  asked: [14, 1],
  clean: [14, 1],
  talk: [70, 0],
  everyday: [24, 1],
  spanish: [2, 5],
  listing: [10, 25],
  machine: [0, 15],
  words: [15, 8],
};
/** What a scanner reads for a letter. */
const MISREAD: Readonly<Record<string, string>> = {
  o: '0',
  l: '1',
  i: 'l',
  O: '0',
  I: 'l',
  S: '5',
  B: '8',
  m: 'rn',
  e: 'c',
  g: 'q',
};

/** Writes a text as hurried people, old systems and scanners do. Labels stay with their words. */
export function noised(pieces: readonly Piece[], kind: Kind, random: Random): Piece[] {
  const [small, capitals] = CASES[kind];
  const draw = random.below(100);
  let change = (piece: Piece): string => piece.text;
  if (draw < small) change = ({ text }) => text.toLowerCase();
  else if (draw < small + capitals) change = ({ text }) => text.toUpperCase();
  else if (draw < small + capitals + 6) change = namesUp;
  else if (draw < small + capitals + 9 && kind !== 'machine') change = namesSmall;
  let all = pieces.map((piece) => ({ ...piece, text: change(piece) }));
  if (kind === 'machine') return all;
  if (random.chance(3)) all = all.map((piece) => ({ ...piece, text: misread(piece.text, random) }));
  if (random.chance(6)) all = all.map((piece) => ({ ...piece, text: withoutAccents(piece.text) }));
  if (random.chance(8) && kind !== 'talk')
    all = all.map((piece) => ({ ...piece, text: wrapped(piece.text, random) }));
  if (random.chance(5)) all = all.map((piece) => ({ ...piece, text: piece.text.replace(/\. /g, ' ') }));
  if (random.chance(6)) all = all.map((piece) => ({ ...piece, text: piece.text.replaceAll("'", '’') }));
  return all;
}

function namesUp({ text, label }: Piece): string {
  return label === 'NAME' ? text.toUpperCase() : text;
}

function namesSmall({ text, label }: Piece): string {
  return label === 'NAME' || label === 'PLACE' ? text.toLowerCase() : text;
}

function misread(text: string, random: Random): string {
  return text.replace(/\p{L}/gu, (letter) => (random.chance(3) ? (MISREAD[letter] ?? letter) : letter));
}

function withoutAccents(text: string): string {
  return text.normalize('NFD').replace(/\p{M}/gu, '');
}

/** Lines broken where a narrow form ends. */
function wrapped(text: string, random: Random): string {
  return text.replace(/ /g, () => (random.chance(8) ? '\n' : ' '));
}
