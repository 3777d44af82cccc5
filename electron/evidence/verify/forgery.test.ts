import { beforeAll, describe, expect, it } from 'vitest';
import type { VerifyView } from '../../../shared/ipc/verify-views.ts';
import type { EvidenceFiles } from '../../../shared/formats/evidence.ts';
import { readPdf } from '../../../shared/verify/index.ts';
import { writeBundle } from '../reports/bundle.ts';
import { collectRunReport } from '../reports/collect.ts';
import { addCountersignature } from '../reports/countersign.ts';
import { makeFixtureEvidence, type FixtureEvidence } from '../reports/fixture-evidence.ts';
import { FIXTURE_WORKSPACE } from '../reports/fixture-basics.ts';
import { makeFixtureInput } from '../reports/fixture-input.ts';
import { makeFixtureKey, type FixtureKey } from '../reports/fixture-keys.ts';
import { renderReport } from '../reports/render.ts';
import { signPdf } from '../reports/sign/sign-pdf.ts';
import { verifyReportPdf } from './report-pdf.ts';

/** What a forger may do to a report or a bundle, and the lines that name it. */

const fontsFolder = `${import.meta.dirname}/../../../resources/fonts`;
const input = makeFixtureInput(2);
let author: FixtureKey;
let reviewer: FixtureKey;
let evidence: FixtureEvidence;
let one: Buffer;
let two: Buffer;

const roots = (): readonly string[] => [author.rootSha256, reviewer.rootSha256];
const verify = async (bytes: Uint8Array, witnesses?: readonly string[]): Promise<VerifyView> =>
  verifyReportPdf(bytes, { roots: roots(), witnesses });
const failed = async (bytes: Uint8Array, witnesses?: readonly string[]): Promise<string[]> => {
  const view = await verify(bytes, witnesses);
  expect(view.ok).toBe(false);
  return view.lines.filter((line) => line.verdict === 'failed').map((line) => `${line.what}: ${line.detail}`);
};
const issue = async (files: EvidenceFiles, owner = author): Promise<Buffer> => {
  const model = collectRunReport({
    ...input,
    rootSha256: owner.rootSha256,
    certificateSha256: owner.certificateSha256,
  });
  return Buffer.from(await signPdf(await renderReport(model, { fontsFolder, evidence: files }), owner));
};
const countersign = async (pdf: Uint8Array, owner: FixtureKey): Promise<Buffer> => {
  const words = { name: 'Rita Reviewer', role: 'compliance', meaning: 'review', atMs: input.nowMs } as const;
  const task = { pdf, words: { ...words, rootSha256: owner.rootSha256 }, fontsFolder };
  return Buffer.from(await signPdf(await addCountersignature(task), owner));
};
const flipped = (bytes: Uint8Array, at: number): Buffer => {
  const copy = Buffer.from(bytes);
  copy[at] = (copy[at] ?? 0) ^ 1;
  return copy;
};

beforeAll(async () => {
  author = await makeFixtureKey();
  reviewer = await makeFixtureKey();
  evidence = makeFixtureEvidence(input.entries);
  one = await issue(evidence.files);
  two = await countersign(one, reviewer);
});

describe('what nobody forged', () => {
  it('verifies, with one signature and with two, and says what it carries', async () => {
    for (const bytes of [one, two]) expect(await verify(bytes)).toMatchObject({ ok: true });
    const lines = new Map((await verify(one)).lines.map((line) => [line.what, line]));
    expect(lines.get('Entries')?.detail).toMatch(
      /^\d+ journal entries stand under the checkpoint, and \d+ more/,
    );
    expect(lines.get('Data')?.detail).toContain('evidence.jsonl, checkpoint.txt, proofs.txt');
    expect(lines.get('Journal or witness')?.verdict).toBe('not_checked');
  });

  it('leaves the earlier revision as it was', () => {
    expect(two.subarray(0, one.length).equals(one)).toBe(true);
    expect(readPdf(two).revisions).toHaveLength(2);
  });

  it('agrees with a witness that holds the same, and cannot tell with one that holds less', async () => {
    expect(await verify(one, [evidence.note])).toMatchObject({ ok: true });
    const view = await verify(one, [evidence.earlier]);
    expect(view.ok).toBe(false);
    expect(view.lines.at(-1)).toMatchObject({ what: 'Journal or witness', verdict: 'unknown' });
  });
});

describe('signatures', () => {
  it('a signer with a root of their own is unknown, and named when others are known', async () => {
    const forger = await makeFixtureKey();
    const bytes = await issue(evidence.files, forger);
    const alone = await verifyReportPdf(bytes);
    expect(alone.ok).toBe(false);
    expect(alone.lines.filter(({ verdict }) => verdict !== 'ok').map(({ what }) => what)).toEqual([
      'Signer',
      'Journal or witness',
    ]);
    expect(await failed(bytes)).toEqual([expect.stringMatching(/^Signer: signed under another root/)]);
  });

  it('of two signatures the bad one is named', async () => {
    const second = two.indexOf('/Contents <', one.length) + 400;
    expect(await failed(flipped(two, second))).toEqual([expect.stringMatching(/\(signature 2\)/)]);
    const forger = await makeFixtureKey();
    expect(await failed(await countersign(one, forger))).toEqual([
      expect.stringMatching(/^Signer \(signature 2\): signed under another root/),
    ]);
  });

  it('a changed byte below two signatures breaks both', async () => {
    const page = two.indexOf('stream\n') + 20;
    expect(await failed(flipped(two, page))).toEqual([
      'Content (signature 1): it was changed after it was signed',
      'Content (signature 2): it was changed after it was signed',
    ]);
  });

  it('a signature taken away leaves a report that its author alone signed', async () => {
    expect(await verify(two.subarray(0, one.length))).toMatchObject({ ok: true });
  });

  it('five people cannot sign in four places', async () => {
    let bytes = two;
    for (let place = 0; place < 2; place += 1) bytes = await countersign(bytes, reviewer);
    expect(await verify(bytes)).toMatchObject({ ok: true });
    await expect(countersign(bytes, reviewer)).rejects.toMatchObject({ code: 'limit_reached' });
  });
});

describe('updates that are more than a signature', () => {
  /** Rewrites the update behind the first revision; offsets in its table are made to fit. */
  const withUpdate = (objects: Readonly<Record<number, string>>): Buffer => {
    const { trailer, tableAt } = readPdf(one);
    const root = trailer.entries.get('Root');
    let text = '';
    const rows: string[] = [];
    for (const [number, body] of Object.entries(objects)) {
      rows.push(`${number} 1\n${String(one.length + text.length).padStart(10, '0')} 00000 n \n`);
      text += `${number} 0 obj\n${body}\nendobj\n`;
    }
    const start = one.length + text.length;
    const about = /\/Info \d+ 0 R/.exec(one.toString('latin1').slice(-600))?.[0] ?? '';
    text += `xref\n${rows.join('')}trailer\n<</Size 9999 /Root ${root?.type === 'ref' ? root.object : 0} 0 R ${about} /Prev ${tableAt}>>\nstartxref\n${start}\n%%EOF\n`;
    return Buffer.concat([one, Buffer.from(text, 'latin1')]);
  };
  const objectOf = (pattern: RegExp): number => Number(pattern.exec(one.toString('latin1'))?.[1] ?? 0);

  it('an update that nobody signed', async () => {
    expect(await failed(withUpdate({ 9000: '<</Nothing true>>' }))).toEqual([
      expect.stringMatching(/^Form: revision 2, \d+ bytes at the end, carries no signature/),
    ]);
  });

  it('a page, the catalog or the attached list put anew', async () => {
    const catalog = objectOf(/\/Root (\d+) 0 R/);
    const page = objectOf(/(\d+) 0 obj\n<<[^>]*\/Type \/Page[^s]/);
    for (const object of [catalog, page])
      expect(await failed(withUpdate({ [object]: '<</Type /Catalog>>' }))).toEqual([
        `Form: revision 2 does more than add a signature: it replaces object ${object}`,
      ]);
  });

  it('the signed field filled again, or an empty one filled and moved', async () => {
    const text = one.toString('latin1');
    const fields = [...text.matchAll(/(\d+) 0 obj\n(<<\/Type \/Annot.*>>)\nendobj/g)];
    const [signed, empty] = fields;
    expect(await failed(withUpdate({ [signed?.[1] ?? 0]: signed?.[2] ?? '' }))).toEqual([
      expect.stringMatching(/^Form: revision 2 does more than add a signature: it replaces object/),
    ]);
    const moved = (empty?.[2] ?? '').replace(/\/Rect \[[^\]]*\]/, '/V 9000 0 R /Rect [0 0 600 800]');
    expect(await failed(withUpdate({ [empty?.[1] ?? 0]: moved, 9000: '<<>>' }))).toEqual([
      'Form: revision 2 does more than add a signature: it changes `Rect` of its field',
    ]);
  });

  it('a real further signature with something behind it, or another catalog in its trailer', async () => {
    expect(await failed(Buffer.concat([two, Buffer.from('%more\n')]))).toEqual([
      expect.stringMatching(/^Form: \d bytes follow the end of the document, and no signature covers them/),
    ]);
    const other = Buffer.from(
      two.toString('latin1').replace(/(\/Root )(\d)(\d* 0 R[^]*?startxref\n\d+\n%%EOF\n)$/, '$19$3'),
      'latin1',
    );
    expect((await verify(other)).ok).toBe(false);
  });
});

describe('evidence', () => {
  const withEvidence = async (change: Partial<EvidenceFiles>): Promise<string[]> =>
    failed(await issue({ ...evidence.files, ...change }));

  it('an entry that says something else', async () => {
    const rows = evidence.files.rows.replace('\\"kind\\":\\"run.started\\"', '\\"kind\\":\\"run.stopped\\"');
    expect(rows).not.toBe(evidence.files.rows);
    expect(await withEvidence({ rows })).toEqual([
      expect.stringMatching(/^Entries: entry \d+ does not stand in the journal as it is given here$/),
    ]);
  });

  it('an entry left out, doubled, or given at another place', async () => {
    const [header = '', first = '', ...rest] = evidence.files.rows.trimEnd().split('\n');
    expect(await withEvidence({ rows: `${[header, ...rest].join('\n')}\n` })).toEqual([
      'Checkpoint: rows are missing or too many',
    ]);
    const count = JSON.stringify({ ...(JSON.parse(header) as object), rows: rest.length });
    expect(await withEvidence({ rows: `${[count, ...rest].join('\n')}\n` })).toEqual([
      expect.stringMatching(/^Entries: there are \d+ entries and \d+ proofs$/),
    ]);
    expect(
      await withEvidence({ rows: `${[header, rest[0], first, ...rest.slice(1)].join('\n')}\n` }),
    ).toEqual(['Checkpoint: the rows are not in the order of the journal']);
  });

  it('a checkpoint of another key, or one that was rewritten', async () => {
    const foreign = makeFixtureEvidence(input.entries);
    expect(await withEvidence({ checkpoint: foreign.note })).toEqual([
      "Checkpoint: the checkpoint lacks this journal's signature",
    ]);
    expect(await withEvidence({ checkpoint: evidence.rewritten })).toEqual([
      expect.stringMatching(/^Entries: entry \d+ has a proof that leads to another checkpoint$/),
    ]);
  });

  it('a proof for another entry', async () => {
    const proofs = evidence.files.proofs.replace('index 0\n', 'index 1\n');
    expect(await withEvidence({ proofs })).toEqual([
      expect.stringMatching(/^Entries: entry \d+ does not stand/),
    ]);
  });

  it('a journal that was rewritten as a whole shows only beside a witness', async () => {
    expect(await failed(one, [evidence.rewritten])).toEqual([
      expect.stringMatching(/^Journal or witness: the witness knows another journal of \d+ entries/),
    ]);
  });

  it('gives away neither small counts nor words of people', () => {
    const [, ...rows] = evidence.files.rows.trimEnd().split('\n');
    const parsed = rows.map((row) => JSON.parse(row) as { bytes?: string; withheld?: string });
    expect(parsed.some(({ withheld }) => withheld === 'small_count')).toBe(true);
    for (const { bytes } of parsed) expect(bytes ?? '').not.toMatch(/"(?:reason|note)":"[^"]* /);
  });
});

describe('bundles', () => {
  let bundle: Buffer;
  beforeAll(async () => {
    const files = {
      'lists/denials.csv': Buffer.from('entry,rule\n1,HIPAA-001\n'),
      'verifier.html': Buffer.from('x'),
    };
    bundle = Buffer.from(
      await writeBundle(
        {
          workspace: FIXTURE_WORKSPACE,
          about: 'Denials of March',
          appVersion: '0.1.0',
          nowMs: input.nowMs,
          files,
          evidence: evidence.files,
        },
        author,
      ),
    );
  });

  it('verifies, and says what it is', async () => {
    const view = await verify(bundle);
    expect(view).toMatchObject({ ok: true, subject: 'evidence bundle: Denials of March' });
    expect(view.lines.map(({ what }) => what)).toEqual([
      ...['Form', 'Signature form', 'Content', 'Signature', 'Certificates', 'Signer', 'Files'],
      ...['Checkpoint', 'Entries', 'Journal or witness'],
    ]);
  });

  it('names the file that was changed, and finds a byte changed anywhere', async () => {
    expect(await failed(flipped(bundle, bundle.indexOf('HIPAA-001')))).toEqual([
      'Files: `lists/denials.csv` was changed',
    ]);
    for (let at = 0; at < bundle.length; at += 61) {
      // Times, checksums and versions in the zip's own tables say nothing about the files.
      const view = await verify(flipped(bundle, at));
      if (view.ok) expect(inTables(bundle, at)).toBe(true);
    }
  });

  it('refuses a file added, cut short, or followed by something', async () => {
    for (const bytes of [
      bundle.subarray(0, -1),
      bundle.subarray(0, bundle.length >> 1),
      Buffer.concat([bundle, Buffer.from('more')]),
      Buffer.concat([Buffer.from('#!/bin/sh\n'), bundle]),
    ])
      expect((await verify(bytes)).ok).toBe(false);
  });

  it('refuses a path that leads out of it', async () => {
    for (const path of ['../up', '/abs', 'a//b', '.hidden', 'a\\b', 'two words'])
      await expect(
        writeBundle(
          {
            workspace: FIXTURE_WORKSPACE,
            about: 'x',
            appVersion: '0.1.0',
            nowMs: 0,
            files: { [path]: Buffer.from('x') },
          },
          author,
        ),
      ).rejects.toMatchObject({ code: 'invalid_input' });
  });
});

/** Whether a byte stands in a local header or the table of contents, outside names and sizes. */
function inTables(zip: Buffer, at: number): boolean {
  const table = zip.readUInt32LE(zip.length - 6);
  if (at >= table) return true;
  for (let from = 0; from < table;) {
    const name = zip.readUInt16LE(from + 26);
    const size = zip.readUInt32LE(from + 18);
    if (at < from + 30 + name) return at >= from;
    from += 30 + name + size;
  }
  return false;
}
