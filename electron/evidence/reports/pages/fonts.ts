import { join } from 'node:path';
import { Font } from '@react-pdf/renderer';
import { Problem } from '../../../../shared/domain/index.ts';
import type { Face } from './theme.ts';

/**
 * The bundled fonts, by script. A character is set in the first family of its face that has it; the
 * files are cuts of two typefaces, never fetched.
 */
const SANS = ['latin', 'latin-ext', 'vietnamese', 'greek', 'cyrillic'] as const;

export const FAMILIES: Readonly<Record<Face, readonly string[]>> = {
  sans: SANS.map((script) => `Inter ${script}`),
  bold: SANS.map((script) => `Inter ${script}`),
  mono: ['Roboto Mono', ...SANS.map((script) => `Inter ${script}`)],
};
export const WEIGHT: Readonly<Record<Face, number>> = { sans: 400, bold: 600, mono: 400 };

/** The part of a loaded font that measuring needs. */
interface LoadedFont {
  readonly unitsPerEm: number;
  hasGlyphForCodePoint(codePoint: number): boolean;
  layout(text: string): { readonly advanceWidth: number };
}

/** Widths of texts in the bundled fonts, in points. */
export interface Measure {
  width(text: string, face: Face, size: number): number;
  /** Replaces characters that no bundled font has, or that do not show, by their number: `[U+4E2D]`. */
  printable(text: string): string;
}

let loaded: Promise<Measure> | undefined;

/**
 * Registers and loads the fonts, once per process.
 *
 * @throws Problem `not_found` when a file is missing or is no font
 */
export async function loadFonts(folder: string): Promise<Measure> {
  loaded ??= load(folder);
  try {
    return await loaded;
  } catch {
    loaded = undefined;
    Font.clear();
    // The cause names a path.
    throw new Problem('not_found', 'the bundled fonts cannot be read', 'Install the application again.');
  }
}

async function load(folder: string): Promise<Measure> {
  for (const script of SANS)
    Font.register({
      family: `Inter ${script}`,
      fonts: [400, 600].map((fontWeight) => ({
        src: join(folder, `inter-${script}-${fontWeight}-normal.woff`),
        fontWeight,
      })),
    });
  Font.register({
    family: 'Roboto Mono',
    fonts: [{ src: join(folder, 'roboto-mono-latin-400-normal.woff'), fontWeight: 400 }],
  });
  // Lines are broken by our own layout; the renderer must not break words again.
  Font.registerHyphenationCallback((word) => [word]);

  const fonts = new Map<string, LoadedFont>();
  for (const face of Object.keys(FAMILIES) as Face[])
    for (const fontFamily of FAMILIES[face]) {
      const descriptor = { fontFamily, fontWeight: WEIGHT[face] };
      await Font.load(descriptor);
      fonts.set(`${face} ${fontFamily}`, Font.getFont(descriptor).data as unknown as LoadedFont);
    }
  return measureWith(fonts);
}

function measureWith(fonts: ReadonlyMap<string, LoadedFont>): Measure {
  const cache = new Map<string, number>();
  const fontFor = (character: string, face: Face): LoadedFont | undefined => {
    const codePoint = character.codePointAt(0) ?? 0;
    for (const family of FAMILIES[face]) {
      const font = fonts.get(`${face} ${family}`);
      if (font?.hasGlyphForCodePoint(codePoint) === true) return font;
    }
    return undefined;
  };
  /** Width at size 1, by runs of one font. */
  const unitWidth = (text: string, face: Face): number => {
    let width = 0;
    let run = '';
    let runFont: LoadedFont | undefined;
    const flush = (): void => {
      if (runFont !== undefined && run !== '') width += runFont.layout(run).advanceWidth / runFont.unitsPerEm;
      run = '';
    };
    for (const character of text) {
      const font = fontFor(character, face) ?? runFont;
      if (font !== runFont) flush();
      runFont = font;
      run += character;
    }
    flush();
    return width;
  };
  return {
    width: (text, face, size) => {
      const key = `${face} ${text}`;
      let unit = cache.get(key);
      if (unit === undefined) {
        unit = unitWidth(text, face);
        if (cache.size > 50_000) cache.clear();
        cache.set(key, unit);
      }
      return unit * size;
    },
    // SEC: characters that steer a text (right-to-left marks, joiners) could make it read otherwise.
    printable: (text) =>
      Array.from(text.replace(/\p{Zs}/gu, ' '), (character) =>
        !/\p{Cf}/u.test(character) &&
        fontFor(character, 'sans') !== undefined &&
        fontFor(character, 'bold') !== undefined
          ? character
          : `[U+${(character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}]`,
      ).join(''),
  };
}
