import { beforeAll, describe, expect, it } from 'vitest';
import { createSiteKey, readSitePublic, signAsSite } from '../../keys/index.ts';
import { makePack, openPack, type PolicyPack } from './pack.ts';

const PACK: PolicyPack = {
  ...{ profile: 'hipaa', name: 'Weekends', packVersion: 3, madeAtMs: 1_790_000_000_000 },
  text: 'version: 1\nrules: []\n',
};

describe('a pack that a site signed', () => {
  let site: Awaited<ReturnType<typeof createSiteKey>>;
  let other: Awaited<ReturnType<typeof createSiteKey>>;
  let signed: string;
  const trusted = () => ({ fingerprint: site.fingerprint });
  const open = (text: string, by: Parameters<typeof openPack>[1] = trusted()) =>
    openPack(Buffer.from(text), by);

  beforeAll(async () => {
    site = await createSiteKey('General Hospital', 'password of the site');
    other = await createSiteKey('General Hospital', 'password of the site');
    const secret = Buffer.from(site.secretFile);
    signed = await makePack(PACK, (message) => signAsSite(secret, 'password of the site', message));
  });

  it('opens where that site is trusted, by its file or its fingerprint', () => {
    expect(open(signed)).toEqual({ pack: PACK, siteFingerprint: site.fingerprint });
    expect(open(signed, readSitePublic(Buffer.from(site.publicFile))).pack).toEqual(PACK);
  });

  it('opens nowhere else', () => {
    expect(() => openPack(Buffer.from(signed), undefined)).toThrow(/no site is trusted/);
    expect(() => open(signed, { fingerprint: other.fingerprint })).toThrow(/signed by another site/);
  });

  it('does not open after any change, or with the name of the trusted site on another key', () => {
    expect(() => open(signed.replace('Weekends', 'Weekdays'))).toThrow(/signature .* does not match/);
    const file = JSON.parse(signed) as { site: { publicKey: string }; signature: string };
    const foreign = JSON.parse(other.publicFile) as { publicKey: string };
    expect(() =>
      open(JSON.stringify({ ...file, site: { ...file.site, publicKey: foreign.publicKey } })),
    ).toThrow(/another site/);
    expect(() => open(JSON.stringify({ ...file, signature: 'AAAA' }))).toThrow(/does not match/);
    for (const text of ['', '{}', '[]', 'null', signed.slice(0, 200), JSON.stringify({ ...file, more: 1 })])
      expect(() => open(text)).toThrow(/no policy pack/);
    expect(() => open(' '.repeat(4 * 1024 * 1024))).toThrow(/no more than/);
  });

  it('is not signed with a wrong password, or a file that is no key', async () => {
    const sign = (file: string, password: string) =>
      signAsSite(Buffer.from(file), password, Buffer.from('x'));
    await expect(sign(site.secretFile, 'wrong')).rejects.toMatchObject({ code: 'wrong_password' });
    await expect(sign(site.publicFile, 'password of the site')).rejects.toMatchObject({
      code: 'foreign_file',
    });
    await expect(
      sign(site.secretFile.replace('General', 'Special'), 'password of the site'),
    ).rejects.toMatchObject({ code: 'wrong_password' });
    expect(() => readSitePublic(Buffer.from(site.secretFile))).toThrow(/not the public key/);
    expect(site.secretFile).not.toContain('password');
  });
});
