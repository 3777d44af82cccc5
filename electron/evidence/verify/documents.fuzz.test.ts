import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import type { VerifyView } from '../../../shared/ipc/verify-views.ts';
import { Problem } from '../../../shared/domain/problem.ts';
import { children, readCertificate, readCms, readDer, webTools } from '../../../shared/verify/index.ts';
import { writeBundle } from '../reports/bundle.ts';
import { collectRunReport } from '../reports/collect.ts';
import { makeFixtureEvidence } from '../reports/fixture-evidence.ts';
import { FIXTURE_WORKSPACE } from '../reports/fixture-basics.ts';
import { makeFixtureInput } from '../reports/fixture-input.ts';
import { makeFixtureKey, type FixtureKey } from '../reports/fixture-keys.ts';
import { renderReport } from '../reports/render.ts';
import { signDetached } from '../reports/sign/cms.ts';
import { signPdf } from '../reports/sign/sign-pdf.ts';
import { verifyReportPdf } from './report-pdf.ts';

/** Whatever a file holds, the verifier answers with words and never with an exception, in bounded time. */

const tools = webTools(globalThis);
const seeds: Buffer[] = [];
let key: FixtureKey;
let cms: Uint8Array;

beforeAll(async () => {
  key = await makeFixtureKey();
  const input = makeFixtureInput(1);
  const model = collectRunReport({
    ...input,
    rootSha256: key.rootSha256,
    certificateSha256: key.certificateSha256,
  });
  const evidence = makeFixtureEvidence(input.entries).files;
  const fontsFolder = `${import.meta.dirname}/../../../resources/fonts`;
  seeds.push(Buffer.from(await signPdf(await renderReport(model, { fontsFolder, evidence }), key)));
  const about = { workspace: FIXTURE_WORKSPACE, about: 'x', appVersion: '1', nowMs: 0 };
  seeds.push(Buffer.from(await writeBundle({ ...about, files: { a: Buffer.from('a') }, evidence }, key)));
  cms = await signDetached([Buffer.from('x')], key);
});

/** Changes that break structure: bytes set, stretches cut out, doubled, or replaced by syntax. */
const change = fc.record({
  at: fc.double({ min: 0, max: 1, noNaN: true }),
  length: fc.nat(64),
  what: fc.constantFrom('set', 'cut', 'double', 'syntax', 'end'),
  byte: fc.nat(255),
  syntax: fc.constantFrom(
    '<<',
    '>>',
    '[',
    ']',
    '(',
    ' 0 R',
    '/Prev 9',
    '/Length 99999999',
    'xref\n',
    '\n%%EOF\n',
  ),
});

function apply(
  bytes: Buffer,
  { at, length, what, byte, syntax }: typeof change extends fc.Arbitrary<infer T> ? T : never,
): Buffer {
  const from = Math.floor(at * (bytes.length - 1));
  const [head, middle, tail] = [
    bytes.subarray(0, from),
    bytes.subarray(from, from + length),
    bytes.subarray(from + length),
  ];
  switch (what) {
    case 'set':
      return Buffer.concat([head, Buffer.alloc(middle.length, byte), tail]);
    case 'cut':
      return Buffer.concat([head, tail]);
    case 'double':
      return Buffer.concat([head, middle, middle, tail]);
    case 'syntax':
      return Buffer.concat([head, Buffer.from(syntax, 'latin1'), middle, tail]);
    case 'end':
      return Buffer.from(head);
  }
}

describe('files that are nearly reports', () => {
  it('never throw, and never pass once a byte is other', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.nat(1),
        fc.array(change, { minLength: 1, maxLength: 3 }),
        async (which, changes) => {
          const seed = seeds[which] ?? Buffer.alloc(0);
          const bytes = changes.reduce(apply, seed);
          const view = await verifyReportPdf(bytes, { rootSha256: key.rootSha256 });
          expect(view.lines.length).toBeGreaterThan(0);
          // A zip has times and checksums of its own that say nothing about what is in it.
          if (which === 0 && !bytes.equals(seed)) expect(view.ok).toBe(false);
        },
      ),
      { numRuns: 250, interruptAfterTimeLimit: 30_000 },
    );
  });

  it('of random bytes behind the marks of a PDF or a zip never throw', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom('%PDF-1.7\n', 'PK\x03\x04', ''),
        fc.uint8Array({ maxLength: 300 }),
        fc.constantFrom('startxref\n9\n%%EOF\n', '', 'PK\x05\x06'),
        async (head, body, tail) => {
          const bytes = Buffer.concat([Buffer.from(head, 'latin1'), body, Buffer.from(tail, 'latin1')]);
          const view: VerifyView = await verifyReportPdf(bytes);
          expect(view.ok).toBe(false);
          for (const { detail } of view.lines) expect(detail).toMatch(/^[\x20-\x7e’“”]*$/);
        },
      ),
      { numRuns: 300, interruptAfterTimeLimit: 20_000 },
    );
  });
});

describe('signatures that are nearly ours', () => {
  it('are read as they were written or refused as a Problem', () => {
    fc.assert(
      fc.property(fc.nat(), fc.nat(255), (where, byte) => {
        const copy = Buffer.from(cms);
        const at = where % copy.length;
        if (copy[at] === byte) return;
        copy[at] = byte;
        try {
          const read = readCms(copy, tools);
          // Only what is signed, or signs, can be other in a form that still reads.
          expect(Buffer.from(read.signature).equals(cms) || read.sizeBytes === cms.length).toBe(true);
        } catch (error) {
          expect(error).toBeInstanceOf(Problem);
        }
      }),
      { numRuns: 2000, interruptAfterTimeLimit: 20_000 },
    );
  });

  it('certificates and DER of any bytes are refused as a Problem', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), fc.nat(), (bytes, where) => {
        const near = Buffer.from(key.certificate);
        near.set(bytes.subarray(0, Math.min(bytes.length, 8)), where % (near.length - 8));
        for (const candidate of [bytes, near])
          try {
            readCertificate(candidate, tools);
            children(readDer(candidate), 0x30);
          } catch (error) {
            expect(error).toBeInstanceOf(Problem);
          }
      }),
      { numRuns: 1500, interruptAfterTimeLimit: 20_000 },
    );
  });
});

describe('files that would take too much', () => {
  it('nest deeply, refer to themselves, or unpack to more than they say', async () => {
    const [report = Buffer.alloc(0)] = seeds;
    const text = report.toString('latin1');
    const table = /startxref\n(\d+)/.exec(text.slice(-64))?.[1] ?? '';
    const loop = text
      .replace(/trailer\n<</, `trailer\n<</Prev ${table} `)
      .replace(/startxref\n\d+/, `startxref\n${table}`);
    expect((await verifyReportPdf(Buffer.from(loop, 'latin1'))).lines[0]?.verdict).toBe('failed');
    const size = text.replace(/(\/Params <<\/Size )\d+/g, '$1' + '7');
    const view = await verifyReportPdf(Buffer.from(size, 'latin1'));
    expect(view.ok).toBe(false);
  });
});
