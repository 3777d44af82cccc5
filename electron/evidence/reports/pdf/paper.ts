import { createHash } from 'node:crypto';
import type { DrawnPage } from '../pages/draw.ts';
import type { StoryPart } from '../pages/story.ts';
import type { Paper } from '../pages/theme.ts';
import type { DocumentFonts } from './embed-fonts.ts';
import { catalogObject, FileObjects, pageObject, pageTree } from './frame.ts';
import { addStructure } from './structure.ts';
import { ascii, dictionary, pdfDate, text, writePdf } from './write.ts';

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
  const objects = new FileObjects();
  const { reserve, add, set } = objects;
  const [catalog, tree] = [reserve(), reserve()];
  const frame = { tree, fonts: add(parts.fonts.embed(add)), paper: parts.paper };
  const pages = parts.pages.map(reserve);
  const numbered = parts.pages.map(({ owners }, index) => ({ object: pages[index] ?? 0, owners }));
  const structure = addStructure(parts.story, numbered, [], { reserve, set });
  parts.pages.forEach((page, index) => {
    set(pages[index] ?? 0, pageObject(page, index, frame, add));
  });
  set(tree, pageTree(pages));
  set(catalog, catalogObject(tree, structure));
  const info = add(
    dictionary({
      Title: text(parts.title),
      Producer: text('Swarm Clinical'),
      CreationDate: ascii(pdfDate(parts.madeAtMs)),
    }),
  );
  const id = createHash('sha256').update(`${parts.title} ${parts.madeAtMs}`).digest().subarray(0, 16);
  return writePdf(objects.complete(), catalog, info, id).bytes;
}
