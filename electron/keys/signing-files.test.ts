import { execFileSync } from 'node:child_process';
import { createPrivateKey, X509Certificate } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Problem } from '../../shared/domain/index.ts';
import { chainAbove, readCertificates } from './certificate-chain.ts';
import { makeCertificateRequest } from './certificate-request.ts';
import { readPkcs12 } from './pkcs12.ts';

/** Keys and certificates as OpenSSL writes them, for a hospital with an authority of its own. */

const folder = mkdtempSync(join(tmpdir(), 'signing-'));
const at = (name: string): string => join(folder, name);
const openssl = (...args: string[]): string =>
  execFileSync('openssl', args, { cwd: folder, encoding: 'utf8', timeout: 30_000, stdio: 'pipe' });
const file = (name: string): Buffer => readFileSync(at(name));
// A little later, as the certificates are issued from now on.
const NOW = Date.now() + 60_000;
const DAY = 24 * 60 * 60 * 1000;

const LEAF = 'basicConstraints=CA:FALSE\nkeyUsage=critical,digitalSignature,nonRepudiation\n';
const AUTHORITY = 'basicConstraints=critical,CA:TRUE\nkeyUsage=critical,keyCertSign,cRLSign\n';

beforeAll(() => {
  writeFileSync(at('leaf.ext'), LEAF);
  writeFileSync(at('ca.ext'), AUTHORITY);
  const ec = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-noenc'];
  const rsa = ['-newkey', 'rsa:2048', '-noenc'];
  openssl(
    'req',
    ...rsa,
    '-keyout',
    'root.key',
    '-out',
    'root.csr',
    '-subj',
    '/O=General Hospital/CN=Hospital root',
  );
  openssl(
    'x509',
    '-req',
    '-in',
    'root.csr',
    '-key',
    'root.key',
    '-days',
    '900',
    '-extfile',
    'ca.ext',
    '-out',
    'root.pem',
  );
  openssl('req', ...ec, '-keyout', 'sub.key', '-out', 'sub.csr', '-subj', '/CN=Hospital signing authority');
  const issue = (csr: string, out: string, ca: string, days: string, ext: string): string =>
    openssl(
      ...['x509', '-req', '-in', csr, '-CA', `${ca}.pem`, '-CAkey', `${ca}.key`, '-CAcreateserial'],
      '-days',
      days,
      '-extfile',
      ext,
      '-out',
      out,
    );
  issue('sub.csr', 'sub.pem', 'root', '800', 'ca.ext');
  openssl('req', ...rsa, '-keyout', 'person.key', '-out', 'person.csr', '-subj', '/CN=Rita Reviewer');
  issue('person.csr', 'person.pem', 'sub', '700', 'leaf.ext');
  writeFileSync(at('chain.pem'), Buffer.concat([file('sub.pem'), file('root.pem')]));
  const p12 = ['pkcs12', '-export', '-inkey', 'person.key', '-in', 'person.pem', '-certfile', 'chain.pem'];
  openssl(...p12, '-passout', 'pass:Grüße 1', '-out', 'modern.p12');
  openssl(
    ...p12,
    '-passout',
    'pass:secret',
    '-keypbe',
    'PBE-SHA1-3DES',
    '-certpbe',
    'PBE-SHA1-3DES',
    '-macalg',
    'sha1',
    '-out',
    'windows.p12',
  );
  openssl(
    ...p12,
    '-passout',
    'pass:secret',
    '-keypbe',
    'NONE',
    '-certpbe',
    'NONE',
    '-nomac',
    '-out',
    'open.p12',
  );
  openssl('pkcs12', '-export', '-nokeys', '-in', 'chain.pem', '-passout', 'pass:secret', '-out', 'nokey.p12');
  openssl(
    'pkcs12',
    '-export',
    '-inkey',
    'person.key',
    '-in',
    'person.pem',
    '-passout',
    'pass:secret',
    '-out',
    'nochain.p12',
  );
  openssl('crl2pkcs7', '-nocrl', '-certfile', 'chain.pem', '-certfile', 'person.pem', '-out', 'chain.p7b');
}, 120_000);
afterAll(() => {
  rmSync(folder, { recursive: true });
});

const problemOf = (run: () => unknown): Problem => {
  try {
    run();
  } catch (error) {
    if (error instanceof Problem) return error;
    throw error;
  }
  throw new Error('nothing was refused');
};

describe('a PKCS#12 file', () => {
  it.each([
    ['modern.p12', 'Grüße 1'],
    ['windows.p12', 'secret'],
    ['open.p12', ''],
  ])('opens: %s', async (name, password) => {
    const found = readPkcs12(file(name), password);
    const key = createPrivateKey({ key: Buffer.from(found.privateKeyPkcs8), format: 'der', type: 'pkcs8' });
    const certificate = new X509Certificate(found.certificate);
    expect(certificate.checkPrivateKey(key)).toBe(true);
    expect(certificate.subject).toContain('Rita Reviewer');
    const chain = await chainAbove(found.certificate, found.others, NOW);
    expect(chain.map((one) => new X509Certificate(one).subject)).toEqual([
      expect.stringContaining('Hospital signing authority'),
      expect.stringContaining('Hospital root'),
    ]);
  });

  it('is refused in words: wrong password, no key, another file, cut short', () => {
    expect(problemOf(() => readPkcs12(file('modern.p12'), 'wrong'))).toMatchObject({
      code: 'wrong_password',
      message: 'the password of the key file is wrong',
    });
    expect(problemOf(() => readPkcs12(file('nokey.p12'), 'secret')).message).toBe(
      'the key file holds no private key',
    );
    expect(problemOf(() => readPkcs12(file('root.pem'), '')).code).toBe('foreign_file');
    expect(problemOf(() => readPkcs12(file('modern.p12').subarray(0, 900), 'Grüße 1')).code).toBe('damaged');
    expect(problemOf(() => readPkcs12(Buffer.alloc(2 << 20, 0x30), '')).code).toBe('limit_reached');
  });

  it('that asks for endless work is refused at once', () => {
    const bytes = file('modern.p12');
    // The rounds of the MAC are the last integer of the file; OpenSSL asks for 2048.
    const rounds = bytes.lastIndexOf(Buffer.from('02020800', 'hex'));
    const hostile = Buffer.from(bytes);
    hostile.writeUInt16BE(0x7fff, rounds + 2);
    expect(problemOf(() => readPkcs12(hostile, 'Grüße 1')).code).toBe('wrong_password');
    const inside = bytes.indexOf(Buffer.from('02020800', 'hex'));
    const longer = Buffer.concat([
      bytes.subarray(0, inside),
      Buffer.from('02047fffffff', 'hex'),
      bytes.subarray(inside + 4),
    ]);
    expect(['damaged', 'limit_reached', 'wrong_password']).toContain(
      problemOf(() => readPkcs12(longer, 'Grüße 1')).code,
    );
  });

  it('with any byte changed opens as it was or is refused as a Problem', () => {
    const bytes = file('open.p12');
    for (let place = 0; place < bytes.length; place += 7) {
      const copy = Buffer.from(bytes);
      copy[place] = (copy[place] ?? 0) ^ 0x11;
      try {
        readPkcs12(copy, '');
      } catch (error) {
        expect(error).toBeInstanceOf(Problem);
      }
    }
  });
});

describe('certificates', () => {
  it('are read from PEM, DER and PKCS#7', () => {
    expect(readCertificates(file('chain.pem'))).toHaveLength(2);
    expect(readCertificates(file('chain.p7b'))).toHaveLength(3);
    expect(readCertificates(new X509Certificate(file('root.pem')).raw)).toHaveLength(1);
    for (const bytes of [Buffer.from('hello'), file('root.key'), Buffer.alloc(0)])
      expect(problemOf(() => readCertificates(bytes)).code).toBe('foreign_file');
  });

  it('out of their dates, without their authorities, or of an authority are refused in words', async () => {
    const { certificate, others } = readPkcs12(file('modern.p12'), 'Grüße 1');
    await expect(chainAbove(certificate, others, NOW + 750 * DAY)).rejects.toThrow(
      /the certificate `Rita Reviewer` ran out on \d{4}-\d\d-\d\d/,
    );
    await expect(chainAbove(certificate, others, NOW - 9 * DAY)).rejects.toThrow(/is valid only from/);
    const alone = readPkcs12(file('nochain.p12'), 'secret');
    await expect(chainAbove(alone.certificate, alone.others, NOW)).rejects.toThrow(
      /nothing that came with it shows who issued `Rita Reviewer`/,
    );
    const [sub = new Uint8Array(), root = new Uint8Array()] = readCertificates(file('chain.pem'));
    await expect(chainAbove(sub, [root], NOW)).rejects.toThrow(/an authority does not sign documents itself/);
  });
});

describe('a certificate request', () => {
  it('is accepted by OpenSSL, which issues a certificate for the workspace key', async () => {
    openssl('ecparam', '-name', 'prime256v1', '-genkey', '-noout', '-out', 'ws.key');
    openssl('pkcs8', '-topk8', '-nocrypt', '-in', 'ws.key', '-outform', 'DER', '-out', 'ws.der');
    const request = makeCertificateRequest(file('ws.der'), {
      commonName: 'Reports of ward Ångström',
      organisation: 'General Hospital',
    });
    writeFileSync(at('ws.csr'), request);
    expect(openssl('req', '-in', 'ws.csr', '-verify', '-noout', '-text', '-nameopt', 'utf8')).toMatch(
      /O ?= ?General Hospital, ?CN ?= ?Reports of ward Ångström[^]*Digital Signature, Non Repudiation/,
    );
    openssl(
      ...['x509', '-req', '-in', 'ws.csr', '-CA', 'sub.pem', '-CAkey', 'sub.key', '-CAcreateserial'],
      '-days',
      '300',
      '-extfile',
      'leaf.ext',
      '-out',
      'ws.pem',
    );
    const [certificate = new Uint8Array()] = readCertificates(file('ws.pem'));
    expect(await chainAbove(certificate, readCertificates(file('chain.pem')), NOW)).toHaveLength(2);
    expect(problemOf(() => makeCertificateRequest(file('ws.der'), { commonName: ' ' })).code).toBe(
      'invalid_input',
    );
  });
});
