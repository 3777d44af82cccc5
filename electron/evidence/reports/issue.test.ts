import { execFileSync } from 'node:child_process';
import { webcrypto } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as pkijs from 'pkijs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { RunReport } from '../../../shared/formats/report.ts';
import { sha256Hex } from '../../core/index.ts';
import { collectRunReport } from './collect.ts';
import { makeFixtureInput } from './fixture-input.ts';
import { makeFixtureKey, type FixtureKey } from './fixture-keys.ts';
import { issueReport, type IssuedReport } from './issue.ts';
import { openReportRenderer } from './renderer.ts';

const FONTS = `${import.meta.dirname}/../../../resources/fonts`;
const folder = mkdtempSync(join(tmpdir(), 'report-'));
const file = join(folder, 'report.pdf');
const renderer = openReportRenderer(FONTS);
let key: FixtureKey;
let report: RunReport;
let issued: IssuedReport;
const progress: string[] = [];

/** Poppler's tools, written by others, judge what we wrote. */
const tool = (name: string, ...args: string[]): string =>
  execFileSync(name, args, { encoding: 'utf8', env: { ...process.env, LC_ALL: 'C', TZ: 'UTC' } });

beforeAll(async () => {
  key = await makeFixtureKey();
  report = collectRunReport({
    ...makeFixtureInput(),
    rootSha256: key.rootSha256,
    certificateSha256: key.certificateSha256,
  });
  issued = await issueReport(report, renderer, key, {
    onProgress: (done, total) => progress.push(`${done}/${total}`),
  });
  writeFileSync(file, issued.pdf);
});
afterAll(async () => {
  await renderer.close();
  rmSync(folder, { recursive: true });
});

describe('an issued report', () => {
  it('says of itself what it is', () => {
    expect(issued.sha256).toBe(sha256Hex(issued.pdf));
    expect(issued.sizeBytes).toBe(issued.pdf.length);
    expect(progress.at(-1)).toBe(`${issued.pages}/${issued.pages}`);
  });

  it('is signed as a whole, says pdfsig', () => {
    const text = tool('pdfsig', '-nocert', file);
    expect(text).toContain('Signature Type: ETSI.CAdES.detached');
    expect(text).toContain('Signing Hash Algorithm: SHA-256');
    expect(text).toContain('Total document signed');
    expect(text).toContain('Signature Validation: Signature is Valid.');
    // The places that are kept for others are there, and nobody has signed them.
    expect(text.match(/The signature form field is not signed/g)).toHaveLength(3);
  });

  it('has title, language, A4 pages, embedded fonts, and its data attached', () => {
    const info = tool('pdfinfo', file);
    expect(info).toContain(
      `Title:           Audit report on the run of table_readiness, ${report.report.id}`,
    );
    expect(info).toContain('Author:          Maja Wójcik-Okonkwo');
    expect(info).toContain('Page size:       595.28 x 841.89 pts (A4)');
    expect(info).toMatch(new RegExp(`Pages: +${issued.pages}\\n`));
    const fonts = tool('pdffonts', file)
      .split('\n')
      .slice(2)
      .filter((line) => line !== '');
    expect(fonts.length).toBeGreaterThan(0);
    for (const line of fonts) expect(line).toMatch(/\byes yes yes\b/);
    expect(tool('pdfdetach', '-list', file)).toContain('report.json');
    expect(Buffer.from(issued.pdf).includes('/Lang (en-US)')).toBe(true);
  });

  it('prints the signature with name, role, time and meaning, and every page its number', () => {
    const text = tool('pdftotext', '-layout', file, '-');
    expect(text).toContain('Maja Wójcik-Okonkwo');
    expect(text).toMatch(/Compliance, 21 Nov 2026, \d\d:\d\d:\d\d UTC/);
    expect(text).toContain('Meaning: review. I have reviewed this record.');
    expect(text).toContain('What this report does not prove');
    expect(text).toContain(key.rootSha256);
    for (let page = 1; page <= issued.pages; page += 1)
      expect(text).toContain(`Page ${page} of ${issued.pages}`);
    for (const call of report.calls) expect(text).toContain(call.tool);
  });

  it('carries a CMS that another implementation accepts, without a signing time', async () => {
    const text = Buffer.from(issued.pdf).toString('latin1');
    const [, start, end] = /\/ByteRange \[0 (\d+) (\d+) /.exec(text) ?? [];
    const from = Number(start);
    const to = Number(end);
    const info = pkijs.ContentInfo.fromBER(Buffer.from(text.slice(from + 1, to - 1), 'hex'));
    const signed = new pkijs.SignedData({ schema: info.content });
    const crypto = new pkijs.CryptoEngine({ crypto: webcrypto, name: 'test' });
    const data = Buffer.concat([issued.pdf.subarray(0, from), issued.pdf.subarray(to)]);
    const check = async (bytes: Uint8Array): Promise<boolean> =>
      signed.verify({ signer: 0, data: new Uint8Array(bytes).buffer }, crypto).catch((): boolean => false);
    expect(await check(data)).toBe(true);
    data[100] = (data[100] ?? 0) ^ 1;
    expect(await check(data)).toBe(false);
    expect(signed.signerInfos[0]?.signedAttrs?.attributes.map(({ type }) => type)).toEqual([
      '1.2.840.113549.1.9.3',
      '1.2.840.113549.1.9.4',
      '1.2.840.113549.1.9.16.2.47',
    ]);
  });

  it('is the same up to its signature when it is made again', async () => {
    const again = await issueReport(report, renderer, key);
    const until = Buffer.from(issued.pdf).indexOf(' /Contents <');
    expect(until).toBeGreaterThan(1000);
    expect(Buffer.compare(again.pdf.subarray(0, until), issued.pdf.subarray(0, until))).toBe(0);
    expect(again.sizeBytes).toBe(issued.sizeBytes);
  });
});

describe('what cannot be issued', () => {
  it('a report whose key cannot be read', async () => {
    const broken = { ...key, privateKeyPkcs8: key.privateKeyPkcs8.subarray(0, 40) };
    await expect(issueReport(report, renderer, broken)).rejects.toMatchObject({ code: 'invalid_input' });
  });

  it('a report that was cancelled', async () => {
    const signal = AbortSignal.abort();
    await expect(renderer.render(report, { signal })).rejects.toMatchObject({ code: 'cancelled' });
  });

  it('a model that does not fit the schema', async () => {
    const bad = { ...report, gaps: [] };
    await expect(renderer.render(bad)).rejects.toMatchObject({ code: 'invalid_input' });
  });

  it('a report without its fonts, and says no path', async () => {
    const other = openReportRenderer(join(folder, 'no-fonts'));
    await expect(other.render(report)).rejects.toMatchObject({
      code: 'not_found',
      message: 'the bundled fonts cannot be read',
    });
    await other.close();
  });
});
