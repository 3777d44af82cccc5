import { createPrivateKey, X509Certificate } from 'node:crypto';
import { expect, it } from 'vitest';
import { createReportIdentity } from './certificate.ts';

it('makes a signing certificate under a root of its own', async () => {
  const nowMs = Date.UTC(2026, 10, 22);
  const identity = await createReportIdentity('3f0e3c52-6a77-4b57-9d0c-0a4b7f6f8a11', nowMs);
  const root = new X509Certificate(identity.reportRootDer);
  const leaf = new X509Certificate(identity.reportCertificateDer);
  const key = createPrivateKey({ key: Buffer.from(identity.reportKeyPkcs8), format: 'der', type: 'pkcs8' });

  expect({ root: root.ca, leaf: leaf.ca }).toEqual({ root: true, leaf: false });
  expect(root.verify(root.publicKey)).toBe(true);
  expect(leaf.verify(root.publicKey)).toBe(true);
  expect(leaf.checkIssued(root)).toBe(true);
  expect(leaf.checkPrivateKey(key)).toBe(true);
  expect(leaf.keyUsage).toEqual(['1.3.6.1.5.5.7.3.36', '1.3.6.1.5.5.7.3.4']);
  expect(leaf.subject).toBe('CN=Swarm Clinical reports 3f0e3c52');
  expect(new Date(leaf.validFrom).getTime()).toBe(nowMs);
  expect(new Date(leaf.validTo).getUTCFullYear()).toBe(2046);
  expect(leaf.serialNumber).not.toBe(root.serialNumber);
});
