import { createHash } from 'node:crypto';
import { deflateSync } from 'node:zlib';
import type { PdfDictionary, PdfValue } from '../../../../shared/verify/index.ts';
import type { GlyphRun, LoadedFont } from '../pages/fonts.ts';
import { array, atom, dictionary, name, ref, stream, ascii } from './write.ts';

/** `Subset` of fontkit, whose types leave out what glyph got which number. */
interface Subset {
  includeGlyph(glyph: number): number;
  encode(): Uint8Array;
}

interface UsedGlyph {
  readonly width: number;
  readonly text: string;
}

interface UsedFont {
  readonly label: string;
  readonly loaded: LoadedFont;
  readonly subset: Subset;
  /** By their number in the subset. */
  readonly glyphs: Map<number, UsedGlyph>;
}

/**
 * The fonts of one document: each is embedded once, with the glyphs that were used and no others
 * (ISO 32000-1, 9.7: Type 0 with a CIDFontType2, glyphs by number, and a map back to Unicode).
 */
export class DocumentFonts {
  private readonly used = new Map<string, UsedFont>();

  /** The font's name among a page's resources. */
  label({ font }: GlyphRun): string {
    return this.fontOf(font).label;
  }

  /** Numbers of a run's glyphs in the embedded subset, four hexadecimal digits each. */
  encode({ font, glyphs }: GlyphRun): readonly string[] {
    const used = this.fontOf(font);
    return glyphs.map((glyph) => {
      const number = used.subset.includeGlyph(glyph.id);
      if (!used.glyphs.has(number)) used.glyphs.set(number, { width: glyph.width, text: glyph.text });
      return fourDigits(number);
    });
  }

  /** Writes the fonts and returns the dictionary that pages name them by. */
  embed(add: (value: PdfValue) => number): PdfDictionary {
    return dictionary(
      Object.fromEntries([...this.used.values()].map((used) => [used.label, ref(embedFont(used, add))])),
    );
  }

  private fontOf(loaded: LoadedFont): UsedFont {
    let used = this.used.get(loaded.name);
    if (used === undefined) {
      used = {
        label: `F${this.used.size + 1}`,
        loaded,
        subset: loaded.font.createSubset() as unknown as Subset,
        glyphs: new Map(),
      };
      this.used.set(loaded.name, used);
    }
    return used;
  }
}

function embedFont({ loaded, subset, glyphs }: UsedFont, add: (value: PdfValue) => number): number {
  const { font } = loaded;
  const file = subset.encode();
  const thousandths = (units: number): PdfValue => atom((units * 1000) / font.unitsPerEm);
  const baseFont = name(`${tagOf(file)}+${font.postscriptName}`);
  const { minX, minY, maxX, maxY } = font.bbox;
  const packed = deflateSync(file);
  const descriptor = add(
    dictionary({
      Type: name('FontDescriptor'),
      FontName: baseFont,
      // Symbolic: its glyphs are named by number and by nothing else.
      Flags: atom(4),
      FontBBox: array([minX, minY, maxX, maxY].map(thousandths)),
      ItalicAngle: atom(font.italicAngle),
      Ascent: thousandths(font.ascent),
      Descent: thousandths(font.descent),
      CapHeight: thousandths(font.capHeight),
      StemV: atom(80),
      FontFile2: ref(add(stream({ Length1: atom(file.length), Filter: name('FlateDecode') }, packed))),
    }),
  );
  const ordered = [...glyphs].sort(([a], [b]) => a - b);
  const descendant = add(
    dictionary({
      Type: name('Font'),
      Subtype: name('CIDFontType2'),
      BaseFont: baseFont,
      CIDSystemInfo: dictionary({
        Registry: ascii('Adobe'),
        Ordering: ascii('Identity'),
        Supplement: atom(0),
      }),
      FontDescriptor: ref(descriptor),
      CIDToGIDMap: name('Identity'),
      W: array(ordered.flatMap(([number, { width }]) => [atom(number), array([atom(width)])])),
    }),
  );
  const map = deflateSync(Buffer.from(unicodeMap(ordered), 'latin1'));
  return add(
    dictionary({
      Type: name('Font'),
      Subtype: name('Type0'),
      BaseFont: baseFont,
      Encoding: name('Identity-H'),
      DescendantFonts: array([ref(descendant)]),
      ToUnicode: ref(add(stream({ Filter: name('FlateDecode') }, map))),
    }),
  );
}

/** Six capitals that tell subsets of a font apart (9.6.4); of its bytes, so that a report stays the same. */
function tagOf(file: Uint8Array): string {
  const digest = createHash('sha256').update(file).digest();
  return Array.from(digest.subarray(0, 6), (byte) => String.fromCharCode(0x41 + (byte % 26))).join('');
}

const MOST_IN_A_BLOCK = 100;

/** What the glyphs mean, for search, copying and screen readers (9.10.3). */
function unicodeMap(glyphs: readonly (readonly [number, UsedGlyph])[]): string {
  const blocks: string[] = [];
  for (let start = 0; start < glyphs.length; start += MOST_IN_A_BLOCK) {
    const block = glyphs.slice(start, start + MOST_IN_A_BLOCK);
    const lines = block.map(([number, glyph]) => {
      const unicode = Buffer.from(glyph.text, 'utf16le').swap16().toString('hex');
      return `<${fourDigits(number)}> <${unicode}>`;
    });
    blocks.push(`${block.length} beginbfchar\n${lines.join('\n')}\nendbfchar`);
  }
  return `/CIDInit /ProcSet findresource begin
12 dict begin
begincmap
/CIDSystemInfo << /Registry (Adobe) /Ordering (UCS) /Supplement 0 >> def
/CMapName /Adobe-Identity-UCS def
/CMapType 2 def
1 begincodespacerange
<0000> <ffff>
endcodespacerange
${blocks.join('\n')}
endcmap
CMapName currentdict /CMap defineresource pop
end
end
`;
}

function fourDigits(number: number): string {
  return number.toString(16).padStart(4, '0');
}
