import { createHash } from 'node:crypto';
import { deflateSync } from 'node:zlib';
import type { PdfValue } from '../../../../shared/verify/index.ts';
import type { DrawnPage } from '../pages/draw.ts';
import type { StoryPart } from '../pages/story.ts';
import type { Paper } from '../pages/theme.ts';
import type { DocumentFonts } from './embed-fonts.ts';
import { addStructure } from './structure.ts';
import { array, ascii, atom, dictionary, name, pdfDate, ref, stream, text, writePdf } from './write.ts';

export interface PlainDocument {
  readonly pages: readonly DrawnPage[];
  readonly fonts: DocumentFonts;
  readonly story: readonly StoryPart[];
  readonly paper: Paper;
  readonly title: string;
  readonly madeAtMs: number;
}

/** A tagged document of pages alone: nothing attached, nothing signed. */
export function plainDocument(parts: PlainDocument): Uint8Array {
  const objects: (PdfValue | undefined)[] = [];
  const reserve = (): number => objects.push(undefined);
  const add = (value: PdfValue): number => objects.push(value);
  const set = (number: number, value: PdfValue): void => {
    objects[number - 1] = value;
  };
  const [catalog, pageTree] = [reserve(), reserve()];
  const fonts = add(parts.fonts.embed(add));
  const pages = parts.pages.map(reserve);
  const numbered = parts.pages.map(({ owners }, index) => ({ object: pages[index] ?? 0, owners }));
  const structure = addStructure(parts.story, numbered, [], { reserve, set });
  parts.pages.forEach(({ content }, index) => {
    const packed = deflateSync(Buffer.from(content, 'latin1'));
    set(
      pages[index] ?? 0,
      dictionary({
        Type: name('Page'),
        Parent: ref(pageTree),
        MediaBox: array([atom(0), atom(0), atom(parts.paper.width), atom(parts.paper.height)]),
        Resources: dictionary({ Font: ref(fonts) }),
        Contents: ref(add(stream({ Filter: name('FlateDecode') }, packed))),
        StructParents: atom(index),
      }),
    );
  });
  set(pageTree, dictionary({ Type: name('Pages'), Kids: array(pages.map(ref)), Count: atom(pages.length) }));
  set(
    catalog,
    dictionary({
      Type: name('Catalog'),
      Pages: ref(pageTree),
      Lang: ascii('en-US'),
      MarkInfo: dictionary({ Marked: atom(true) }),
      StructTreeRoot: ref(structure),
      ViewerPreferences: dictionary({ DisplayDocTitle: atom(true) }),
    }),
  );
  const info = add(
    dictionary({
      Title: text(parts.title),
      Producer: text('Swarm Clinical'),
      CreationDate: ascii(pdfDate(parts.madeAtMs)),
    }),
  );
  const complete = objects.map((object) => {
    if (object === undefined) throw new Error('an object was reserved and never written');
    return object;
  });
  const id = createHash('sha256').update(`${parts.title} ${parts.madeAtMs}`).digest().subarray(0, 16);
  return writePdf(complete, catalog, info, id).bytes;
}
