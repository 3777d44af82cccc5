import { beforeAll, describe, expect, it } from 'vitest';
import { Problem } from '../../../shared/domain/problem.ts';
import { readCms, webTools } from '../../../shared/verify/index.ts';
import type { VerifyView } from '../../../shared/ipc/verify-views.ts';
import { collectRunReport } from '../reports/collect.ts';
import { makeFixtureInput } from '../reports/fixture-input.ts';
import { makeFixtureKey, type FixtureKey } from '../reports/fixture-keys.ts';
import { renderReport } from '../reports/render.ts';
import type { Unsigned } from '../reports/pdf/assemble.ts';
import { signDetached } from '../reports/sign/cms.ts';
import { signPdf } from '../reports/sign/sign-pdf.ts';
import { verifyReportPdf } from './report-pdf.ts';

const fontsFolder = `${import.meta.dirname}/../../../resources/fonts`;
let key: FixtureKey;
let unsigned: Unsigned;
let pdf: Buffer;

beforeAll(async () => {
  key = await makeFixtureKey();
  unsigned = await renderReport(modelFor(key), { fontsFolder });
  pdf = Buffer.from(await signPdf(unsigned, key));
});

const modelFor = (owner: FixtureKey): ReturnType<typeof collectRunReport> =>
  collectRunReport({
    ...makeFixtureInput(1),
    rootSha256: owner.rootSha256,
    certificateSha256: owner.certificateSha256,
  });
const tools = webTools(globalThis);
const verify = async (bytes: Uint8Array): Promise<VerifyView> =>
  verifyReportPdf(bytes, { rootSha256: key.rootSha256 });
const failed = (view: VerifyView): string[] =>
  view.lines.filter((line) => line.verdict === 'failed').map((line) => line.what);

/** Puts a CMS where the signature stands. */
function withCms(cms: Uint8Array): Buffer {
  const copy = Buffer.from(unsigned.pdf);
  copy.write(Buffer.from(cms).toString('hex'), unsigned.start + 1, 'latin1');
  return copy;
}

/** The CMS of the signed file, without its padding. */
function cmsOf(bytes: Buffer): Buffer {
  const room = Buffer.from(bytes.toString('latin1', unsigned.start + 1, unsigned.end - 1), 'hex');
  return room.subarray(0, readCms(room, tools).sizeBytes);
}

describe('one changed byte', () => {
  it('anywhere in the file is found', async () => {
    // Every byte of the frame, and samples between; the signature’s own bytes have a test of their own.
    const places = new Set<number>();
    for (let at = 0; at < 200; at += 1) places.add(at).add(pdf.length - 1 - at);
    for (let at = 0; at < pdf.length; at += 97) places.add(at);
    for (let at = unsigned.start - 400; at < unsigned.start + 2; at += 1) places.add(at);
    for (let at = unsigned.end - 2; at < unsigned.end + 100; at += 1) places.add(at);
    const missed: number[] = [];
    const copy = Buffer.from(pdf);
    for (const at of places) {
      const before = copy[at] ?? 0;
      copy[at] = before ^ (1 << (at % 8));
      if ((await verify(copy)).ok) missed.push(at);
      copy[at] = before;
    }
    expect(missed).toEqual([]);
  });

  it('anywhere in the signature is found, its padding and the case of its digits included', async () => {
    const used = cmsOf(pdf).length * 2;
    const missed: number[] = [];
    const copy = Buffer.from(pdf);
    for (let at = unsigned.start + 1; at < unsigned.end - 1; at += at < unsigned.start + used + 40 ? 1 : 211)
      for (const bit of [0x01, 0x20]) {
        const before = copy[at] ?? 0;
        copy[at] = before ^ bit;
        if ((await verify(copy)).ok) missed.push(at);
        copy[at] = before;
      }
    expect(missed).toEqual([]);
  });

  it('is told apart: content, signature, form', async () => {
    const flip = async (at: number): Promise<string[]> => {
      const copy = Buffer.from(pdf);
      copy[at] = (copy[at] ?? 0) ^ 1;
      return failed(await verify(copy));
    };
    const page = pdf.indexOf('stream\n') + 20;
    expect(await flip(page)).toEqual(['Content']);
    const last = unsigned.start + cmsOf(pdf).length * 2;
    expect(await flip(last)).toEqual(['Signature']);
    expect(await flip(0)).toEqual(['Form']);
  });
});

describe('tricks', () => {
  it('something appended', async () => {
    for (const more of ['\n', ' ', '%comment\n', '%PDF-1.7\n', pdf.toString('latin1').slice(-40)])
      expect((await verify(Buffer.concat([pdf, Buffer.from(more, 'latin1')]))).ok).toBe(false);
  });

  it('an incremental update', async () => {
    const text = pdf.toString('latin1');
    const root = /\/Root (\d+) 0 R/.exec(text)?.[1] ?? '';
    const start = /startxref\n(\d+)/.exec(text.slice(-64))?.[1] ?? '';
    const update = `${root} 0 obj\n<</Type /Catalog>>\nendobj\n`;
    const xref = `xref\n${root} 1\n${String(pdf.length).padStart(10, '0')} 00000 n \ntrailer\n<</Size 99 /Root ${root} 0 R /Prev ${start}>>\nstartxref\n${pdf.length + update.length}\n%%EOF\n`;
    expect((await verify(Buffer.concat([pdf, Buffer.from(update + xref, 'latin1')]))).ok).toBe(false);
  });

  it('a byte range that leaves out more than the signature', async () => {
    const text = pdf.toString('latin1');
    const [range = ''] = /\/ByteRange \[[^\]]*\] */.exec(text) ?? [];
    const numbers = [0, unsigned.start - 10, unsigned.end, pdf.length - unsigned.end];
    for (const wrong of [
      numbers,
      [0, unsigned.start, unsigned.end + 10, pdf.length - unsigned.end - 10],
      [0, unsigned.start, unsigned.end, pdf.length - unsigned.end - 1],
      [1, unsigned.start - 1, unsigned.end, pdf.length - unsigned.end],
      [0, 0, 0, 0],
      [0, unsigned.start, unsigned.end],
    ]) {
      const written = `/ByteRange [${wrong.join(' ')}]`.padEnd(range.length);
      const view = await verify(Buffer.from(text.replace(range, written), 'latin1'));
      expect(view.ok).toBe(false);
      expect(failed(view)[0]).toBe('Whole file');
    }
  });

  it('a signature by somebody else, honest about it', async () => {
    const other = await makeFixtureKey();
    expect(failed(await verify(Buffer.from(await signPdf(unsigned, other))))).toEqual(['Signer', 'Data']);
  });

  it('a signature by somebody else who carries our root', async () => {
    const other = await makeFixtureKey();
    const forged = { ...other, root: key.root };
    expect(failed(await verify(Buffer.from(await signPdf(unsigned, forged))))).toEqual(
      expect.arrayContaining(['Certificates']),
    );
  });

  it('our certificate with another key', async () => {
    const other = await makeFixtureKey();
    const forged = { ...key, privateKeyPkcs8: other.privateKeyPkcs8 };
    expect(failed(await verify(Buffer.from(await signPdf(unsigned, forged))))).toEqual(['Signature']);
  });

  it('our signature over another content', async () => {
    const cms = await signDetached([Buffer.from('{"files":[]}')], key);
    expect(failed(await verify(withCms(cms)))).toEqual(['Content']);
  });

  it('something hidden after the signature in its room', async () => {
    const cms = cmsOf(pdf);
    expect(
      failed(await verify(withCms(Buffer.concat([cms, Buffer.alloc(20), Buffer.from('hidden')])))),
    ).toEqual(['Signature form']);
  });

  it('certificates that are no chain or out of date', async () => {
    const noAuthority = await makeFixtureKey({ rootIsAuthority: false });
    const expired = await makeFixtureKey({ notAfter: new Date('2026-06-01T00:00:00Z') });
    for (const owner of [noAuthority, expired]) {
      const bytes = await signPdf(await renderReport(modelFor(owner), { fontsFolder }), owner);
      const view = await verifyReportPdf(bytes, { rootSha256: owner.rootSha256 });
      expect(view.ok).toBe(false);
      expect(failed(view)).toEqual(['Certificates']);
    }
  });

  it('attached data that is not what it says', async () => {
    const original = modelFor(key);
    const model = await renderReport({ ...original, version: 2 as unknown as 1 }, { fontsFolder });
    const view = await verify(await signPdf(model, key));
    expect(view.lines.find((line) => line.what === 'Data')).toMatchObject({
      verdict: 'failed',
      detail: 'the attached data is of a newer version than this program reads',
    });
  });

  it('a CMS in another form: indefinite length, more signers, trailing bytes', () => {
    const cms = cmsOf(pdf);
    const indefinite = Buffer.concat([Buffer.from('3080', 'hex'), cms.subarray(4), Buffer.alloc(2)]);
    const wrapped = Buffer.concat([Buffer.from('3004', 'hex'), cms.subarray(0, 4)]);
    for (const bytes of [
      indefinite,
      wrapped,
      Buffer.alloc(10),
      Buffer.from('30', 'hex'),
      Buffer.from('3083ffffff', 'hex'),
    ])
      expect(() => readCms(bytes, tools)).toThrow(Problem);
  });
});
