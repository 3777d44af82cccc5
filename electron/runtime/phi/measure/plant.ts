import type { Identity, TextClass } from './identities.ts';
import { TEXT_CLASSES } from './identities.ts';
import type { SeededRandom } from '../../../core/index.ts';
import { valueInStyle, type Styles } from './styles.ts';

/** One value that was put into a text; offsets into that text, end exclusive. */
export interface Plant {
  readonly class: TextClass;
  readonly start: number;
  readonly end: number;
  readonly style: 'found' | 'built_in';
}

export interface PlantedNote {
  readonly text: string;
  readonly plants: readonly Plant[];
}

/** Values per copy of a note: enough to be quick, few enough that it still reads like one. */
const PER_NOTE = 6;
/** Longer notes are cut at a line or sentence, so that the measuring stays quick. */
const LONGEST_NOTE = 6_000;

/** Copies of notes with every class of one identity planted between their sentences. */
export function plantIdentity(
  identity: Identity,
  notes: readonly string[],
  styles: Styles,
  random: SeededRandom,
): PlantedNote[] {
  const planted: PlantedNote[] = [];
  for (let at = 0; at < TEXT_CLASSES.length; at += PER_NOTE) {
    const note = notes[random.between(0, notes.length - 1)] ?? '';
    planted.push(plant(TEXT_CLASSES.slice(at, at + PER_NOTE), identity, note, styles, random));
  }
  return planted;
}

function plant(
  classes: readonly TextClass[],
  identity: Identity,
  note: string,
  styles: Styles,
  random: SeededRandom,
): PlantedNote {
  const pieces = sentences(note.slice(0, LONGEST_NOTE));
  const places = classes.map(() => random.between(0, pieces.length)).sort((a, b) => a - b);
  const plants: Plant[] = [];
  let text = '';
  let next = 0;
  for (const [at, name] of classes.entries()) {
    for (; next < (places[at] ?? 0); next += 1) text += pieces[next] ?? '';
    const { value, style } = valueInStyle(name, identity, styles, random);
    const [head = '', tail = ''] = random.pick(styles.carriers[name]).split('@');
    const before = `${separated(text)}${head}`;
    text = before + value + tail;
    plants.push({ class: name, start: before.length, end: before.length + value.length, style });
    text += '\n';
  }
  return { text: text + pieces.slice(next).join(''), plants };
}

/** Sentences and lines, each with what ends it. */
function sentences(note: string): string[] {
  return note.match(/[^.\n]+(?:\.(?=\s|$)\s?|\n+|\.|$)/g) ?? [];
}

function separated(text: string): string {
  return text === '' || /\s$/.test(text) ? text : `${text}\n`;
}
