import { Documents } from '../phi-train/text/documents.ts';
import { shippedLexicon } from '../../electron/runtime/phi/lexicon.ts';
import { tag } from '../../electron/runtime/phi/tagger/tagger.ts';
import { tokenise } from '../../electron/runtime/phi/tokens.ts';

interface BenchRow {
  readonly what: string;
  readonly value: number;
  readonly unit: string;
  readonly ratio?: number;
  readonly baseline?: string;
}

const SIZE = 5_000_000;
const NOTES = /\b(?:Dr|Mr|Mrs|Ms)\.? [A-Z][a-z]+|\b[A-Z][a-z]+, [A-Z][a-z]+|\b\d{1,2}\/\d{1,2}\/\d{2,4}\b/g;

/** The tagger of names and places over 5 MB of generated notes in pieces of 100 kB; baseline: one regular expression. */
export function bench(): Promise<{ name: string; rows: BenchRow[] }> {
  const began = performance.now();
  const lexicon = shippedLexicon();
  tag(tokenise('Seen by Dr. Hale today.', lexicon));
  const started = performance.now() - began;
  const pieces = notes();
  const speed = (work: (piece: string) => unknown): number => {
    for (const piece of pieces.slice(0, 5)) work(piece);
    const from = performance.now();
    for (const piece of pieces) work(piece);
    return SIZE / 1000 / (performance.now() - from);
  };
  const plain = speed((piece) => piece.match(NOTES));
  const words = speed((piece) => tokenise(piece, lexicon));
  const votes = speed((piece) => tag(tokenise(piece, lexicon)));
  const against = 'one regular expression for titles, inverted names and dates';
  const rows: BenchRow[] = [
    { what: 'one regular expression', value: plain, unit: 'MB/s' },
    { what: 'words and their lists', value: words, unit: 'MB/s', ratio: words / plain, baseline: against },
    { what: 'words, lists and votes', value: votes, unit: 'MB/s', ratio: votes / plain, baseline: against },
    { what: 'start: lists and weights read and checked', value: started, unit: 'ms' },
  ];
  return Promise.resolve({ name: 'tagger of names and places', rows });
}

function notes(): string[] {
  const documents = new Documents(3);
  const pieces: string[] = [];
  let piece = '';
  for (let i = 0; pieces.length * 100_000 < SIZE; i += 1) {
    const { kind, pieces: parts } = documents.at(i);
    if (kind !== 'note' && kind !== 'brief') continue;
    piece += `${parts.map(({ text }) => text).join('')}\n`;
    if (piece.length < 100_000) continue;
    pieces.push(piece.slice(0, 100_000));
    piece = '';
  }
  return pieces;
}
