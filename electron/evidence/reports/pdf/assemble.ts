import { createHash } from 'node:crypto';
import type { PdfValue } from '../../../../shared/verify/index.ts';
import type { DrawnPage } from '../pages/draw.ts';
import type { Bookmark, SignatureArea } from '../pages/sheet.ts';
import type { StoryPart } from '../pages/story.ts';
import type { Paper } from '../pages/theme.ts';
import { attachFiles, type AttachedFile } from './attach.ts';
import type { DocumentFonts } from './embed-fonts.ts';
import { catalogObject, FileObjects, pageObject, pageTree } from './frame.ts';
import { srgbProfile } from './icc.ts';
import { metadata } from './metadata.ts';
import { setByteRange, signatureDictionary, signatureField, type Unsigned } from './signature-field.ts';
import { addStructure, type TaggedField } from './structure.ts';
import { array, ascii, atom, dictionary, name, pdfDate, ref, stream, text, writePdf } from './write.ts';

export type { Unsigned } from './signature-field.ts';

export interface Parts {
  readonly pages: readonly DrawnPage[];
  readonly fonts: DocumentFonts;
  /** What the pages say, in the order of reading. */
  readonly story: readonly StoryPart[];
  readonly paper: Paper;
  readonly bookmarks: readonly Bookmark[];
  readonly signature: SignatureArea;
  /** Where others may sign after the first. */
  readonly countersignatures: readonly SignatureArea[];
  readonly title: string;
  readonly subject: string;
  readonly author: string;
  readonly signedAtMs: number;
  readonly meaning: string;
  /** The report's model first, then what else travels inside. */
  readonly files: readonly AttachedFile[];
  readonly appVersion: string;
}

/**
 * Joins the drawn pages into one file with fonts, structure, outline, metadata, the attached files and an
 * empty signature field. One revision, so that a signature over it can leave nothing out.
 */
export function assemble(parts: Parts): Unsigned {
  const objects = new FileObjects();
  const { reserve, add, set } = objects;
  const catalog = reserve();
  const tree = reserve();
  const frame = { tree, fonts: add(parts.fonts.embed(add)), paper: parts.paper };
  const pages = parts.pages.map(reserve);
  const attached = attachFiles(parts.files, parts.signedAtMs, add);
  const outline = addOutline(parts, pages, reserve, set);
  const words = { name: parts.author, meaning: parts.meaning, atMs: parts.signedAtMs };
  const signature = add(signatureDictionary(words, true));
  const areas = [parts.signature, ...parts.countersignatures];
  const fields = areas.map((area, index): TaggedField => {
    const page = pages[area.sheet];
    if (page === undefined) throw new Error('the page of a signature is missing');
    const about = index === 0 ? 'Signature of this report' : `Further signature ${index}, empty until signed`;
    const field = signatureField(
      {
        ...{ about, area, page, paperHeight: parts.paper.height, structure: pages.length + index },
        name: index === 0 ? 'Signature' : `Signature ${index + 1}`,
        ...(index === 0 ? { signature } : {}),
      },
      add,
    );
    return { object: add(field), page, about };
  });
  const structure = addStructure(
    parts.story,
    parts.pages.map(({ owners }, index) => ({ object: pages[index] ?? 0, owners })),
    fields,
    { reserve, set },
  );
  parts.pages.forEach((page, index) => {
    const object = pages[index] ?? 0;
    const annotations = fields.filter((field) => field.page === object).map((field) => ref(field.object));
    const more = {
      // Fields are reached in the order of the structure.
      Tabs: name('S'),
      ...(annotations.length === 0 ? {} : { Annots: array(annotations) }),
    };
    set(object, pageObject(page, index, frame, add, more));
  });
  set(tree, pageTree(pages));
  const xmp = add(stream({ Type: name('Metadata'), Subtype: name('XML') }, metadata(parts)));
  set(
    catalog,
    catalogObject(tree, structure, {
      Metadata: ref(xmp),
      PageMode: name('UseOutlines'),
      Outlines: ref(outline),
      Names: attached.names,
      AF: attached.associated,
      OutputIntents: array([ref(add(outputIntent(add)))]),
      AcroForm: dictionary({ Fields: array(fields.map(({ object }) => ref(object))), SigFlags: atom(3) }),
      // A certification: readers treat any later change but further signatures as a breach.
      Perms: dictionary({ DocMDP: ref(signature) }),
    }),
  );
  const info = add(
    dictionary({
      Title: text(parts.title),
      Author: text(parts.author),
      Subject: text(parts.subject),
      Creator: text(`Swarm Clinical ${parts.appVersion}`),
      Producer: text('Swarm Clinical'),
      CreationDate: ascii(pdfDate(parts.signedAtMs)),
    }),
  );
  const id = createHash('sha256')
    .update(parts.files[0]?.bytes ?? new Uint8Array())
    .digest()
    .subarray(0, 16);
  const { bytes, offsets } = writePdf(objects.complete(), catalog, info, id);
  return { ...setByteRange(bytes, offsets[signature - 1] ?? 0), pages: pages.length };
}

/** What the colours mean, for PDF/A: every colour of a report is sRGB. */
function outputIntent(add: (value: PdfValue) => number): PdfValue {
  return dictionary({
    Type: name('OutputIntent'),
    S: name('GTS_PDFA1'),
    OutputConditionIdentifier: text('sRGB'),
    Info: text('sRGB (IEC 61966-2-1)'),
    DestOutputProfile: ref(add(stream({ N: atom(3) }, srgbProfile()))),
  });
}

function addOutline(
  { bookmarks, paper }: Pick<Parts, 'bookmarks' | 'paper'>,
  pages: readonly number[],
  reserve: () => number,
  set: (number: number, value: PdfValue) => void,
): number {
  const outline = reserve();
  const items = bookmarks.map(reserve);
  bookmarks.forEach((bookmark, index) => {
    const previous = items[index - 1];
    const next = items[index + 1];
    set(
      items[index] ?? 0,
      dictionary({
        Title: text(bookmark.title),
        Parent: ref(outline),
        Dest: array([
          ref(pages[bookmark.sheet] ?? pages[0] ?? 0),
          name('XYZ'),
          atom(0),
          atom(paper.height - bookmark.y + 12),
          { type: 'atom', text: 'null' },
        ]),
        ...(previous === undefined ? {} : { Prev: ref(previous) }),
        ...(next === undefined ? {} : { Next: ref(next) }),
      }),
    );
  });
  set(
    outline,
    dictionary({
      Type: name('Outlines'),
      Count: atom(items.length),
      ...(items.length === 0 ? {} : { First: ref(items[0] ?? 0), Last: ref(items.at(-1) ?? 0) }),
    }),
  );
  return outline;
}
