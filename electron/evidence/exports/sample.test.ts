import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { canonicalJson } from '../../../shared/formats/canonical-json.ts';
import { readZip, unzip } from '../../../shared/verify/zip.ts';
import { webTools } from '../../../shared/verify/index.ts';
import { verifyReportPdf } from '../verify/report-pdf.ts';
import { writeBundle } from '../reports/bundle.ts';
import { EVER, makeExportFixture, WORKSPACE, type ExportFixture } from './fixture-export.ts';

// A sample, and what a person who signs could try: another selection, a smaller population, a changed entry.

const tools = webTools(globalThis);
let fixture: ExportFixture;
let genuine: Map<string, Buffer>;
let drawn: readonly number[];

beforeAll(async () => {
  fixture = await makeExportFixture(40);
  ({ drawn = [] } = await fixture.sample({ name: 'sample.zip' }));
  genuine = await filesOf(await fixture.read('sample.zip'));
}, 60_000);
afterAll(() => fixture.remove());

async function filesOf(bytes: Uint8Array): Promise<Map<string, Buffer>> {
  const files = new Map<string, Buffer>();
  for (const entry of readZip(bytes))
    if (!entry.name.startsWith('manifest.')) files.set(entry.name, Buffer.from(await unzip(entry, tools)));
  return files;
}

/** The same bundle with other files, signed by the very key that signed the genuine one. */
async function resigned(change: (files: Map<string, Buffer>) => void): Promise<string[]> {
  const files = new Map(genuine);
  change(files);
  const bytes = await writeBundle(
    {
      ...{ workspace: WORKSPACE, about: 'A sample', appVersion: '0.1.0' },
      ...{ nowMs: Date.parse('2026-06-01T00:00:00Z'), files: Object.fromEntries(files) },
    },
    fixture.key,
  );
  const view = await verifyReportPdf(bytes, { rootSha256: fixture.key.rootSha256 });
  expect(view.ok).toBe(false);
  return view.lines
    .filter(({ verdict }) => verdict === 'failed')
    .map(({ what, detail }) => `${what}: ${detail}`);
}

function text(files: Map<string, Buffer>, name: string): string {
  return files.get(name)?.toString('utf8') ?? '';
}

function editSample(change: Readonly<Record<string, unknown>>) {
  return (files: Map<string, Buffer>): void => {
    const sample = JSON.parse(text(files, 'sample.json')) as Record<string, unknown>;
    files.set('sample.json', Buffer.from(canonicalJson({ ...sample, ...change }), 'utf8'));
  };
}

function editLines(name: string, change: (lines: string[]) => string[]) {
  return (files: Map<string, Buffer>): void => {
    const lines = text(files, name).trimEnd().split('\n');
    files.set(name, Buffer.from(`${change(lines).join('\n')}\n`, 'utf8'));
  };
}

describe('a sample', () => {
  it('is verified with everything it says', async () => {
    const view = await verifyReportPdf(await fixture.read('sample.zip'), {
      rootSha256: fixture.key.rootSha256,
    });
    const said = Object.fromEntries(
      view.lines.map(({ what, verdict, detail }) => [what, `${verdict}: ${detail}`]),
    );
    expect(said).toMatchObject({
      Sample: 'ok: 5 asked for from 1970-01-01 to 2096-10-02, with the seed `four dice: 4 2 6 1`',
      Drawing: 'ok: the seed draws these 5 entries, in this order',
    });
    expect(said.Population).toMatch(/^ok: all 50 entries .* the query finds 40 of them$/);
  });

  it('says of an entry that is withheld that it is not shown where it belongs', async () => {
    // The fixture's erasure was asked for with a telephone number.
    const view = await verifyReportPdf(await fixture.read('sample.zip'), {
      rootSha256: fixture.key.rootSha256,
    });
    expect(view.lines.find(({ what }) => what === 'Withheld')).toMatchObject({ verdict: 'unknown' });
    expect(view.ok).toBe(false);
    expect(text(genuine, 'journal.jsonl')).not.toContain('010-1001');
    expect(text(genuine, 'sample.html')).toContain('given by hash alone');
  });

  it('prints its query, its limits and what was drawn', () => {
    const page = text(genuine, 'sample.html');
    expect(page).toContain('SELECT seq FROM run_events WHERE');
    expect(page).toContain('Completeness covers recorded events');
    expect(page).toContain('It is asserted');
    for (const seq of drawn) expect(page).toContain(`<th scope="row">${seq}</th>`);
    expect(page).not.toMatch(/<script|src=|href=/);
  });

  it('of a larger size than its population is the population', async () => {
    const all = await fixture.sample({ name: 'all.zip', size: 100 });
    expect(all).toMatchObject({ populationSize: 40 });
    expect(all.drawn).toHaveLength(40);
    expect(all.drawn?.slice(0, 5)).toEqual(drawn);
    const none = await fixture.sample({ name: 'none.zip', query: { ...EVER, toMs: 1, anyOf: [] } });
    expect(none).toMatchObject({ populationSize: 0, drawn: [] });
  });
});

describe('a forged sample', () => {
  it('that leaves out what the seed draws is told by the entry', async () => {
    const [first = 0] = drawn;
    const others = drawn.slice(1);
    const swap = await resigned(editSample({ drawn: [...others, first] }));
    expect(swap.join()).toContain('does not stand where the seed draws it');
    const fewer = await resigned(editSample({ drawn: others, size: 4 }));
    expect(fewer.join()).toContain(`the seed draws entry ${first}, which is not in the sample`);
    const seed = await resigned(editSample({ seed: 'another seed' }));
    expect(seed.join()).toMatch(/Drawing: /);
  });

  it('that hides a part of the population is told', async () => {
    expect((await resigned(editSample({ populationSize: 39 }))).join()).toContain(
      'the query finds 40 entries',
    );
    const shorter = editLines('journal.jsonl', ([header = '', ...rows]) => [
      header.replace(`"rows":${rows.length}`, `"rows":${rows.length - 1}`),
      ...rows.slice(0, -1),
    ]);
    expect((await resigned(shorter)).join()).toContain('49 of the 50 entries');
    const changed = editLines('journal.jsonl', (lines) =>
      lines.map((line) => line.replace('denied the 7. time', 'denied the 8. time')),
    );
    expect((await resigned(changed)).join()).toContain('do not make the checkpoint’s root');
    expect((await resigned((files) => files.delete('journal.jsonl'))).join()).toContain(
      '`journal.jsonl` is missing',
    );
    const moved = editLines('journal.jsonl', ([header = '', a = '', b = '', ...rows]) => [
      header,
      b,
      a,
      ...rows,
    ]);
    expect((await resigned(moved)).join()).toMatch(/not in the order|not in its place/);
  });

  it('that hides an entry behind its hash is at best unknown, never verified', async () => {
    const [first = 0] = drawn;
    const leaf = /"leaf":"([0-9a-f]{64})"/.exec(text(genuine, 'journal.jsonl'))?.[1] ?? '';
    const hidden = editLines('journal.jsonl', (lines) =>
      lines.map((line) =>
        line.endsWith(`"seq":${first}}`) ? `{"leaf":"${leaf}","seq":${first},"withheld":"free_text"}` : line,
      ),
    );
    expect((await resigned(hidden)).join()).toContain('do not make the checkpoint’s root');
  });

  it('that brings no evidence, or something else than a sample, is told', async () => {
    expect((await resigned((files) => files.delete('evidence.jsonl'))).join()).toContain(
      'nothing shows what it was drawn from',
    );
    expect((await resigned((files) => files.set('sample.json', Buffer.from('{')))).join()).toContain(
      'is no JSON',
    );
    for (const change of [
      ...[{ drawn: [1, 1] }, { drawn: [999_999] }, { size: 0 }, { seed: '' }, { query: {} }],
      ...[{ entries: 49 }, { version: 2 }, { format: 'x' }, { drawn: 'all' }],
      { query: { fromMs: 0, toMs: 1e300, anyOf: [{ kind: 1 }] } },
    ])
      expect([change, await resigned(editSample(change))]).toEqual([
        change,
        [expect.stringMatching(/^Sample: /)],
      ]);
    const proven = editLines('evidence.jsonl', ([header = '', ...rows]) => [header, ...rows.slice(1)]);
    expect((await resigned(proven)).length).toBeGreaterThan(0);
  });
});
