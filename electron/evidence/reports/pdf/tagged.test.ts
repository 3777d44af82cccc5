import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { inflateSync } from 'node:zlib';
import { create } from 'fontkit';
import { beforeAll, describe, expect, it } from 'vitest';
import {
  dictionaryOf,
  integerOf,
  isName,
  readPdf,
  type PdfDictionary,
  type PdfFile,
  type PdfValue,
} from '../../../../shared/verify/index.ts';
import { collectRunReport } from '../collect.ts';
import { makeFixtureInput } from '../fixture-input.ts';
import { makeFixtureKey } from '../fixture-keys.ts';
import { renderReport } from '../render.ts';
import { signPdf } from '../sign/sign-pdf.ts';

/** That what stands on the pages can be reached in the order of reading, and that pages hold nothing odd. */

let bytes: Uint8Array;
let file: PdfFile;
let pages: readonly PdfDictionary[];

beforeAll(async () => {
  const key = await makeFixtureKey();
  const identity = { rootSha256: key.rootSha256, certificateSha256: key.certificateSha256 };
  const model = collectRunReport({ ...makeFixtureInput(40), ...identity });
  const fontsFolder = `${import.meta.dirname}/../../../../resources/fonts`;
  bytes = await signPdf(await renderReport(model, { fontsFolder }), key);
  file = readPdf(bytes);
  pages = items(resolve(catalog().entries.get('Pages')), 'Kids').map(dictionary);
});

const resolve = (value: PdfValue | undefined): PdfValue | undefined =>
  value?.type === 'ref' ? file.object(value.object) : value;
const dictionary = (value: PdfValue | undefined): PdfDictionary => dictionaryOf(file, value, 'a part');
const catalog = (): PdfDictionary => dictionary(file.trailer.entries.get('Root'));
const items = (value: PdfValue | undefined, key: string): readonly PdfValue[] => {
  const found = resolve(dictionary(value).entries.get(key));
  return found?.type === 'array' ? found.items : [];
};
const kindOf = (element: PdfDictionary): string => {
  const kind = element.entries.get('S');
  return kind?.type === 'name' ? kind.name : '';
};
const data = (value: PdfValue | undefined): string => {
  const stream = resolve(value);
  if (stream?.type !== 'stream') throw new Error('no stream');
  return inflateSync(stream.data).toString('latin1');
};

describe('a report is tagged', () => {
  it('and says so', () => {
    expect(dictionary(catalog().entries.get('MarkInfo')).entries.get('Marked')).toEqual({
      type: 'atom',
      text: 'true',
    });
    for (const page of pages) expect(isName(page.entries.get('Tabs'), 'S')).toBe(true);
  });

  it('so that every text is marked, and each mark leads to one element that knows it', () => {
    const tree = dictionary(catalog().entries.get('StructTreeRoot'));
    const parents = items(tree.entries.get('ParentTree'), 'Nums');
    const marked: number[] = [];
    for (const [index, page] of pages.entries()) {
      const content = data(page.entries.get('Contents'));
      let depth = 0;
      for (const line of content.split('\n')) {
        if (/ (?:BDC|BMC)$/.test(line)) depth += 1;
        else if (line === 'EMC') depth -= 1;
        else expect(depth).toBe(1);
      }
      expect(depth).toBe(0);
      const numbers = [...content.matchAll(/<<\/MCID (\d+)>> BDC/g)].map(([, number]) => Number(number));
      expect(numbers).toEqual(numbers.map((_, position) => position));
      marked.push(numbers.length);
      expect(integerOf(page.entries.get('StructParents'))).toBe(index);
      const owners = resolve(parents[2 * index + 1]);
      if (owners?.type !== 'array') throw new Error('a page has no parents');
      expect(owners.items).toHaveLength(numbers.length);
      for (const owner of new Set(owners.items.map((item) => JSON.stringify(item)))) {
        const element = dictionary(JSON.parse(owner) as PdfValue);
        expect(items(element, 'K').length).toBeGreaterThan(0);
      }
    }
    const { reached, kinds } = walk(tree);
    expect(reached).toBe(marked.reduce((sum, count) => sum + count, 0));
    expect([...kinds].sort()).toEqual([
      ...['Document', 'Figure', 'Form', 'H1', 'H2', 'H3', 'L', 'LBody', 'LI', 'Lbl', 'P'],
      ...['TD', 'TH', 'TR', 'Table'],
    ]);
  });

  it('so that heads of tables name their direction, rows are of one length, and drawings have words', () => {
    const visit = (element: PdfDictionary): void => {
      const kids = elementsOf(element);
      if (kindOf(element) === 'Table')
        expect(new Set(kids.map((row) => elementsOf(row).length)).size).toBe(1);
      if (kindOf(element) === 'TH')
        expect(dictionary(element.entries.get('A')).entries.has('Scope')).toBe(true);
      if (['Figure', 'Form'].includes(kindOf(element))) expect(element.entries.has('Alt')).toBe(true);
      kids.forEach(visit);
    };
    visit(dictionary(catalog().entries.get('StructTreeRoot')));
  });

  it('so that poppler reads the words apart', () => {
    const folder = mkdtempSync(join(tmpdir(), 'tagged-'));
    try {
      writeFileSync(join(folder, 'report.pdf'), bytes);
      const told = execFileSync('pdfinfo', ['-struct-text', join(folder, 'report.pdf')], {
        encoding: 'utf8',
        timeout: 60_000,
        maxBuffer: 64 * 1024 * 1024,
      });
      expect(told).toContain('"Audit report on the run of table_readiness"');
      expect(told).toContain('"1 What this report does not prove"');
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  });
});

function elementsOf(element: PdfDictionary): readonly PdfDictionary[] {
  return items(element, 'K').flatMap((kid) => (kid.type === 'ref' ? [dictionary(kid)] : []));
}

function walk(root: PdfDictionary): { readonly reached: number; readonly kinds: ReadonlySet<string> } {
  const kinds = new Set<string>();
  let reached = 0;
  const visit = (element: PdfDictionary): void => {
    kinds.add(kindOf(element));
    for (const kid of items(element, 'K')) {
      if (kid.type === 'ref') visit(dictionary(kid));
      else if (kid.type === 'atom' || (kid.type === 'dictionary' && isName(kid.entries.get('Type'), 'MCR')))
        reached += 1;
    }
  };
  for (const kid of items(root, 'K')) visit(dictionary(kid));
  return { reached, kinds };
}

describe('its pages', () => {
  it('are drawn with a handful of operators, all of which PDF/A allows', () => {
    const operators = new Set<string>();
    for (const page of pages)
      for (const [, operator] of data(page.entries.get('Contents')).matchAll(/(?:^|\s)([A-Za-z]+)(?=\s|$)/g))
        operators.add(operator ?? '');
    expect([...operators].sort()).toEqual(
      ['BDC', 'BMC', 'BT', 'EMC', 'ET', 'RG', 'S', 'TJ', 'Tf', 'Tm', 'f', 're', 'rg', 'w'].sort(),
    );
  });

  it('name the widths that the embedded fonts have', () => {
    const fonts = resolve(dictionary(pages[0]?.entries.get('Resources')).entries.get('Font'));
    const labels = fonts?.type === 'dictionary' ? [...fonts.entries.values()] : [];
    expect(labels.length).toBeGreaterThan(2);
    for (const label of labels) {
      const [first] = items(label, 'DescendantFonts');
      const descendant = dictionary(first);
      const descriptor = dictionary(descendant.entries.get('FontDescriptor'));
      const font = create(Buffer.from(data(descriptor.entries.get('FontFile2')), 'latin1'));
      if (!('layout' in font)) throw new Error('no font');
      const widths = items(descendant, 'W');
      for (let at = 0; at < widths.length; at += 2) {
        const number = integerOf(widths[at]);
        const value = widths[at + 1];
        const width = value?.type === 'array' && value.items[0]?.type === 'atom' ? value.items[0].text : '';
        const { advanceWidth } = font.getGlyph(number);
        expect(Math.abs(Number(width) - (advanceWidth * 1000) / font.unitsPerEm)).toBeLessThan(1);
      }
    }
  });
});
