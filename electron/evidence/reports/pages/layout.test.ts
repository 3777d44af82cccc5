import { beforeAll, describe, expect, it } from 'vitest';
import { collectRunReport } from '../collect.ts';
import { makeFixtureInput } from '../fixture-input.ts';
import { composeReport } from './content.ts';
import { loadFonts, type Measure } from './fonts.ts';
import { breakLines } from './lines.ts';
import { Flow, type Mark, type Sheet } from './sheet.ts';
import { table } from './table.ts';
import { PAGE, TEXT } from './theme.ts';

const FONTS = `${import.meta.dirname}/../../../../resources/fonts`;
let measure: Measure;
beforeAll(async () => {
  measure = await loadFonts(FONTS);
});

function extent(mark: Mark): readonly [number, number] {
  switch (mark.kind) {
    case 'text':
      return [measure.width(mark.text, mark.style.face, mark.style.size), mark.style.line];
    case 'rule':
      return [mark.width, mark.weight];
    case 'box':
      return [mark.width, mark.height];
    case 'code':
      return [mark.side, mark.side];
  }
}

/** Marks that stand outside the paper's margins, as text. */
function outside(sheets: readonly Sheet[]): string[] {
  return sheets.flatMap((sheet, index) =>
    sheet.marks.flatMap((mark) => {
      const [width, height] = extent(mark);
      const inside =
        mark.x >= PAGE.left - 0.5 &&
        mark.x + width <= PAGE.width - PAGE.right + 0.5 &&
        mark.y >= PAGE.top - 1 &&
        mark.y + height <= PAGE.height - 20;
      return inside
        ? []
        : [`${index}: ${mark.kind} ${mark.kind === 'text' ? mark.text : ''} ${mark.x} ${mark.y}`];
    }),
  );
}

describe('the pages', () => {
  it.each([0, 1, 14, 120])('hold a report of %i calls', (calls) => {
    const flow = composeReport(collectRunReport(makeFixtureInput(calls)), 'a'.repeat(64), measure);
    expect(outside(flow.sheets)).toEqual([]);
    expect(flow.signature?.sheet).toBe(0);
    expect(flow.bookmarks.map((bookmark) => bookmark.title)).toEqual([
      '1  What this report does not prove',
      '2  The run',
      '3  Steps and calls',
      '4  Rules that decided',
      '5  Denials',
      '6  Approvals and signatures',
      '7  Redactions',
      '8  Artefacts and hashes',
      '9  The journal',
      '10  45 CFR 164.312, item by item',
      '11  People',
      '12  How to check this report',
    ]);
  });

  it('hold the longest names and texts that a report may have', () => {
    const report = collectRunReport(makeFixtureInput());
    const long = 'W'.repeat(200);
    const text = 'ordinary words in a long row '.repeat(40).trim();
    const name = `c${'olumn_name_'.repeat(5)}`.slice(0, 64);
    const stretched = {
      ...report,
      signer: { ...report.signer, name: long },
      run: { ...report.run, startedBy: long, template: 'x'.repeat(120), table: name },
      findings: report.findings.map((finding) => ({ ...finding, column: name, detail: text })),
      denials: report.denials.map((denial) => ({ ...denial, who: long, reason: text })),
      approvals: report.approvals.map((approval) => ({ ...approval, answerReason: text, answeredBy: long })),
      people: report.people.map((person) => ({ ...person, name: long })),
      gaps: Array.from({ length: 60 }, () => ({ id: 'x', title: text, detail: text })),
    };
    expect(outside(composeReport(stretched, 'a'.repeat(64), measure).sheets)).toEqual([]);
  });

  it('break a table row that is taller than a page, and repeat the head', () => {
    const flow = new Flow(measure);
    const cell = Array.from({ length: 150 }, (_, index) => `line ${index}`).join('\n');
    table(
      flow,
      [
        { title: 'Left', width: 200 },
        { title: 'Right', width: 200 },
      ],
      [
        ['a', cell],
        ['b', 'c'],
      ],
    );
    expect(outside(flow.sheets)).toEqual([]);
    const texts = flow.sheets.map((sheet) =>
      sheet.marks.map((mark) => (mark.kind === 'text' ? mark.text : '')),
    );
    expect(texts.every((page) => page.includes('Right'))).toBe(true);
    expect(texts.flat().filter((text) => text.startsWith('line ')).length).toBe(150);
  });
});

describe('lines', () => {
  it('are never wider than asked, and lose no character', () => {
    for (const text of [
      '',
      'a',
      'several short words',
      'x'.repeat(500),
      'policies/very/long/path_with_names.yaml',
      'a  b',
    ]) {
      const lines = breakLines(text, TEXT.cell, 60, measure);
      for (const line of lines) expect(measure.width(line, 'sans', TEXT.cell.size)).toBeLessThanOrEqual(60);
      expect(lines.join('').replaceAll(' ', '')).toBe(text.replaceAll(' ', ''));
    }
  });

  it('show a character that no font has by its number', () => {
    expect(measure.printable('Zażółć Ωλ Иван ệ')).toBe('Zażółć Ωλ Иван ệ');
    expect(measure.printable('王\u202e\u00a0a')).toBe('[U+738B][U+202E] a');
  });
});
