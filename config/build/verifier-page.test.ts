import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { AxeBuilder } from '@axe-core/playwright';
import { chromium, type Browser, type Page } from 'playwright';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { collectRunReport } from '../../electron/evidence/reports/collect.ts';
import {
  makeFixtureEvidence,
  type FixtureEvidence,
} from '../../electron/evidence/reports/fixture-evidence.ts';
import { makeFixtureInput } from '../../electron/evidence/reports/fixture-input.ts';
import { FIXTURE_WORKSPACE } from '../../electron/evidence/reports/fixture-basics.ts';
import { makeExportFixture } from '../../electron/evidence/exports/fixture-export.ts';
import { makeFixtureKey, type FixtureKey } from '../../electron/evidence/reports/fixture-keys.ts';
import { issueReport, openReportRenderer, writeBundle } from '../../electron/evidence/index.ts';
import { buildVerifier, VERIFIER_PAGE } from './verifier.ts';

/** The built page in a real browser, from a file, with nothing to reach. */

const root = join(import.meta.dirname, '../..');
const folder = mkdtempSync(join(tmpdir(), 'verifier-'));
const file = (name: string): string => join(folder, name);
let key: FixtureKey;
let evidence: FixtureEvidence;
let sampleRoot: string;
let browser: Browser;
let page: Page;
const asked: string[] = [];
const complaints: string[] = [];

beforeAll(async () => {
  await buildVerifier(`${root}/`);
  key = await makeFixtureKey();
  const input = makeFixtureInput(4);
  evidence = makeFixtureEvidence(input.entries);
  const renderer = openReportRenderer(join(root, 'resources/fonts'));
  const model = collectRunReport({
    ...input,
    rootSha256: key.rootSha256,
    certificateSha256: key.certificateSha256,
  });
  const { pdf } = await issueReport(model, renderer, key, { evidence: evidence.files });
  await renderer.close();
  writeFileSync(file('report.pdf'), pdf);
  const changed = Buffer.from(pdf);
  const at = changed.indexOf('stream\n') + 20;
  changed[at] = (changed[at] ?? 0) ^ 1;
  writeFileSync(file('changed.pdf'), changed);
  writeFileSync(file('appended.pdf'), Buffer.concat([pdf, Buffer.from('% more\n')]));
  writeFileSync(file('cut.pdf'), pdf.subarray(0, pdf.length >> 1));
  writeFileSync(file('foreign.pdf'), '%PDF-1.4\n1 0 obj\n<<>>\nendobj\n');
  writeFileSync(file('same.txt'), evidence.note);
  writeFileSync(file('rewritten.txt'), evidence.rewritten);
  const about = { workspace: FIXTURE_WORKSPACE, about: 'Denials of March', appVersion: '0.1.0' };
  const files = { 'denials.csv': Buffer.from('entry\n1\n') };
  const nowMs = input.nowMs;
  writeFileSync(
    file('bundle.zip'),
    await writeBundle({ ...about, nowMs, files, evidence: evidence.files }, key),
  );

  const journal = await makeExportFixture();
  await journal.sample({ name: 'sample.zip' });
  writeFileSync(file('sample.zip'), await journal.read('sample.zip'));
  sampleRoot = journal.key.rootSha256;
  await journal.remove();

  browser = await chromium.launch({
    executablePath: '/usr/bin/chromium',
    args: process.getuid?.() === 0 ? ['--no-sandbox'] : [],
    timeout: 60_000,
  });
  page = await (await browser.newContext()).newPage();
  page.setDefaultTimeout(30_000);
  page.on('request', (request) => asked.push(request.url()));
  page.on('console', (message) => complaints.push(message.text()));
  page.on('pageerror', (error) => complaints.push(error.message));
  await page.goto(pathToFileURL(join(root, VERIFIER_PAGE)).href);
}, 180_000);
afterAll(async () => {
  await browser.close();
  rmSync(folder, { recursive: true });
});

async function check(name: string): Promise<{ readonly verdict: string; readonly lines: string[] }> {
  // Another file in between, so that the same one can be chosen twice.
  await page.setInputFiles('#document', []);
  await page.setInputFiles('#document', file(name));
  await subject(name);
  return read();
}

/** Waits until the verdict over that file stands there. */
async function subject(name: string): Promise<void> {
  await page
    .locator('#result:not([data-verdict=none])', { has: page.locator('#subject', { hasText: name }) })
    .waitFor();
}

async function read(): Promise<{ readonly verdict: string; readonly lines: string[] }> {
  return {
    verdict: await page.innerText('#verdict'),
    lines: (await page.locator('#lines li').allInnerTexts()).map((text) => text.replaceAll('\n', ' | ')),
  };
}

async function giveRoot(text: string): Promise<void> {
  await page.fill('#roots', text);
  await page.locator('#roots').blur();
}

describe('the verifier page', () => {
  it('says of a genuine report that it is intact, and by whom once the root is given', async () => {
    const unknown = await check('report.pdf');
    expect(unknown.verdict).toBe('Intact, signer unknown');
    await giveRoot(key.rootSha256.toUpperCase().replaceAll(/(.{4})/g, '$1 '));
    const known = await check('report.pdf');
    expect(known.verdict).toBe('Verified');
    expect(known.lines.some((line) => /ok \| Entries \| \d+ journal entries stand/.test(line))).toBe(true);
  });

  it('draws a sample again, and shows its population to be complete but for what is withheld', async () => {
    await giveRoot(sampleRoot);
    const { verdict, lines } = await check('sample.zip');
    await giveRoot(key.rootSha256);
    expect(verdict).toBe('Intact, not all shown');
    expect(lines).toEqual(
      expect.arrayContaining([
        expect.stringMatching(/^ok \| Population \| all \d+ entries .* the query finds 12 of them$/),
        'ok | Drawing | the seed draws these 5 entries, in this order',
        expect.stringMatching(/^unknown \| Withheld \| 1 entries/),
      ]),
    );
  });

  it('names what was done to a forged one', async () => {
    for (const [name, line] of [
      ['changed.pdf', 'failed | Content | it was changed after it was signed'],
      [
        'appended.pdf',
        'failed | Form | 8 bytes follow the end of the document, and no signature covers them',
      ],
      ['cut.pdf', 'failed | Form | the PDF is damaged: it is cut short: its end is missing'],
      ['foreign.pdf', 'failed | Form | the PDF is damaged: it is cut short: its end is missing'],
    ] as const) {
      const { verdict, lines } = await check(name);
      expect([name, verdict]).toEqual([name, 'Not verified']);
      expect(lines.filter((text) => text.startsWith('failed'))).toEqual([line]);
    }
  });

  it('reads a bundle, and compares checkpoints that were kept elsewhere', async () => {
    expect((await check('bundle.zip')).verdict).toBe('Verified');
    await page.setInputFiles('#witness', file('rewritten.txt'));
    expect((await check('bundle.zip')).verdict).toBe('Not verified');
    await page.setInputFiles('#witness', file('same.txt'));
    expect((await check('report.pdf')).verdict).toBe('Verified');
    await page.setInputFiles('#witness', []);
  });

  it('refuses another root, and says when one is typed wrong', async () => {
    await giveRoot('0'.repeat(64));
    expect((await check('report.pdf')).verdict).toBe('Not verified');
    await giveRoot('12345');
    expect(await page.innerText('#roots-problem')).toContain('64 hexadecimal digits');
    await giveRoot(key.rootSha256);
  });

  it('takes a file that is dropped on it', async () => {
    await check('changed.pdf');
    const data = await page.evaluateHandle(
      "(() => { const data = new DataTransfer(); data.items.add(new File(['x'], 'dropped.txt')); return data; })()",
    );
    await page.dispatchEvent('#drop', 'drop', { dataTransfer: data });
    await subject('dropped.txt');
    expect((await read()).lines).toContain('failed | Form | the file is not a PDF');
  });

  it('passes axe, asks for nothing but itself, and breaks no rule of its policy', async () => {
    await check('report.pdf');
    const { violations } = await new AxeBuilder({ page }).setLegacyMode(true).analyze();
    expect(violations.map(({ id }) => id)).toEqual([]);
    expect(asked).toHaveLength(1);
    expect(complaints).toEqual([]);
  });
});
