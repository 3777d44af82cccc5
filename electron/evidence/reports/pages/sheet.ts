import { breakLines } from './lines.ts';
import type { Measure } from './fonts.ts';
import type { StoryPart } from './story.ts';
import { MARGIN, type Colour, type Paper, type TextStyle } from './theme.ts';

/** What a mark is part of in the order of reading: a part of the story, and which of its cells. */
export interface Owner {
  readonly part: number;
  /** Of a table, its head is row -1; of labels with values, and of lists. */
  readonly row?: number;
  readonly column?: number;
}

/** Something at a fixed place on a page; points from the upper left corner. Without an owner it is ornament. */
export type Mark = Shape & { readonly owner?: Owner | undefined };

type Shape =
  | {
      readonly kind: 'text';
      readonly x: number;
      readonly y: number;
      readonly text: string;
      readonly style: TextStyle;
    }
  | {
      readonly kind: 'rule';
      readonly x: number;
      readonly y: number;
      readonly width: number;
      readonly colour: Colour;
      readonly weight: number;
    }
  | {
      readonly kind: 'box';
      readonly x: number;
      readonly y: number;
      readonly width: number;
      readonly height: number;
      readonly fill?: Colour;
      readonly stroke?: Colour;
    }
  | {
      /** A square code of dark and light modules, without its quiet zone. */
      readonly kind: 'code';
      readonly x: number;
      readonly y: number;
      readonly side: number;
      readonly modules: readonly (readonly boolean[])[];
    };

export interface Sheet {
  readonly marks: Mark[];
}

/** A place in the finished document, for the outline. */
export interface Bookmark {
  readonly title: string;
  readonly sheet: number;
  readonly y: number;
}

/** Where the visible signature stands, for the field that carries the signature. */
export interface SignatureArea {
  readonly sheet: number;
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/**
 * Fills sheets from top to bottom. Everything is placed before the renderer sees it, so that pages are
 * known, cheap to draw, and the same every time.
 */
export class Flow {
  readonly sheets: Sheet[] = [];
  readonly bookmarks: Bookmark[] = [];
  readonly measure: Measure;
  readonly paper: Paper;
  /** Shown to be looked at before anybody signs; its pages say so. */
  readonly preview: boolean;
  signature: SignatureArea | undefined;
  /** Room for others to sign after the first. */
  countersignatures: readonly SignatureArea[] = [];
  /** The same in the order of reading, for those who cannot see the pages. */
  readonly story: StoryPart[] = [];
  /** Distance of the cursor from the top of the page. */
  y: number = MARGIN.top;
  /** What the texts that are put next belong to. */
  private owner: Owner | undefined;

  constructor(measure: Measure, paper: Paper, preview = false) {
    this.measure = measure;
    this.paper = paper;
    this.preview = preview;
    this.newSheet();
  }

  get atTop(): boolean {
    return this.y <= MARGIN.top;
  }

  /** Between the margins. */
  get width(): number {
    return this.paper.width - MARGIN.left - MARGIN.right;
  }

  get room(): number {
    return this.paper.height - MARGIN.bottom - this.y;
  }

  newSheet(): void {
    this.sheets.push({ marks: [] });
    this.y = MARGIN.top;
  }

  /** Starts a new sheet when less than `height` is left. */
  need(height: number): void {
    if (this.room < height && !this.atTop) this.newSheet();
  }

  /** Begins the next part in the order of reading: texts that follow belong to it. */
  tell(part: StoryPart): void {
    this.owner = { part: this.story.push(part) - 1 };
  }

  /** Texts that follow belong to this cell of the part. */
  cell(row: number, column: number): void {
    if (this.owner !== undefined) this.owner = { part: this.owner.part, row, column };
  }

  /** Puts what says nothing that is not said elsewhere. */
  ornament(put: () => void): void {
    const { owner } = this;
    this.owner = undefined;
    put();
    this.owner = owner;
  }

  put(mark: Mark): void {
    const drawn = mark.kind === 'rule' || mark.kind === 'box';
    const owned = !drawn || this.story[this.owner?.part ?? -1]?.kind === 'figure';
    this.sheets.at(-1)?.marks.push(owned && this.owner !== undefined ? { ...mark, owner: this.owner } : mark);
  }

  /** Vertical space; none at the top of a sheet. */
  gap(height: number): void {
    if (!this.atTop) this.y += height;
  }

  lines(text: string, style: TextStyle, width: number): string[] {
    const printable = text
      .split('\n')
      .map((line) => this.measure.printable(line))
      .join('\n');
    return breakLines(printable, style, width, this.measure);
  }

  /**
   * Puts lines at a place without moving the cursor; returns their height.
   *
   * @param right width of the place, for lines that end at its right side
   */
  setLines(lines: readonly string[], style: TextStyle, x: number, y: number, right?: number): number {
    lines.forEach((text, index) => {
      if (text === '') return;
      const shift =
        right === undefined ? 0 : right - this.measure.width(text.trimEnd(), style.face, style.size);
      this.put({ kind: 'text', x: x + shift, y: y + index * style.line, text, style });
    });
    return lines.length * style.line;
  }
}
