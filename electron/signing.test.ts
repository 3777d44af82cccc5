import { execFileSync } from 'node:child_process';
import { copyFileSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { verifyReportPdf } from './evidence/index.ts';
import { Composed } from './testing/composed.ts';

/** Who signs, through the one door: workspace, authority, key file; a report signed by two people in turn. */

let app: Composed;
const at = (name: string): string => join(app.folder, name);
const openssl = (...args: string[]): void => {
  execFileSync('openssl', args, { cwd: app.folder, timeout: 30_000, stdio: 'pipe' });
};
/** The hospital's root signs what `NAME.csr` asks for. */
const issue = (name: string): void => {
  const byRoot = ['-CA', 'root.pem', '-CAkey', 'root.key', '-CAcreateserial'];
  const asked = ['-req', '-in', `${name}.csr`, '-out', `${name}.pem`];
  openssl('x509', ...asked, ...byRoot, '-days', '90', '-extfile', 'leaf.ext');
};
const answer = async (verb: Parameters<Composed['call']>[0], args: object): Promise<string> => {
  const said = await app.application.dispatch(verb, args);
  return said.ok ? 'ok' : `${said.code}: ${said.message}`;
};
const ADA = { password: 'password of ada' };

beforeAll(async () => {
  app = await Composed.create();
  writeFileSync(at('leaf.ext'), 'basicConstraints=CA:FALSE\nkeyUsage=critical,digitalSignature\n');
  writeFileSync(at('ca.ext'), 'basicConstraints=critical,CA:TRUE\nkeyUsage=critical,keyCertSign\n');
  const rsa = ['-newkey', 'rsa:2048', '-noenc'];
  openssl('req', ...rsa, '-keyout', 'root.key', '-out', 'root.csr', '-subj', '/CN=Hospital root');
  openssl(
    ...['x509', '-req', '-in', 'root.csr', '-key', 'root.key'],
    '-days',
    '99',
    '-extfile',
    'ca.ext',
    '-out',
    'root.pem',
  );
  openssl('req', ...rsa, '-keyout', 'rita.key', '-out', 'rita.csr', '-subj', '/CN=Rita');
  issue('rita');
  const p12 = ['pkcs12', '-export', '-inkey', 'rita.key', '-in', 'rita.pem', '-certfile', 'root.pem'];
  openssl(...p12, '-passout', 'pass:secret', '-out', 'rita.p12');
}, 120_000);
afterAll(async () => {
  await app.application.close();
});

describe('the signer of reports', () => {
  it('is the workspace until an admin says otherwise, and nobody else may', async () => {
    await app.signIn('Ada');
    const own = await app.call('signing.getSigner', {});
    expect(own).toMatchObject({ kind: 'workspace', key: 'ECDSA P-256' });
    for (const name of ['Otto', 'Carla', 'Vera'] as const) {
      await app.signIn(name);
      expect(await app.call('signing.getSigner', {})).toEqual(own);
      expect(
        await answer('signing.useWorkspaceKey', { password: `password of ${name.toLowerCase()}` }),
      ).toMatch(/^not_allowed/);
    }
  });

  it('takes the certificate of an authority for the workspace’s key, and no other', async () => {
    await app.signIn('Ada');
    const saved = await app.call('signing.requestCertificate', { commonName: 'Reports of ward 4' });
    copyFileSync(saved?.file ?? '', at('ws.csr'));
    issue('ws');
    app.chosen = at('ws.pem');
    expect(await answer('signing.importCertificate', ADA)).toMatch(
      /nothing that came with it shows who issued/,
    );
    writeFileSync(at('both.pem'), Buffer.concat([readFileSync(at('ws.pem')), readFileSync(at('root.pem'))]));
    app.chosen = at('both.pem');
    expect(await answer('signing.importCertificate', { password: 'wrong' })).toMatch(/^wrong_password/);
    expect(await app.call('signing.importCertificate', ADA)).toMatchObject({
      kind: 'authority',
      names: ['Reports of ward 4', 'Hospital root'],
    });
    app.chosen = at('rita.pem');
    expect(await answer('signing.importCertificate', ADA)).toBe(
      'invalid_input: none of the certificates is for the key of this workspace',
    );
    const entries = await app.entries({ kinds: ['key.created'] });
    expect(entries.at(-1)?.body.what).toBe('report signer: authority');
  });

  it('takes a key file, and says what is wrong with one', async () => {
    await app.signIn('Ada');
    app.chosen = at('rita.p12');
    expect(await answer('signing.importKeyFile', { ...ADA, filePassword: 'guess' })).toBe(
      'wrong_password: the password of the key file is wrong',
    );
    app.chosen = at('leaf.ext');
    expect(await answer('signing.importKeyFile', { ...ADA, filePassword: 'x' })).toMatch(/^unsupported/);
    app.chosen = at('rita.p12');
    expect(await app.call('signing.importKeyFile', { ...ADA, filePassword: 'secret' })).toMatchObject({
      kind: 'key_file',
      key: 'RSA 2048',
      names: ['Rita', 'Hospital root'],
    });
  });

  it('signs a report, and another person signs behind it; the issuer and a second time are refused', async () => {
    await app.signIn('Carla');
    const signature = { password: 'password of carla', meaning: 'responsibility' } as const;
    const period = { kind: 'period', fromMs: Date.now() - 86_400_000, toMs: Date.now() + 60_000 } as const;
    const { id } = await app.call('reports.issuePeriod', { ...period, ...signature });
    expect(await answer('signing.countersign', { report: id, ...signature })).toBe(
      'not_allowed: you have signed this report already',
    );
    await app.signIn('Ada');
    const { rootSha256 } = await app.call('signing.getSigner', {});
    const signed = await app.call('signing.countersign', { report: id, ...ADA, meaning: 'approval' });
    const view = await verifyReportPdf(readFileSync(signed.file), { rootSha256 });
    expect(view.lines.filter(({ verdict }) => verdict === 'failed')).toEqual([]);
    expect(view.ok).toBe(true);
    expect(view.lines.map(({ detail }) => detail).join('\n')).toMatch(
      /Carla, responsibility[^]*Ada, approval/,
    );
    expect(await answer('signing.countersign', { report: id, ...ADA, meaning: 'review' })).toMatch(
      /^not_allowed/,
    );
    const missing = '00000000-0000-4000-8000-000000000000';
    expect(await answer('signing.countersign', { report: missing, ...ADA, meaning: 'review' })).toMatch(
      /^not_found/,
    );
  });

  it('that somebody tampered with signs nothing, until an admin chooses anew', async () => {
    await app.signIn('Ada');
    const file = join(app.folder, 'workspace/reports/signer.sealed');
    const sealed = readFileSync(file);
    sealed[20] = (sealed[20] ?? 0) ^ 1;
    writeFileSync(file, sealed);
    expect(await answer('signing.getSigner', {})).toMatch(/^damaged: the file that says who signs reports/);
    expect(await app.call('signing.useWorkspaceKey', ADA)).toMatchObject({ kind: 'workspace' });
  });
});
