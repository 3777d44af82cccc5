import { findPlacesByForm } from '../../electron/runtime/phi/addresses.ts';
import { findAddresses } from '../../electron/runtime/phi/contact.ts';
import { createRedactor } from '../../electron/runtime/phi/index.ts';
import { shippedLexicon } from '../../electron/runtime/phi/lexicon.ts';
import { normalise } from '../../electron/runtime/phi/normalise.ts';
import { findNumbers } from '../../electron/runtime/phi/numbers.ts';
import { Page } from '../../electron/runtime/phi/page.ts';
import { tokenise, TokenRoom } from '../../electron/runtime/phi/tokens.ts';
import { readMarkedNotes } from '../phi-train/held-out/marked-notes.ts';
import { Documents } from '../phi-train/text/documents.ts';
import { alone } from './phi-in-a-process.ts';
import { others } from './phi-others.ts';

const SIZE = 5_000_000;
const SLOW_SIZE = 200_000;
/** Megabytes that go through as one stream. */
const STREAM = 100;
/** Notes of hospitals hold an identifier in 28 words: 28,872 among the 805,118 of the i2b2 corpus of 2014. */
const WORDS_PER_IDENTIFIER = 28;
/** The engine has compiled what it needs after so many texts of each kind. */
const WARM = 2500;

/** What a rule-only redactor of the usual kind runs over a text, one pass each. */
const PLAIN: readonly RegExp[] = [
  /\b\d{3}-\d{2}-\d{4}\b/g,
  /\b\d{1,2}[/-]\d{1,2}[/-]\d{2,4}\b/g,
  /\b\d{4}-\d{2}-\d{2}\b/g,
  /\b(?:January|February|March|April|May|June|July|August|September|October|November|December) \d{1,2}(?:, \d{4})?\b/gi,
  /\b[\w.+-]+@[\w-]+\.[\w.-]+\b/g,
  /\bhttps?:\/\/\S+/g,
  /\(?\b\d{3}\)?[-. ]\d{3}[-. ]\d{4}\b/g,
  /\b\d{1,3}(?:\.\d{1,3}){3}\b/g,
  /\bMRN:? ?#?\d+\b/gi,
  /\b\d{7,}\b/g,
  /\b(?:Dr|Mr|Mrs|Ms)\.? [A-Z][a-z]+(?: [A-Z][a-z]+)?\b/g,
  /\b\d{1,5} (?:[A-Z][a-z]+ ){1,3}(?:Street|St|Avenue|Ave|Road|Rd|Drive|Dr|Lane|Ln)\b/g,
  /\b[A-Z]{2} \d{5}(?:-\d{4})?\b/g,
];

/** Units that, repeated without end, are the hardest for one pattern or another. */
const SLOW = [
  '1',
  '1-',
  '1.',
  '12/',
  'a@',
  'Aa ',
  'A. ',
  '::',
  'ab1-',
  'St. ',
  'Jan ',
  '1 Elm ',
  'MRN ',
  'of ',
];

interface Row {
  readonly what: string;
  readonly value: number;
  readonly unit: string;
  readonly ratio?: number;
  readonly baseline?: string;
}

/**
 * The redactor on 5 MB of generated notes, on one core: patterns alone and everything, beside plain regular
 * expressions and the libraries that are to be had over the same text, and everything on 5 MB of natural notes; how long it takes to start and how much
 * memory it needs, in a process of its own, for notes and for a stream of 100 MB; and the cost per byte of texts
 * built to be slow.
 */
export async function bench(): Promise<{ name: string; rows: Row[] }> {
  const notes = generatedNotes();
  const natural = naturalNotes();
  const redactor = createRedactor();
  for (const texts of [notes, natural])
    for (const note of texts.slice(0, WARM)) {
      redactor.detect(note);
      patternsOnly(note);
    }
  const look = (note: string): void => {
    redactor.detect(note);
  };
  let hits = 0;
  const plain = rate(notes, (note) => {
    for (const pattern of PLAIN) hits += [...note.matchAll(pattern)].length;
  });
  const patterns = rate(notes, patternsOnly);
  const everything = rate(notes, look);
  const naturalPatterns = rate(natural, patternsOnly);
  const naturalEverything = rate(natural, look);
  const own = await alone('notes', 0, notes);
  const stream = await alone('prose', STREAM, notes.slice(0, 4000));
  const beside: Row[] = [];
  for (const { name, characters, look: other } of others(PLAIN)) {
    const speed = await rateOf(upTo(notes, characters), other);
    beside.push({
      what: name,
      value: speed,
      unit: 'MB/s',
      ratio: everything / speed,
      baseline: 'everything, so many times as fast',
    });
  }
  const costs = SLOW.map((unit) => {
    const text = unit.repeat(Math.ceil(SLOW_SIZE / unit.length));
    return 1 / rate([text], look);
  });
  const usual = 1 / rate(notes.slice(0, 1500), look);
  return {
    name: 'phi',
    rows: [
      {
        what: `plain regular expressions, ${String(PLAIN.length)} of them, ${String(hits)} hits`,
        value: plain,
        unit: 'MB/s',
      },
      {
        what: 'patterns only',
        value: patterns,
        unit: 'MB/s',
        ratio: patterns / plain,
        baseline: 'plain regular expressions; wanted 10 MB/s',
      },
      {
        what: 'everything, looking again until nothing is left',
        value: everything,
        unit: 'MB/s',
        ratio: everything / plain,
        baseline: 'plain regular expressions; wanted 3 MB/s',
      },
      {
        what: `patterns only, on natural notes with an identifier in ${String(WORDS_PER_IDENTIFIER)} words`,
        value: naturalPatterns,
        unit: 'MB/s',
        ratio: naturalPatterns / patterns,
        baseline: 'patterns only, on generated notes',
      },
      {
        what: `everything, on natural notes with an identifier in ${String(WORDS_PER_IDENTIFIER)} words`,
        value: naturalEverything,
        unit: 'MB/s',
        ratio: naturalEverything / everything,
        baseline: 'everything, on generated notes',
      },
      {
        what: 'start, up to the first text looked at',
        value: own.startMs,
        unit: 'ms',
        baseline: 'wanted at most 150 ms',
      },
      {
        what: 'memory of a process of its own on 5 MB',
        value: own.memoryMiB,
        unit: 'MiB',
        ratio: own.memoryMiB / own.startMiB,
        baseline: 'the same process before the notes; wanted at most 300 MiB',
      },
      {
        what: `memory of a process of its own on a stream of ${String(STREAM)} MB`,
        value: stream.memoryMiB,
        unit: 'MiB',
        ratio: stream.memoryMiB / own.memoryMiB,
        baseline: 'the same on 5 MB of notes; wanted at most 300 MiB',
      },
      {
        what: 'the slowest of the texts built to be slow, per byte',
        value: Math.max(...costs) * 1000,
        unit: 'ns/byte',
        ratio: Math.max(...costs) / usual,
        baseline: 'generated notes; wanted at most 2',
      },
      ...beside,
    ],
  };
}

const ROOM = new TokenRoom();

function patternsOnly(note: string): void {
  const page = new Page(tokenise(normalise(note).text, shippedLexicon(), ROOM));
  findAddresses(page);
  findNumbers(page);
  findPlacesByForm(page);
}

/** Notes and letters of the generator, at least 5 MB of them. */
function generatedNotes(): string[] {
  const documents = new Documents(20_261_122);
  const notes: string[] = [];
  let size = 0;
  for (let index = 0; size < SIZE; index += 1) {
    const { kind, pieces } = documents.at(index);
    if (kind !== 'note' && kind !== 'clean' && kind !== 'spanish') continue;
    const text = pieces.map((piece) => piece.text).join('');
    notes.push(text);
    size += text.length;
  }
  return notes;
}

/**
 * At least 5 MB of the notes that are held out from learning, each followed by sentences of theirs without identifiers
 * until it has as many words to an identifier as notes of hospitals: the generated ones have one in every six words, and
 * words that nobody uses.
 */
function naturalNotes(): string[] {
  const held = (['unseen-tuned', 'unseen-tuned-2', 'unseen-kept'] as const).flatMap((name) =>
    readMarkedNotes(name),
  );
  const plain = held.flatMap(({ text, spans }) =>
    [...text.matchAll(/\S[^.\n]*[.\n]/g)]
      .filter(
        ({ index, 0: { length } }) => !spans.some(({ start, end }) => start < index + length && end > index),
      )
      .map(([sentence]) => sentence.trim()),
  );
  const words = (text: string): number => text.split(/\s+/).length;
  const notes: string[] = [];
  let next = 0;
  for (let size = 0, i = 0; size < SIZE; i += 1) {
    const { text = '', spans = [] } = held[i % held.length] ?? {};
    const parts = [text];
    for (let missing = spans.length * WORDS_PER_IDENTIFIER - words(text); missing > 0; next += 1) {
      const sentence = plain[next % plain.length] ?? '';
      parts.push(sentence);
      missing -= words(sentence);
    }
    const note = parts.join(' ');
    notes.push(note);
    size += note.length;
  }
  return notes;
}

/** Millions of characters per second of processor time. */
function rate(texts: readonly string[], look: (text: string) => void): number {
  const size = texts.reduce((sum, text) => sum + text.length, 0);
  const before = process.cpuUsage();
  for (const text of texts) look(text);
  const { user, system } = process.cpuUsage(before);
  return size / Math.max(1, user + system);
}

async function rateOf(texts: readonly string[], look: (text: string) => unknown): Promise<number> {
  const size = texts.reduce((sum, text) => sum + text.length, 0);
  const before = process.cpuUsage();
  for (const text of texts) await look(text);
  const { user, system } = process.cpuUsage(before);
  return size / Math.max(1, user + system);
}

function upTo(texts: readonly string[], characters: number): string[] {
  let left = characters;
  return texts.filter((text) => (left -= text.length) > 0);
}
