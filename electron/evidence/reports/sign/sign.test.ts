import { execFileSync } from 'node:child_process';
import { X509Certificate } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { sha256Hex } from '../../../core/index.ts';
import { verifyReportPdf } from '../../verify/report-pdf.ts';
import { collectRunReport } from '../collect.ts';
import { addCountersignature } from '../countersign.ts';
import { makeFixtureInput } from '../fixture-input.ts';
import { renderReport } from '../render.ts';
import { keySigner, type DocumentSigner } from './signer.ts';
import { signPdf } from './sign-pdf.ts';

/** What we sign, judged by programs that nobody here wrote: `pdfsig` and `openssl cms`. */

const folder = mkdtempSync(join(tmpdir(), 'sign-'));
const fontsFolder = `${import.meta.dirname}/../../../../resources/fonts`;
const at = (name: string): string => join(folder, name);
const run = (program: string, ...args: string[]): string =>
  execFileSync(program, args, {
    ...{ cwd: folder, encoding: 'utf8', timeout: 30_000, stdio: 'pipe' },
    env: { ...process.env, LC_ALL: 'C', TZ: 'UTC' },
  });
const NOW = Date.now() + 60_000;
const input = { ...makeFixtureInput(1), nowMs: NOW };

const KEYS = {
  'P-256': ['ec', '-pkeyopt', 'ec_paramgen_curve:P-256'],
  'P-384': ['ec', '-pkeyopt', 'ec_paramgen_curve:P-384'],
  rsa: ['rsa:3072'],
} as const;

beforeAll(() => {
  writeFileSync(
    at('leaf.ext'),
    'basicConstraints=CA:FALSE\nkeyUsage=critical,digitalSignature\nextendedKeyUsage=emailProtection\n',
  );
  writeFileSync(at('ca.ext'), 'basicConstraints=critical,CA:TRUE\nkeyUsage=critical,keyCertSign\n');
  run(
    'openssl',
    'req',
    '-newkey',
    'rsa:2048',
    '-noenc',
    '-keyout',
    'root.key',
    '-out',
    'root.csr',
    '-subj',
    '/CN=Root',
  );
  run(
    'openssl',
    'x509',
    '-req',
    '-in',
    'root.csr',
    '-key',
    'root.key',
    '-days',
    '99',
    '-extfile',
    'ca.ext',
    '-out',
    'root.pem',
  );
}, 60_000);
afterAll(() => {
  rmSync(folder, { recursive: true });
});

async function signerWith(kind: keyof typeof KEYS): Promise<DocumentSigner> {
  run(
    'openssl',
    'req',
    '-newkey',
    ...KEYS[kind],
    '-noenc',
    '-keyout',
    'one.key',
    '-out',
    'one.csr',
    '-subj',
    `/CN=Signer ${kind}`,
  );
  run(
    'openssl',
    'x509',
    '-req',
    '-in',
    'one.csr',
    '-CA',
    'root.pem',
    '-CAkey',
    'root.key',
    '-CAcreateserial',
    '-days',
    '90',
    '-extfile',
    'leaf.ext',
    '-out',
    'one.pem',
  );
  run('openssl', 'pkcs8', '-topk8', '-nocrypt', '-in', 'one.key', '-outform', 'DER', '-out', 'one.der');
  const der = (name: string): Uint8Array => new X509Certificate(readFileSync(at(name))).raw;
  return keySigner({
    privateKeyPkcs8: readFileSync(at('one.der')),
    certificate: der('one.pem'),
    chain: [der('root.pem')],
  });
}

/** Signature number `index` as OpenSSL takes it: the CMS, and what it covers. */
function takeOut(pdf: Uint8Array, index: number): void {
  const text = Buffer.from(pdf).toString('latin1');
  const found = [...text.matchAll(/\/ByteRange \[0 (\d+) (\d+) (\d+)\]/g)][index];
  const [start = 0, end = 0, rest = 0] = (found ?? []).slice(1).map(Number);
  const room = Buffer.from(text.slice(start + 1, end - 1), 'hex');
  writeFileSync(at('cms.der'), room.subarray(0, 4 + room.readUInt16BE(2)));
  writeFileSync(at('data'), Buffer.concat([pdf.subarray(0, start), pdf.subarray(end, end + rest)]));
}

const opensslVerify = (): string =>
  run(
    'openssl',
    ...['cms', '-verify', '-binary', '-inform', 'DER', '-in', 'cms.der', '-content', 'data'],
    ...['-CAfile', 'root.pem', '-out', 'checked'],
  );

describe.each(Object.keys(KEYS) as (keyof typeof KEYS)[])(
  'a report signed with %s, and once more behind it',
  (kind) => {
    it('is valid to pdfsig, to OpenSSL and to us, and a changed byte is not', async () => {
      const author = await signerWith(kind);
      const rootSha256 = sha256Hex(author.chain[0] ?? new Uint8Array());
      const model = collectRunReport({
        ...input,
        rootSha256,
        certificateSha256: sha256Hex(author.certificate),
      });
      const one = await signPdf(await renderReport(model, { fontsFolder }), author);
      const reviewer = await signerWith('rsa');
      const words = { name: 'Rita', role: 'compliance', meaning: 'approval', atMs: NOW, rootSha256 } as const;
      const two = await signPdf(await addCountersignature({ pdf: one, words, fontsFolder }), reviewer);
      writeFileSync(at('two.pdf'), two);

      const said = run('pdfsig', '-nocert', 'two.pdf');
      expect(said.match(/Signature is Valid/g)).toHaveLength(2);
      expect(said.match(/Total document signed/g)).toHaveLength(1);
      expect(said).toContain('Not total document signed');
      for (const index of [0, 1]) {
        takeOut(two, index);
        opensslVerify();
      }
      expect(await verifyReportPdf(two, { rootSha256 })).toMatchObject({ ok: true });

      const changed = Buffer.from(two);
      const page = changed.indexOf('stream\n') + 20;
      changed[page] = (changed[page] ?? 0) ^ 1;
      writeFileSync(at('two.pdf'), changed);
      expect(run('pdfsig', '-nocert', 'two.pdf').match(/Digest Mismatch/g)).toHaveLength(2);
      takeOut(changed, 1);
      expect(opensslVerify).toThrow(/CMS Verification failure/);
      expect((await verifyReportPdf(changed, { rootSha256 })).ok).toBe(false);
    });
  },
);
