import { execFileSync } from 'node:child_process';
import { X509Certificate, verify } from 'node:crypto';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import koffi from 'koffi';
import { Problem } from '../../../shared/domain/index.ts';
import { signOnToken, tokenCertificates } from './token.ts';

/** SoftHSM stands for a smart card: the same library interface, its objects in a folder. */

const MODULE = ['/usr/lib/softhsm/libsofthsm2.so', '/usr/lib/x86_64-linux-gnu/softhsm/libsofthsm2.so'].find(
  (path) => existsSync(path),
);
const folder = mkdtempSync(join(tmpdir(), 'token-'));
const run = (program: string, ...args: string[]): string =>
  execFileSync(program, args, {
    cwd: folder,
    encoding: 'utf8',
    timeout: 30_000,
    stdio: 'pipe',
    env: process.env,
  });

/** SoftHSM's own tool takes keys alone; the certificate is put in as a vendor's program would. */
function putCertificate(id: string): void {
  const library = koffi.load(MODULE ?? '');
  const Attribute = koffi.struct({ type: 'ulong', pValue: 'void *', ulValueLen: 'ulong' });
  const call = (name: string, types: readonly unknown[], ...args: readonly unknown[]): void => {
    const said = (library.func(name, 'ulong', types as never[]) as (...all: readonly unknown[]) => number)(
      ...args,
    );
    if (said !== 0) throw new Error(`${name} says ${said}`);
  };
  const out = koffi.out(koffi.pointer('ulong'));
  const [slots, count, session, object] = [Buffer.alloc(64), [8], [0], [0]];
  call('C_Initialize', ['void *'], null);
  call('C_GetSlotList', ['uint8', 'void *', koffi.inout(koffi.pointer('ulong'))], 1, slots, count);
  const slot = Number(slots.readBigUInt64LE(0));
  call('C_OpenSession', ['ulong', 'ulong', 'void *', 'void *', out], slot, 6, null, null, session);
  const pin = Buffer.from('1234');
  call('C_Login', ['ulong', 'ulong', 'void *', 'ulong'], session[0], 1, pin, pin.length);
  const number = (value: number): Buffer => Buffer.from(BigUint64Array.of(BigInt(value)).buffer);
  const { raw } = new X509Certificate(readFileSync(join(folder, `${id}.pem`)));
  const template = (
    [
      [0x0, number(1)],
      [0x1, Buffer.of(1)],
      [0x80, number(0)],
      [0x3, Buffer.from(`certificate ${id}`)],
      [0x102, Buffer.from(id, 'hex')],
      [0x101, Buffer.from('3000', 'hex')],
      [0x11, raw],
    ] as const
  ).map(([type, pValue]) => ({ type, pValue, ulValueLen: pValue.length }));
  const types = ['ulong', koffi.pointer(Attribute), 'ulong', out];
  call('C_CreateObject', types, session[0], template, template.length, object);
  call('C_Finalize', ['void *'], null);
}

beforeAll(() => {
  if (MODULE === undefined) return;
  mkdirSync(join(folder, 'tokens'));
  writeFileSync(
    join(folder, 'softhsm2.conf'),
    `directories.tokendir = ${join(folder, 'tokens')}\nobjectstore.backend = file\n`,
  );
  process.env.SOFTHSM2_CONF = join(folder, 'softhsm2.conf');
  run(
    'softhsm2-util',
    '--init-token',
    '--free',
    '--label',
    'Card of Rita',
    '--pin',
    '1234',
    '--so-pin',
    '5678',
  );
  for (const [id, kind] of [
    ['01', ['ec', '-pkeyopt', 'ec_paramgen_curve:P-256']],
    ['02', ['rsa:2048']],
  ] as const) {
    run(
      'openssl',
      'req',
      '-x509',
      '-newkey',
      ...kind,
      '-noenc',
      '-keyout',
      `${id}.key`,
      '-out',
      `${id}.pem`,
      '-days',
      '30',
      '-subj',
      `/CN=Rita ${id}`,
    );
    run('openssl', 'pkcs8', '-topk8', '-nocrypt', '-in', `${id}.key`, '-out', `${id}.p8`);
    run(
      'softhsm2-util',
      '--import',
      `${id}.p8`,
      '--token',
      'Card of Rita',
      '--label',
      `key ${id}`,
      '--id',
      id,
      '--pin',
      '1234',
    );
    putCertificate(id);
  }
}, 60_000);
afterAll(() => {
  rmSync(folder, { recursive: true });
});

const card = (
  pin = '1234',
  tokenLabel: string | undefined = 'Card of Rita',
): Parameters<typeof tokenCertificates>[0] => ({
  modulePath: MODULE ?? '',
  tokenLabel,
  pin,
});

describe.skipIf(MODULE === undefined)('a token', () => {
  it('signs with ECDSA and with RSA, and its keys stay inside', async () => {
    const found = await tokenCertificates(card());
    expect(found.map(({ label }) => label).sort()).toEqual(['certificate 01', 'certificate 02']);
    for (const [id, kind] of [
      [1, 'ecdsa'],
      [2, 'rsa'],
    ] as const) {
      const message = Buffer.from('the attributes of a signature');
      const signature = await signOnToken(card(), Uint8Array.of(id), kind, message);
      const certificate = new X509Certificate(readFileSync(join(folder, `0${id}.pem`)));
      expect(verify('sha256', message, certificate.publicKey, signature)).toBe(true);
    }
  });

  it('is refused in words: wrong PIN, no such token, no such key, no such library', async () => {
    const problems = [
      tokenCertificates(card('0000')),
      tokenCertificates(card('1234', 'Another card')),
      signOnToken(card(), Uint8Array.of(9), 'rsa', Buffer.from('x')),
      tokenCertificates({ ...card(), modulePath: join(folder, 'nothing.so') }),
      tokenCertificates({ ...card(), modulePath: '/lib/x86_64-linux-gnu/libc.so.6' }),
    ].map(async (asked) =>
      asked.then(
        () => 'accepted',
        (error: unknown) => (error instanceof Problem ? error.code : 'thrown'),
      ),
    );
    expect(await Promise.all(problems)).toEqual([
      'wrong_password',
      'not_found',
      'not_found',
      'not_found',
      'unsupported',
    ]);
  });
});
