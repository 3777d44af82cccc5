import { beforeAll, describe, expect, it } from 'vitest';
import { PERIOD_REPORT_KINDS } from '../../../../shared/domain/index.ts';
import { canonicalJson } from '../../../../shared/formats/canonical-json.ts';
import type { Entry } from '../../../../shared/formats/journal/index.ts';
import type { PeriodReport } from '../../../../shared/formats/period-report.ts';
import { composeReport } from '../pages/content.ts';
import { loadFonts, type Measure } from '../pages/fonts.ts';
import type { Sheet } from '../pages/sheet.ts';
import { MARGIN, PAPERS } from '../pages/theme.ts';
import { collectPeriodReport } from './collect-period.ts';
import { FROM_MS, makePeriodEntries, makePeriodInput, sourceOf, TO_MS } from './fixture-period.ts';
import { scanPeriod } from './scan.ts';

const ENTRIES = makePeriodEntries();
const CLAIMS = /compliant|certif(?!icate)|immutable|guarantee|tamper-?proof|unalterable/i;
const gapsOf = (report: PeriodReport): string[] => report.gaps.map(({ id }) => id);
const listOf = ({ lists }: PeriodReport, id: string): PeriodReport['lists'][number] => {
  const list = lists.find((one) => one.id === id);
  if (list === undefined) throw new Error(`no list ${id}`);
  return list;
};
const columnOf = (report: PeriodReport, id: string, column: string): unknown[] => {
  const { columns, rows } = listOf(report, id);
  const at = columns.findIndex((one) => one.id === column);
  return rows.map((row) => row[at]);
};

let measure: Measure;
beforeAll(async () => {
  measure = await loadFonts(`${import.meta.dirname}/../../../../resources/fonts`);
});

describe.each(PERIOD_REPORT_KINDS)('the %s report', (kind) => {
  it('is the same for the same entries, and claims no more than support', async () => {
    const report = collectPeriodReport(await makePeriodInput(kind));
    expect(canonicalJson(collectPeriodReport(await makePeriodInput(kind)))).toBe(canonicalJson(report));
    expect(CLAIMS.exec(canonicalJson(report))).toBeNull();
    expect(report.period).toMatchObject({ fromMs: FROM_MS, toMs: TO_MS, firstSeq: 2 });
    for (const list of report.lists) expect(list.rows.length).toBeLessThanOrEqual(list.total);
    for (const { statements } of report.protocol.items)
      for (const { grade, entries } of statements)
        if (grade === 'recorded' && entries.length > 0)
          expect(Math.max(...entries)).toBeLessThan(ENTRIES.length);
  });

  it.each(['a4', 'letter'] as const)(
    'stays on its %s sheets, gaps before items before lists',
    async (paper) => {
      const report = collectPeriodReport({ ...(await makePeriodInput(kind)), paper });
      const flow = composeReport(report, { measure, attachmentSha256: 'a'.repeat(64) });
      expect(outside(flow.sheets, measure, paper)).toEqual([]);
      const titles = flow.bookmarks.map(({ title }) => title.replace(/^\d+ +/, ''));
      expect(titles.slice(0, 3)).toEqual([
        'What this report does not prove',
        'Item by item, in the order of the audit protocol',
        'Figures',
      ]);
      expect(titles.slice(3, -3)).toEqual(report.lists.map(({ title }) => title));
      const texts = textsOf(flow.sheets);
      expect(texts.find((text) => CLAIMS.test(text))).toBeUndefined();
      expect(texts).toContain(`Page ${flow.sheets.length} of ${flow.sheets.length}`);
      expect(texts).toContain('SIGNED ELECTRONICALLY');
    },
  );

  it('says on every sheet of a preview that it is not signed', async () => {
    const report = collectPeriodReport(await makePeriodInput(kind));
    const flow = composeReport(report, { measure, attachmentSha256: 'a'.repeat(64), preview: true });
    const texts = textsOf(flow.sheets);
    expect(texts).not.toContain('SIGNED ELECTRONICALLY');
    expect(texts.filter((text) => text.endsWith('preview, not signed'))).toHaveLength(flow.sheets.length);
  });
});

describe('what a report finds', () => {
  it('names what is missing, late or open, the most serious first', async () => {
    const report = collectPeriodReport(await makePeriodInput('period'));
    expect(gapsOf(report)).toEqual([
      ...['emergency-unreviewed', 'denials-unreviewed', 'no-access-review', 'runs-unattested'],
      ...['source-files-open', 'not-anchored', 'addressable-undocumented'],
      ...['clock-asserted', 'recorded-only', 'signer-key-local'],
    ]);
    expect(report.verdicts.map(({ what, verdict }) => [what, verdict])).toEqual([
      ['Journal', 'ok'],
      ['Readable', 'ok'],
      ['Denials reviewed', 'failed'],
      ['Emergency access', 'failed'],
      ['Known outside', 'unknown'],
    ]);
    const missing = listOf(report, 'run_attestations').rows.filter((row) => row.includes('missing')).length;
    expect(missing).toBeGreaterThan(0);
  });

  it('tells late reviews from those in time', async () => {
    const later = ENTRIES.map((entry) =>
      entry.kind === 'denials.reviewed' ? { ...entry, wallMs: entry.wallMs + 20 * 86_400_000 } : entry,
    );
    const report = collectPeriodReport(await makePeriodInput('denials', { entries: later }));
    expect(gapsOf(report)).toContain('reviews-late');
    expect(columnOf(report, 'denials', 'timely')).not.toContain('yes');
  });

  it('lists the six things that an auditor of access asks for, then who touched what', async () => {
    const report = collectPeriodReport(await makePeriodInput('access'));
    expect(report.lists.map(({ id }) => id)).toEqual([
      ...['rights_model', 'new_users', 'privileged_users', 'accounts', 'access_reviews', 'leavers'],
      ...['stated_purposes', 'dataset_touches', 'model_touches', 'exports'],
    ]);
    expect(columnOf(report, 'privileged_users', 'person')).toEqual([
      ...['Ines Amaral', 'Jonas Lindqvist', 'Maja Wójcik-Okonkwo'],
    ]);
    expect(columnOf(report, 'leavers', 'acted')).toEqual(['no']);
    expect(listOf(report, 'accounts').rows.map((row) => row.slice(0, 4))).toEqual([
      ['the application itself', 'built_in', null, null],
      ['service key weekly: table_readiness on admissions', 'good', 'Jonas Lindqvist', 'Maja Wójcik-Okonkwo'],
      ['service key daily: table_readiness on admissions', 'declined', 'Jonas Lindqvist', null],
    ]);
    expect(columnOf(report, 'accounts', 'entries').slice(1)).toEqual([2, 0]);
    expect(new Set(columnOf(report, 'dataset_touches', 'act'))).toEqual(
      new Set([
        ...[
          'imported',
          'viewed_profile',
          'viewed_rows',
          'used_tools',
          'asked_to_export',
          'examined_redaction',
        ],
      ]),
    );
    const why = columnOf(report, 'dataset_touches', 'why');
    expect(why).toEqual(expect.arrayContaining(['model', 'incident', 'not asked']));
    // Her purpose ends with her session, and is nobody else's.
    const looks = listOf(report, 'dataset_touches').rows.filter((row) => row.includes('viewed_rows'));
    expect(looks.map((row) => row.slice(1, 6))).toEqual([
      ['Maja Wójcik-Okonkwo', 'by hand', 'viewed_rows', 'incident', 1],
      ['Jonas Lindqvist', 'by hand', 'viewed_rows', 'not asked', 1],
      ['Maja Wójcik-Okonkwo', 'by hand', 'viewed_rows', 'not asked', 1],
    ]);
    expect(listOf(report, 'stated_purposes').rows.map((row) => row.slice(0, 3))).toEqual([
      ['Maja Wójcik-Okonkwo', 'incident', 'a complaint of the ward'],
    ]);
    expect(columnOf(report, 'exports', 'why')).toContain('readmission model for the quality board');
    expect(new Set(columnOf(report, 'exports', 'end'))).toEqual(new Set(['done', 'denied']));
  });

  it('prints the posture of each start, by how well it is known, and the newest check by check', async () => {
    const report = collectPeriodReport(await makePeriodInput('integrity'));
    expect(listOf(report, 'posture_starts').rows.map((row) => row.slice(2))).toEqual([
      ['start', 1, 1, 0, 1, 'interfaces'],
    ]);
    expect(columnOf(report, 'posture_checks', 'grade')).toEqual(['enforced', 'recorded', 'unknown']);
    const period = collectPeriodReport(await makePeriodInput('period'));
    expect(listOf(period, 'posture_starts').rows).toHaveLength(1);
  });

  it('puts what the redactor was measured to find beside each attestation', async () => {
    const report = collectPeriodReport(await makePeriodInput('deidentification'));
    const { rows } = listOf(report, 'attested_figures');
    expect(rows.length).toBeGreaterThan(0);
    for (const row of rows) expect(row.slice(5, 7)).toEqual(['1,188 of 1,200', '98.1 %']);
    // What was measured after a signature does not speak for it.
    const late = ENTRIES.map((entry) =>
      entry.kind === 'redaction.measured' ? { ...entry, kind: 'redaction.tried' as const } : entry,
    );
    const without = collectPeriodReport(await makePeriodInput('deidentification', { entries: late }));
    expect(new Set(columnOf(without, 'attested_figures', 'figures'))).toEqual(new Set(['not measured']));
  });

  it('plots a column for each day, also those without work', async () => {
    const { plots } = collectPeriodReport(await makePeriodInput('period'));
    const [activity, rules, approvals] = plots;
    expect(activity?.bars).toHaveLength(91);
    expect(activity?.bars.some(({ values }) => values.every((value) => value === 0))).toBe(true);
    expect(rules?.bars).toHaveLength(3);
    const answers = approvals?.bars.flatMap(({ values }) => values) ?? [];
    expect(answers.reduce((sum, value) => sum + value, 0)).toBe(
      ENTRIES.filter(({ kind }) => kind === 'approval.requested').length,
    );
  });

  it('cuts a long list and says how long it is', async () => {
    const refusals = Array.from({ length: 3100 }, (_, index): Entry => {
      const model = ENTRIES.find(({ kind }) => kind === 'access.refused');
      if (model === undefined) throw new Error('no refusal');
      return { ...model, seq: ENTRIES.length + index };
    });
    const report = collectPeriodReport(
      await makePeriodInput('activity', { entries: [...ENTRIES, ...refusals] }),
    );
    const list = listOf(report, 'refusals');
    expect(list.rows).toHaveLength(3000);
    expect(list.total).toBeGreaterThan(3100);
  });
});

describe('a hard case', () => {
  it('an empty period prints, and says first that it is empty', async () => {
    const day = { fromMs: Date.UTC(2020, 0, 1), toMs: Date.UTC(2020, 0, 2) };
    for (const kind of PERIOD_REPORT_KINDS) {
      const report = collectPeriodReport(await makePeriodInput(kind, day));
      expect(gapsOf(report)[0]).toBe('empty-period');
      const flow = composeReport(report, { measure, attachmentSha256: 'a'.repeat(64) });
      expect(outside(flow.sheets, measure, 'a4')).toEqual([]);
      expect(textsOf(flow.sheets)).toContain('none in the period');
    }
  });

  it('a period that ends before it begins is refused', async () => {
    const input = await makePeriodInput('period', { fromMs: TO_MS, toMs: FROM_MS });
    expect(() => collectPeriodReport(input)).toThrow('cannot hold the value at `period`');
  });

  it('a damaged journal is read as far as it goes, and the damage stands first', async () => {
    const source = sourceOf(ENTRIES);
    const bad = (seq: number): boolean => (seq >= 100 && seq <= 119) || seq === 300;
    const damaged = {
      after: (seq: number, limit: number) => {
        const rows = source.after(seq, limit);
        if (rows.some((row) => row.seq >= 100 && row.seq <= 119))
          throw new Error('database disk image is malformed');
        return rows.map((row) => (bad(row.seq) ? { ...row, bytes: '{"no' } : row));
      },
      row: (seq: number) => {
        if (bad(seq)) throw new Error('database disk image is malformed');
        return source.row(seq);
      },
    };
    const request = { fromMs: FROM_MS, toMs: TO_MS, throughSeq: ENTRIES.length - 1 };
    const facts = await scanPeriod(damaged, request);
    expect(facts.unreadable).toEqual({
      entries: 21,
      ranges: [
        { from: 100, to: 119 },
        { from: 300, to: 300 },
      ],
    });
    const input = await makePeriodInput('integrity');
    const verification = {
      ok: false,
      subject: 'Journal',
      lines: [
        { what: 'Chain', verdict: 'ok' as const, detail: 'as far as it goes' },
        { what: 'Pages', verdict: 'failed' as const, detail: 'a page was altered', firstBad: 'entry 100' },
      ],
    };
    const report = collectPeriodReport({ ...input, facts, verification });
    expect(gapsOf(report).slice(0, 2)).toEqual(['entries-unreadable', 'journal-not-ok']);
    expect(report.journal.checks[0]?.what).toBe('Pages');
    expect(report.verdicts[1]?.verdict).toBe('failed');
    expect(report.period.entries).toBe(ENTRIES.filter(within).length - 21);
  });

  it('what the journal says it has and nobody can read is counted too', async () => {
    const request = { fromMs: FROM_MS, toMs: TO_MS, throughSeq: ENTRIES.length + 9 };
    const facts = await scanPeriod(sourceOf(ENTRIES), request);
    expect(facts.unreadable).toEqual({
      entries: 10,
      ranges: [{ from: ENTRIES.length, to: ENTRIES.length + 9 }],
    });
  });

  it('can be stopped between pieces', async () => {
    const request = { fromMs: FROM_MS, toMs: TO_MS, throughSeq: ENTRIES.length - 1 };
    const stop = (): never => {
      throw new Error('stopped');
    };
    await expect(scanPeriod(sourceOf(ENTRIES), request, stop)).rejects.toThrow('stopped');
  });

  it.each(['555-12-3456', 'p.canary@mail.example', '(555) 010-4477', '3/14/1931'])(
    'what looks like an identifier is not printed: %s',
    async (canary) => {
      const poisoned = ENTRIES.map((entry) => {
        const body: Record<string, unknown> = { ...entry.body };
        for (const name of ['reason', 'purpose', 'note', 'message'])
          if (typeof body[name] === 'string') body[name] = `seen ${canary} here`;
        return { ...entry, body } as Entry;
      });
      for (const kind of PERIOD_REPORT_KINDS) {
        const report = collectPeriodReport(await makePeriodInput(kind, { entries: poisoned }));
        expect(canonicalJson(report).includes(canary)).toBe(false);
        if (kind !== 'integrity') expect(gapsOf(report)).toContain('text-withheld');
      }
    },
  );

  it('an entry of a shape that nobody knows is counted, not listed', async () => {
    const odd = ENTRIES.map((entry) =>
      entry.kind === 'emergency.began' ? { ...entry, body: { other: true } } : entry,
    );
    const report = collectPeriodReport(await makePeriodInput('activity', { entries: odd }));
    expect(gapsOf(report)).toContain('bodies-unreadable');
    expect(listOf(report, 'emergency_access').rows).toEqual([]);
  });
});

function within({ wallMs }: Entry): boolean {
  return wallMs >= FROM_MS && wallMs < TO_MS;
}

function textsOf(sheets: readonly Sheet[]): string[] {
  return sheets.flatMap(({ marks }) => marks.flatMap((mark) => (mark.kind === 'text' ? [mark.text] : [])));
}

/** Marks that stand outside the paper's margins. */
function outside(sheets: readonly Sheet[], fonts: Measure, paper: keyof typeof PAPERS): string[] {
  const { width, height } = PAPERS[paper];
  return sheets.flatMap(({ marks }, sheet) =>
    marks.flatMap((mark) => {
      const wide =
        mark.kind === 'text'
          ? fonts.width(mark.text.trimEnd(), mark.style.face, mark.style.size)
          : mark.kind === 'code'
            ? mark.side
            : mark.width;
      const tall = mark.kind === 'box' ? mark.height : mark.kind === 'code' ? mark.side : 0;
      const inside =
        mark.x >= MARGIN.left - 0.5 &&
        mark.x + wide <= width - MARGIN.right + 0.5 &&
        mark.y >= MARGIN.top - 1 &&
        mark.y + tall <= height - 20;
      return inside
        ? []
        : [`${sheet}: ${mark.kind} ${mark.kind === 'text' ? mark.text : ''} ${mark.x} ${mark.y}`];
    }),
  );
}
