import { deflateSync } from 'node:zlib';
import type { PdfDictionary, PdfValue } from '../../../../shared/verify/index.ts';
import type { DrawnPage } from '../pages/draw.ts';
import type { Paper } from '../pages/theme.ts';
import { array, ascii, atom, dictionary, name, ref, stream } from './write.ts';

/** The objects of one file, numbered from one; a number can be had before what it stands for is known. */
export class FileObjects {
  readonly #objects: (PdfValue | undefined)[] = [];

  readonly reserve = (): number => this.#objects.push(undefined);

  readonly add = (value: PdfValue): number => this.#objects.push(value);

  readonly set = (number: number, value: PdfValue): void => {
    this.#objects[number - 1] = value;
  };

  /** All of them. @throws Error where one was reserved and never written */
  complete(): PdfValue[] {
    return this.#objects.map((object) => {
      if (object === undefined) throw new Error('an object was reserved and never written');
      return object;
    });
  }
}

/** What the pages of one file have in common. */
export interface PageFrame {
  readonly tree: number;
  readonly fonts: number;
  readonly paper: Paper;
}

/** One page with what was drawn on it. `more` is what else stands in its dictionary. */
export function pageObject(
  { content }: DrawnPage,
  index: number,
  { tree, fonts, paper }: PageFrame,
  add: (value: PdfValue) => number,
  more: Readonly<Record<string, PdfValue>> = {},
): PdfDictionary {
  const packed = deflateSync(Buffer.from(content, 'latin1'));
  return dictionary({
    Type: name('Page'),
    Parent: ref(tree),
    MediaBox: array([atom(0), atom(0), atom(paper.width), atom(paper.height)]),
    Resources: dictionary({ Font: ref(fonts) }),
    Contents: ref(add(stream({ Filter: name('FlateDecode') }, packed))),
    StructParents: atom(index),
    ...more,
  });
}

export function pageTree(pages: readonly number[]): PdfDictionary {
  return dictionary({ Type: name('Pages'), Kids: array(pages.map(ref)), Count: atom(pages.length) });
}

/** Where a reader begins: a tagged document in English that shows its title. `more` is what else it has. */
export function catalogObject(
  tree: number,
  structure: number,
  more: Readonly<Record<string, PdfValue>> = {},
): PdfDictionary {
  return dictionary({
    Type: name('Catalog'),
    Pages: ref(tree),
    Lang: ascii('en-US'),
    MarkInfo: dictionary({ Marked: atom(true) }),
    StructTreeRoot: ref(structure),
    ViewerPreferences: dictionary({ DisplayDocTitle: atom(true) }),
    ...more,
  });
}
