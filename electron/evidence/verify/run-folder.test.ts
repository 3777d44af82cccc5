import {
  mkdtempSync,
  readFileSync,
  readdirSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { cp, rename } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { RunId } from '../../../shared/domain/index.ts';
import type { VerifyView } from '../../../shared/ipc/verify-views.ts';
import { collectRunReport } from '../reports/collect.ts';
import { FIXTURE_RUN, FIXTURE_WORKSPACE } from '../reports/fixture-basics.ts';
import { makeFixtureInput } from '../reports/fixture-input.ts';
import { makeFixtureKey, type FixtureKey } from '../reports/fixture-keys.ts';
import { renderReport } from '../reports/render.ts';
import { writeRunFolder, type RunFolderContent } from '../reports/run-folder.ts';
import { signDetached } from '../reports/sign/cms.ts';
import { signPdf } from '../reports/sign/sign-pdf.ts';
import { verifyRunFolder } from './run-folder.ts';

const root = mkdtempSync(join(tmpdir(), 'run-folder-'));
const fontsFolder = `${import.meta.dirname}/../../../resources/fonts`;
let key: FixtureKey;
let content: RunFolderContent;
let original: string;

beforeAll(async () => {
  key = await makeFixtureKey();
  const report = collectRunReport({
    ...makeFixtureInput(1),
    rootSha256: key.rootSha256,
    certificateSha256: key.certificateSha256,
  });
  content = {
    run: FIXTURE_RUN,
    workspace: FIXTURE_WORKSPACE,
    appVersion: '0.1.0',
    nowMs: Date.UTC(2026, 10, 21),
    conversations: [{ agent: 'deidentifier', content: Buffer.from([1, 2, 3]) }],
    reports: [
      { name: 'minimum_necessary', content: Buffer.from('{"columns":[]}') },
      { name: 'data_profile', content: new Uint8Array(0) },
    ],
    auditReport: await signPdf(await renderReport(report, { fontsFolder }), key),
  };
  original = join(root, 'original');
  await writeRunFolder(original, content, key);
});
afterAll(() => {
  rmSync(root, { recursive: true });
});

let copies = 0;
async function copyOf(): Promise<string> {
  copies += 1;
  const folder = join(root, `copy-${copies}`);
  await cp(original, folder, { recursive: true });
  return folder;
}
const verify = (folder: string): Promise<VerifyView> =>
  verifyRunFolder(folder, { rootSha256: key.rootSha256 });
const bad = async (folder: string): Promise<string[]> => {
  const view = await verify(folder);
  expect(view.ok).toBe(false);
  return [
    ...new Set(view.lines.filter((line) => line.verdict === 'failed').map((line) => line.firstBad ?? '')),
  ];
};
function flip(path: string, at: number): void {
  const bytes = readFileSync(path);
  bytes[at] = (bytes[at] ?? 0) ^ 1;
  writeFileSync(path, bytes);
}

describe('a run folder as it was written', () => {
  it('has the documented layout and verifies', async () => {
    const files = readdirSync(original, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => join(entry.parentPath, entry.name).slice(original.length + 1));
    expect(files.sort()).toEqual([
      'audit/audit_report.pdf',
      'conversations/deidentifier.jsonl.enc',
      'manifest.json',
      'manifest.json.p7s',
      'reports/data_profile.json',
      'reports/minimum_necessary.json',
    ]);
    const view = await verify(original);
    expect(view.lines.filter((line) => line.verdict !== 'ok')).toEqual([]);
    expect(view.ok).toBe(true);
    expect(view.subject).toBe(`original: run ${FIXTURE_RUN}`);
    expect(statSync(join(original, 'manifest.json')).mode & 0o077).toBe(0);
    expect(readdirSync(root)).toEqual(['original']);
  });

  it('is intact but not ok while nobody knows the root', async () => {
    const view = await verifyRunFolder(original);
    expect(view.ok).toBe(false);
    expect(new Set(view.lines.filter((line) => line.verdict !== 'ok').map((line) => line.verdict))).toEqual(
      new Set(['unknown']),
    );
  });

  it('is not written over anything, nor with names that are no file names', async () => {
    await expect(writeRunFolder(original, content, key)).rejects.toMatchObject({ code: 'already_exists' });
    const other = join(root, 'other');
    for (const name of ['../up', 'a/b', '', '.hidden', 'con.json'])
      await expect(
        writeRunFolder(other, { ...content, reports: [{ name, content: new Uint8Array(1) }] }, key),
      ).rejects.toMatchObject({ code: 'invalid_input' });
    const twice = ['Sheet', 'sheet'].map((name) => ({ name, content: new Uint8Array(1) }));
    await expect(writeRunFolder(other, { ...content, reports: twice }, key)).rejects.toMatchObject({
      code: 'invalid_input',
    });
    expect(readdirSync(root).some((name) => name.startsWith('other') || name.startsWith('.'))).toBe(false);
  });
});

describe('a changed run folder', () => {
  it('names the file in which a byte was flipped', async () => {
    for (const path of [
      'audit/audit_report.pdf',
      'conversations/deidentifier.jsonl.enc',
      'reports/minimum_necessary.json',
    ]) {
      const folder = await copyOf();
      flip(join(folder, path), Math.min(700, statSync(join(folder, path)).size - 1));
      expect(await bad(folder)).toEqual([path]);
    }
  });

  it('finds every flipped byte of manifest and signature', async () => {
    const folder = await copyOf();
    for (const name of ['manifest.json', 'manifest.json.p7s']) {
      const path = join(folder, name);
      const whole = readFileSync(path);
      for (let at = 0; at < whole.length; at += 47) {
        flip(path, at);
        expect((await verify(folder)).ok, `${name} ${at}`).toBe(false);
        writeFileSync(path, whole);
      }
    }
    expect((await verify(folder)).ok).toBe(true);
  });

  it('finds a missing file, an added one, a link, a truncated one', async () => {
    const missing = await copyOf();
    rmSync(join(missing, 'reports/data_profile.json'));
    expect(await bad(missing)).toEqual(['reports/data_profile.json']);

    const added = await copyOf();
    writeFileSync(join(added, 'reports/extra.json'), '{}');
    expect((await verify(added)).lines.find((line) => line.verdict === 'failed')).toMatchObject({
      what: 'Nothing added',
      detail: 'not in the manifest: `reports/extra.json`',
    });

    const linked = await copyOf();
    const target = join(linked, 'reports/minimum_necessary.json');
    await rename(target, join(root, 'elsewhere.json'));
    symlinkSync(join(root, 'elsewhere.json'), target);
    expect(await bad(linked)).toEqual(['reports/minimum_necessary.json']);

    const truncated = await copyOf();
    writeFileSync(join(truncated, 'conversations/deidentifier.jsonl.enc'), Buffer.from([1, 2]));
    expect(await bad(truncated)).toEqual(['conversations/deidentifier.jsonl.enc']);
  });

  it('finds a manifest rewritten and signed by somebody else', async () => {
    const folder = await copyOf();
    const other = await makeFixtureKey();
    const text = readFileSync(join(folder, 'manifest.json'), 'utf8').replace('0.1.0', '0.1.1');
    writeFileSync(join(folder, 'manifest.json'), text);
    expect(await bad(folder)).toEqual(['Manifest signature']);
    writeFileSync(join(folder, 'manifest.json.p7s'), await signDetached([Buffer.from(text)], other));
    expect(await bad(folder)).toEqual(['Signer']);
  });

  it('finds the report of another run, rightly signed', async () => {
    const folder = join(root, 'mixed');
    const run = 'aaaaaaa1-0000-4000-8000-0000000000ff' as RunId;
    await writeRunFolder(folder, { ...content, run }, key);
    expect((await verify(folder)).lines.find((line) => line.verdict === 'failed')).toMatchObject({
      firstBad: 'audit/audit_report.pdf',
      detail: 'the report is about another run or workspace than the folder',
    });
  });

  it('is refused in plain words when it is none', async () => {
    const nowhere = await verify(join(root, 'nowhere'));
    expect(nowhere.lines).toEqual([
      { what: 'Manifest', verdict: 'failed', detail: 'the file is missing', firstBad: 'Manifest' },
    ]);
    const folder = await copyOf();
    for (const text of ['', '[]', '{"format":"other"}', 'x'.repeat(9 * 1024 * 1024)]) {
      writeFileSync(join(folder, 'manifest.json'), text);
      expect((await verify(folder)).ok).toBe(false);
    }
  });
});
