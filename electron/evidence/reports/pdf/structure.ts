import type { PdfValue } from '../../../../shared/verify/index.ts';
import type { Owner } from '../pages/sheet.ts';
import type { StoryPart } from '../pages/story.ts';
import { array, atom, dictionary, name, ref, text } from './write.ts';

/** A page's object, and what each of its marked stretches belongs to. */
export interface TaggedPage {
  readonly object: number;
  readonly owners: readonly Owner[];
}

/** A form field's object, the page it stands on, and what it is. */
export interface TaggedField {
  readonly object: number;
  readonly page: number;
  readonly about: string;
}

interface Objects {
  reserve(): number;
  set(number: number, value: PdfValue): void;
}

/** A stretch of content: number `mark` on the page `page`. */
interface Stretch {
  readonly page: number;
  readonly mark: number;
}

/**
 * The structure of a tagged PDF (ISO 32000-1, 14.7 and 14.8): headings, paragraphs, lists, tables with
 * their heads, figures with words for them, and fields, in the order of reading. Pages have the position
 * in `pages` as `StructParents`, and fields follow them as `StructParent`.
 *
 * @returns the object of the structure tree's root
 */
export function addStructure(
  story: readonly StoryPart[],
  pages: readonly TaggedPage[],
  fields: readonly TaggedField[],
  { reserve, set }: Objects,
): number {
  const root = reserve();
  const document = reserve();
  const stretches = new Map<string, Stretch[]>();
  pages.forEach(({ object, owners }) => {
    owners.forEach((owner, mark) => {
      const key = keyOf(owner);
      const known = stretches.get(key);
      if (known === undefined) stretches.set(key, [{ page: object, mark }]);
      else known.push({ page: object, mark });
    });
  });
  const elementOf = new Map<string, number>();

  const element = (
    parent: number,
    kind: string,
    kids: (self: number) => readonly PdfValue[],
    more: Readonly<Record<string, PdfValue>> = {},
  ): PdfValue => {
    const self = reserve();
    set(self, dictionary({ S: name(kind), P: ref(parent), K: array(kids(self)), ...more }));
    return ref(self);
  };
  /** An element that holds what was drawn for an owner; empty where nothing was. */
  const leaf = (
    parent: number,
    kind: string,
    owner: Owner,
    more: Readonly<Record<string, PdfValue>> = {},
  ): PdfValue => {
    const self = reserve();
    const key = keyOf(owner);
    elementOf.set(key, self);
    set(self, dictionary({ S: name(kind), P: ref(parent), ...contentOf(stretches.get(key) ?? []), ...more }));
    return ref(self);
  };
  const row = (parent: number, part: number, index: number, columns: number): PdfValue =>
    element(parent, 'TR', (self) =>
      Array.from({ length: columns }, (_, column) => {
        const owner = { part, row: index, column };
        if (index === -1) return leaf(self, 'TH', owner, { A: scope('Column') });
        return column === 0 ? leaf(self, 'TH', owner, { A: scope('Row') }) : leaf(self, 'TD', owner);
      }),
    );
  const told = (part: StoryPart, index: number): PdfValue => {
    const whole = { part: index };
    switch (part.kind) {
      case 'title':
        return leaf(document, 'H1', whole);
      case 'heading':
        return leaf(document, `H${part.level}`, whole);
      case 'paragraph':
      case 'verbatim':
        return leaf(document, 'P', whole);
      case 'figure':
        return leaf(document, 'Figure', whole, { Alt: text(part.about) });
      case 'list':
      case 'facts': {
        const count = part.kind === 'list' ? part.items.length : part.rows.length;
        return element(document, 'L', (list) =>
          Array.from({ length: count }, (_, at) =>
            element(list, 'LI', (item) => [
              leaf(item, 'Lbl', { part: index, row: at, column: 0 }),
              leaf(item, 'LBody', { part: index, row: at, column: 1 }),
            ]),
          ),
        );
      }
      case 'table':
        return element(document, 'Table', (self) => [
          row(self, index, -1, part.head.length),
          ...part.rows.map((_, at) => row(self, index, at, part.head.length)),
        ]);
    }
  };
  const forms = fields.map(({ object, page, about }) =>
    element(document, 'Form', () => [dictionary({ Type: name('OBJR'), Obj: ref(object), Pg: ref(page) })], {
      Alt: text(about),
    }),
  );
  set(
    document,
    dictionary({
      S: name('Document'),
      P: ref(root),
      K: array([...story.map(told), ...forms]),
    }),
  );
  const parents = pages.map(({ owners }) =>
    array(
      owners.map((owner) => {
        const found = elementOf.get(keyOf(owner));
        if (found === undefined) throw new Error('something on a page has no place in the order of reading');
        return ref(found);
      }),
    ),
  );
  set(
    root,
    dictionary({
      Type: name('StructTreeRoot'),
      K: array([ref(document)]),
      ParentTree: dictionary({
        Nums: array([...parents, ...forms].flatMap((value, index) => [atom(index), value])),
      }),
      ParentTreeNextKey: atom(parents.length + forms.length),
    }),
  );
  return root;
}

function keyOf({ part, row, column }: Owner): string {
  return `${part} ${row ?? ''} ${column ?? ''}`;
}

function contentOf(stretches: readonly Stretch[]): Record<string, PdfValue> {
  const [first] = stretches;
  if (first === undefined) return {};
  const here = stretches.every(({ page }) => page === first.page);
  return {
    Pg: ref(first.page),
    K: array(
      stretches.map(({ page, mark }) =>
        here ? atom(mark) : dictionary({ Type: name('MCR'), Pg: ref(page), MCID: atom(mark) }),
      ),
    ),
  };
}

/** What a head cell is the head of (14.8.5.7). */
function scope(of: 'Row' | 'Column'): PdfValue {
  return dictionary({ O: name('Table'), Scope: name(of) });
}
