import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { create, type Font } from 'fontkit';
import { Problem } from '../../../../shared/domain/index.ts';
import type { Face } from './theme.ts';

/**
 * The bundled fonts, by script. A character is set in the first font of its face that has it; the
 * files are cuts of two typefaces, never fetched.
 */
const SCRIPTS = ['latin', 'latin-ext', 'vietnamese', 'greek', 'cyrillic'] as const;
const inter = (weight: 400 | 600): string[] => SCRIPTS.map((script) => `inter-${script}-${weight}-normal`);

const FILES: Readonly<Record<Face, readonly string[]>> = {
  sans: inter(400),
  bold: inter(600),
  mono: ['roboto-mono-latin-400-normal', ...inter(400)],
};

/** What is printed is what was written: no ligatures, and no `x` between digits that becomes another sign. */
const FEATURES = { calt: false, liga: false, clig: false, dlig: false };

/** Words kept with their shapes; a report of 500 pages has fewer. */
const MOST_WORDS = 100_000;

/** A glyph and how far it moves on, in thousandths of the size. */
export interface SetGlyph {
  readonly id: number;
  readonly text: string;
  /** As its font says, and as kerning has it here. */
  readonly width: number;
  readonly advance: number;
}

/** Glyphs of one font in a row. */
export interface GlyphRun {
  readonly font: LoadedFont;
  readonly glyphs: readonly SetGlyph[];
}

/** A bundled font, read. */
export interface LoadedFont {
  readonly name: string;
  readonly font: Font;
}

/** Widths of texts in the bundled fonts, in points, and the glyphs that they are set with. */
export interface Measure {
  width(text: string, face: Face, size: number): number;
  /** One line as runs of glyphs, words and spaces in order. */
  runs(text: string, face: Face): readonly GlyphRun[];
  /** Replaces characters that no bundled font has, or that do not show, by their number: `[U+4E2D]`. */
  printable(text: string): string;
}

const read = new Map<string, Promise<Measure>>();

/**
 * Reads the fonts, once per process and folder.
 *
 * @throws Problem `not_found` when a file is missing or is no font
 */
export async function loadFonts(folder: string): Promise<Measure> {
  let measure = read.get(folder);
  if (measure === undefined) {
    measure = load(folder);
    read.set(folder, measure);
  }
  try {
    return await measure;
  } catch {
    read.delete(folder);
    // The cause names a path.
    throw new Problem('not_found', 'the bundled fonts cannot be read', 'Install the application again.');
  }
}

async function load(folder: string): Promise<Measure> {
  const fonts = new Map<string, LoadedFont>();
  for (const name of new Set(Object.values(FILES).flat())) {
    const font = create(await readFile(join(folder, `${name}.woff`)));
    if (!('layout' in font)) throw new Error('a collection is no font');
    fonts.set(name, { name, font });
  }
  const ofFace = (face: Face): LoadedFont[] =>
    FILES[face].flatMap((name) => {
      const font = fonts.get(name);
      return font === undefined ? [] : [font];
    });
  const faces = { sans: ofFace('sans'), bold: ofFace('bold'), mono: ofFace('mono') };
  return measureWith(faces);
}

interface Word {
  readonly runs: readonly GlyphRun[];
  /** In thousandths of the size. */
  readonly width: number;
}

function measureWith(faces: Readonly<Record<Face, readonly LoadedFont[]>>): Measure {
  const words = new Map<string, Word>();
  const shapes = new Map<Face, Map<string, LoadedFont | undefined>>();
  const fontFor = (character: string, face: Face): LoadedFont | undefined => {
    let known = shapes.get(face);
    if (known === undefined) {
      known = new Map<string, LoadedFont | undefined>();
      shapes.set(face, known);
    }
    if (!known.has(character)) {
      const codePoint = character.codePointAt(0) ?? 0;
      known.set(
        character,
        faces[face].find(({ font }) => font.hasGlyphForCodePoint(codePoint)),
      );
    }
    return known.get(character);
  };
  const shape = (text: string, face: Face): Word => {
    const runs: GlyphRun[] = [];
    let pending = '';
    let font: LoadedFont | undefined;
    const flush = (): void => {
      if (font !== undefined && pending !== '') runs.push(shapeRun(pending, font));
      pending = '';
    };
    for (const character of text) {
      const next = fontFor(character, face) ?? font ?? faces[face][0];
      if (next !== font) flush();
      font = next;
      pending += character;
    }
    flush();
    const width = runs.reduce(
      (total, { glyphs }) => total + glyphs.reduce((sum, { advance }) => sum + advance, 0),
      0,
    );
    return { runs, width };
  };
  const word = (text: string, face: Face): Word => {
    const key = `${face} ${text}`;
    let known = words.get(key);
    if (known === undefined) {
      known = shape(text, face);
      if (words.size >= MOST_WORDS) words.clear();
      words.set(key, known);
    }
    return known;
  };
  // Words are shaped apart, so that a line costs its length and a word is shaped once in a report.
  const parts = (text: string, face: Face): Word[] =>
    text.split(/( +)/).flatMap((part) => (part === '' ? [] : [word(part, face)]));
  return {
    width: (text, face, size) =>
      (parts(text, face).reduce((total, { width }) => total + width, 0) * size) / 1000,
    runs: (text, face) => parts(text, face).flatMap(({ runs }) => runs),
    // SEC: characters that steer a text (right-to-left marks, joiners) could make it read otherwise.
    printable: (text) =>
      /^[ -~]*$/.test(text)
        ? text
        : Array.from(text.replace(/\p{Zs}/gu, ' '), (character) =>
            !/\p{Cf}/u.test(character) &&
            fontFor(character, 'sans') !== undefined &&
            fontFor(character, 'bold') !== undefined
              ? character
              : `[U+${(character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}]`,
          ).join(''),
  };
}

function shapeRun(text: string, loaded: LoadedFont): GlyphRun {
  const { font } = loaded;
  const { glyphs, positions } = font.layout(text, FEATURES);
  const thousandths = (units: number): number => (units * 1000) / font.unitsPerEm;
  return {
    font: loaded,
    glyphs: glyphs.map((glyph, index) => ({
      id: glyph.id,
      text: String.fromCodePoint(...glyph.codePoints),
      width: thousandths(glyph.advanceWidth),
      advance: thousandths(positions[index]?.xAdvance ?? glyph.advanceWidth),
    })),
  };
}
