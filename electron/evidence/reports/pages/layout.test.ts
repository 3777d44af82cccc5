import { beforeAll, describe, expect, it } from 'vitest';
import { collectRunReport } from '../collect.ts';
import { makeFixtureInput } from '../fixture-input.ts';
import { composeReport, type PageOptions } from './content.ts';
import { loadFonts, type Measure } from './fonts.ts';
import { breakLines } from './lines.ts';
import { Flow, type Mark, type Sheet } from './sheet.ts';
import { table } from './table.ts';
import { MARGIN, PAPERS, TEXT, type Paper } from './theme.ts';

const FONTS = `${import.meta.dirname}/../../../../resources/fonts`;
let measure: Measure;
let options: PageOptions;
beforeAll(async () => {
  measure = await loadFonts(FONTS);
  options = { measure, attachmentSha256: 'a'.repeat(64) };
});

function extent(mark: Mark): readonly [number, number] {
  switch (mark.kind) {
    case 'text':
      return [measure.width(mark.text.trimEnd(), mark.style.face, mark.style.size), mark.style.line];
    case 'rule':
      return [mark.width, mark.weight];
    case 'box':
      return [mark.width, mark.height];
    case 'code':
      return [mark.side, mark.side];
  }
}

/** Marks that stand outside the paper's margins, as text. */
function outside(sheets: readonly Sheet[], paper: Paper = PAPERS.a4): string[] {
  return sheets.flatMap((sheet, index) =>
    sheet.marks.flatMap((mark) => {
      const [width, height] = extent(mark);
      const inside =
        mark.x >= MARGIN.left - 0.5 &&
        mark.x + width <= paper.width - MARGIN.right + 0.5 &&
        mark.y >= MARGIN.top - 1 &&
        mark.y + height <= paper.height - 20;
      return inside
        ? []
        : [`${index}: ${mark.kind} ${mark.kind === 'text' ? mark.text : ''} ${mark.x} ${mark.y}`];
    }),
  );
}

describe('the pages', () => {
  it.each([0, 1, 14, 120])('hold a report of %i calls', (calls) => {
    const flow = composeReport(collectRunReport(makeFixtureInput(calls)), options);
    expect(outside(flow.sheets)).toEqual([]);
    expect(flow.signature?.sheet).toBe(0);
    expect(flow.bookmarks.map((bookmark) => bookmark.title)).toEqual([
      '1  What this report does not prove',
      '2  45 CFR 164.312, item by item',
      '3  The run',
      '4  Steps and calls',
      '5  Rules that decided',
      '6  Denials',
      '7  Approvals and signatures',
      '8  Redactions',
      '9  Artefacts and hashes',
      '10  The journal',
      '11  People',
      '12  How to check this report',
    ]);
  });

  it.each([
    ['hipaa_run', 'hipaa', '45 CFR 164.312, item by item', '164.312(a)(1)', 12],
    ['soc2_run', 'soc2', 'Trust services criteria, one by one', 'CC6.1', 12],
    ['plain_run', 'none', undefined, undefined, 11],
  ] as const)('follow the template %s', (template, complianceProfile, section, cite, sections) => {
    const input = makeFixtureInput();
    const run = { ...input.run, complianceProfile };
    for (const paper of ['a4', 'letter'] as const) {
      const flow = composeReport(collectRunReport({ ...input, run, template, paper }), options);
      expect(outside(flow.sheets, PAPERS[paper])).toEqual([]);
      const titles = flow.bookmarks.map((bookmark) => bookmark.title.replace(/^\d+ +/, ''));
      const texts = flow.sheets.flatMap(({ marks }) =>
        marks.map((mark) => (mark.kind === 'text' ? mark.text : '')),
      );
      expect(titles).toHaveLength(sections);
      expect(titles.filter((title) => /164|criteria/.test(title))).toEqual(
        section === undefined ? [] : [section],
      );
      // The items of another template are nowhere.
      const cites = texts.filter((text) => /^(?:164\.312|CC\d)/.test(text)).map((text) => text.slice(0, 2));
      expect([...new Set(cites)]).toEqual(cite === undefined ? [] : [cite.slice(0, 2)]);
      if (cite !== undefined) expect(texts).toContain(cite);
    }
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
    expect(outside(composeReport(stretched, options).sheets)).toEqual([]);
  });

  it('break a table row that is taller than a page, and repeat the head', () => {
    const flow = new Flow(measure, PAPERS.a4);
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
      for (const line of lines)
        expect(measure.width(line.trimEnd(), 'sans', TEXT.cell.size)).toBeLessThanOrEqual(60);
      expect(lines.join('').replaceAll(' ', '')).toBe(text.replaceAll(' ', ''));
    }
  });

  it('show a character that no font has by its number', () => {
    expect(measure.printable('Zażółć Ωλ Иван ệ')).toBe('Zażółć Ωλ Иван ệ');
    expect(measure.printable('王\u202e\u00a0a')).toBe('[U+738B][U+202E] a');
  });
});
