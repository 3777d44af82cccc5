import { beforeAll, describe, expect, it } from 'vitest';
import type { VerifyView } from '../../../shared/ipc/verify-views.ts';
import { collectRunReport } from '../reports/collect.ts';
import { makeFixtureInput } from '../reports/fixture-input.ts';
import { makeFixtureKey, type FixtureKey } from '../reports/fixture-keys.ts';
import { renderReport } from '../reports/render.ts';
import type { Unsigned } from '../reports/pdf/assemble.ts';
import { signPdf } from '../reports/sign/sign-pdf.ts';
import { verifyReportPdf } from './report-pdf.ts';

const fontsFolder = `${import.meta.dirname}/../../../resources/fonts`;
let key: FixtureKey;
let unsigned: Unsigned;
let pdf: Buffer;

beforeAll(async () => {
  key = await makeFixtureKey();
  const report = collectRunReport({
    ...makeFixtureInput(3),
    rootSha256: key.rootSha256,
    certificateSha256: key.certificateSha256,
  });
  unsigned = await renderReport(report, { fontsFolder });
  pdf = Buffer.from(await signPdf(unsigned, key));
});

const verify = async (bytes: Uint8Array): Promise<VerifyView> =>
  verifyReportPdf(bytes, { rootSha256: key.rootSha256 });
const failed = (view: VerifyView): string[] =>
  view.lines.filter((line) => line.verdict === 'failed').map((line) => `${line.what}: ${line.detail}`);

describe('a report as it was issued', () => {
  it('verifies, check by check', async () => {
    const view = await verifyReportPdf(pdf, { rootSha256: key.rootSha256, fileName: 'audit_report.pdf' });
    expect(view.ok).toBe(true);
    expect(view.subject).toBe(
      'audit_report.pdf: report aaaaaaa5-0000-4000-8000-000000000001, run aaaaaaa1-0000-4000-8000-000000000001',
    );
    expect(view.lines.map((line) => [line.what, line.verdict])).toEqual([
      ['Form', 'ok'],
      ['Whole file', 'ok'],
      ['Signature form', 'ok'],
      ['Content', 'ok'],
      ['Signature', 'ok'],
      ['Certificates', 'ok'],
      ['Signer', 'ok'],
      ['Data', 'ok'],
    ]);
  });

  it('is intact but not ok while nobody knows the root', async () => {
    const view = await verifyReportPdf(pdf);
    expect(view.ok).toBe(false);
    expect(view.lines.filter((line) => line.verdict !== 'ok')).toEqual([
      {
        what: 'Signer',
        verdict: 'unknown',
        detail: `intact, signer unknown: compare the root fingerprint ${key.rootSha256} with one obtained by another way`,
      },
    ]);
  });

  it('fails under another root', async () => {
    const view = await verifyReportPdf(pdf, { rootSha256: 'a'.repeat(64) });
    expect(view.ok).toBe(false);
    expect(failed(view)).toEqual([
      `Signer: signed under another root than those that are known: ${key.rootSha256}`,
    ]);
  });
});

describe('a file that is no report', () => {
  it.each([
    ['nothing', ''],
    ['text', 'hello'],
    ['only a header', '%PDF-1.7\n'],
    ['an end that points nowhere', '%PDF-1.7\nstartxref\n999\n%%EOF\n'],
    ['an empty table', '%PDF-1.7\nxref\n0 1\n0000000000 65535 f \ntrailer\n<<>>\nstartxref\n9\n%%EOF\n'],
    [
      'endless nesting',
      `%PDF-1.7\nxref\n0 1\n0000000000 65535 f \ntrailer\n${'['.repeat(5000)}\nstartxref\n9\n%%EOF\n`,
    ],
  ])('is refused in plain words: %s', async (_, text) => {
    const view = await verify(Buffer.from(text, 'latin1'));
    expect(view.ok).toBe(false);
    expect(view.lines[0]?.verdict).toBe('failed');
    expect(view.lines[0]?.detail).toMatch(/^(?:the file|the PDF) /);
    expect(view.lines.slice(1).every((line) => line.verdict === 'not_checked')).toBe(true);
  });

  it('is refused when it is encrypted, unsigned or cut short', async () => {
    const trailer = (extra: string): Buffer =>
      Buffer.from(pdf.toString('latin1').replace('trailer\n<<', `trailer\n<<${extra} `), 'latin1');
    expect(failed(await verify(trailer('/Encrypt 3 0 R')))).toEqual([
      'Form: the file is encrypted; reports are not',
    ]);
    expect(failed(await verify(trailer('/Prev 12')))).toEqual([
      'Form: the PDF has no plain cross-reference table, as reports have',
    ]);
    expect((await verify(unsigned.pdf)).ok).toBe(false);
    for (const length of [pdf.length - 1, pdf.length - 10, pdf.length >> 1, 2000, 20])
      expect((await verify(pdf.subarray(0, length))).ok).toBe(false);
  });
});
