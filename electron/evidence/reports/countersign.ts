import { Problem, type Role } from '../../../shared/domain/index.ts';
import type { SignatureMeaning } from '../../../shared/formats/report.ts';
import {
  dictionaryOf,
  findSignatures,
  integerOf,
  readPdf,
  type PdfDictionary,
  type PdfFile,
  type PdfValue,
} from '../../../shared/verify/index.ts';
import { deflateSync } from 'node:zlib';
import { drawSheet } from './pages/draw.ts';
import { loadFonts, type Measure } from './pages/fonts.ts';
import { Flow } from './pages/sheet.ts';
import { COLOUR, TEXT } from './pages/theme.ts';
import { time, title } from './pages/words.ts';
import { DocumentFonts } from './pdf/embed-fonts.ts';
import { setByteRange, signatureDictionary, type Unsigned } from './pdf/signature-field.ts';
import { array, atom, dictionary, name, ref, stream, writeUpdate } from './pdf/write.ts';

/** What a further signature says, visibly and in its dictionary. */
export interface CountersignWords {
  readonly name: string;
  readonly role: Role;
  readonly meaning: SignatureMeaning;
  readonly atMs: number;
  /** Root fingerprint of whoever signs, 64 hexadecimal digits. */
  readonly rootSha256: string;
}

export interface CountersignTask {
  readonly pdf: Uint8Array;
  readonly words: CountersignWords;
  readonly fontsFolder: string;
}

const MEANINGS: Readonly<Record<SignatureMeaning, string>> = {
  review: 'I have reviewed this record.',
  approval: 'I approve this record.',
  responsibility: 'I take responsibility for this record.',
};

/**
 * Adds a revision behind a signed report: the first empty signature field gets a signature that lacks
 * only its bytes, and a visible block. Nothing before it changes.
 *
 * @throws Problem `limit_reached` where no field is left, `unsupported` or `damaged` for other files
 */
export async function addCountersignature({ pdf, words, fontsFolder }: CountersignTask): Promise<Unsigned> {
  const file = readPdf(pdf);
  findSignatures(file);
  const { object, field } = firstEmpty(file);
  const [left = 0, bottom = 0, right = 0, top = 0] = rectangle(field);
  const size = { width: right - left, height: top - bottom };
  const measure = await loadFonts(fontsFolder);

  const objects = new Map<number, PdfValue>();
  let next = integerOf(file.trailer.entries.get('Size'));
  const reserve = (): number => next++;
  const set = (number: number, value: PdfValue): void => {
    objects.set(number, value);
  };
  const add = (value: PdfValue): number => {
    const number = reserve();
    set(number, value);
    return number;
  };
  const appearance = add(drawBlock(words, size, measure, add));
  const signature = add(
    signatureDictionary({ name: words.name, meaning: words.meaning, atMs: words.atMs }, false),
  );
  set(object, {
    type: 'dictionary',
    entries: new Map([
      ...[...field.entries].filter(([key]) => key !== 'AP'),
      ['V', ref(signature)],
      ['AP', dictionary({ N: ref(appearance) })],
    ]),
  });
  const { bytes, offsets } = writeUpdate(file, objects, next);
  return {
    ...setByteRange(bytes, offsets.get(signature) ?? 0),
    pages: 0,
  };
}

function firstEmpty(file: PdfFile): { readonly object: number; readonly field: PdfDictionary } {
  const catalog = dictionaryOf(file, file.trailer.entries.get('Root'), 'the catalog');
  const fields = dictionaryOf(file, catalog.entries.get('AcroForm'), 'the form').entries.get('Fields');
  for (const item of fields?.type === 'array' ? fields.items : []) {
    const field = dictionaryOf(file, item, 'a field');
    if (item.type === 'ref' && !field.entries.has('V')) return { object: item.object, field };
  }
  throw new Problem(
    'limit_reached',
    'every place for a signature in this report is taken',
    'Issue the report again if more people must sign it.',
  );
}

function rectangle(field: PdfDictionary): number[] {
  const value = field.entries.get('Rect');
  const numbers =
    value?.type === 'array' ? value.items.map((item) => Number(item.type === 'atom' ? item.text : NaN)) : [];
  if (numbers.length !== 4 || !numbers.every(Number.isFinite))
    throw new Problem('unsupported', 'the empty place for a signature has no size');
  return numbers;
}

interface Size {
  readonly width: number;
  readonly height: number;
}

/** The visible block as a form that the field shows, white below, so that the empty box does not show through. */
function drawBlock(
  words: CountersignWords,
  size: Size,
  measure: Measure,
  add: (value: PdfValue) => number,
): PdfValue {
  const flow = new Flow(measure, size);
  const inset = 12;
  const line = (text: string, style: (typeof TEXT)[keyof typeof TEXT], y: number): void => {
    const fitting = flow.lines(text, style, size.width - 2 * inset)[0] ?? '';
    flow.setLines([fitting], style, inset, y);
  };
  flow.put({ kind: 'box', x: 0, y: 0, ...size, fill: COLOUR.paper, stroke: COLOUR.rule });
  line('SIGNED ELECTRONICALLY', TEXT.overline, 7);
  line(words.name, TEXT.subheading, 18);
  line(
    `${title(words.role)}, ${time(words.atMs)}. Meaning: ${words.meaning}. ${MEANINGS[words.meaning]}`,
    TEXT.cell,
    32,
  );
  line(`Root fingerprint (SHA-256) ${words.rootSha256}`, { ...TEXT.cellMono, size: 6 }, 43);
  const fonts = new DocumentFonts();
  const [sheet] = flow.sheets;
  const { content } = drawSheet({ marks: sheet?.marks ?? [] }, size.height, measure, fonts);
  return stream(
    {
      Type: name('XObject'),
      Subtype: name('Form'),
      BBox: array([atom(0), atom(0), atom(size.width), atom(size.height)]),
      Resources: dictionary({ Font: fonts.embed(add) }),
      Filter: name('FlateDecode'),
    },
    deflateSync(Buffer.from(content, 'latin1')),
  );
}
