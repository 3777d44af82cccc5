import { webcrypto } from 'node:crypto';
import * as asn1js from 'asn1js';
import { AttributeTypeAndValue, BasicConstraints, Certificate, Extension } from 'pkijs';
import { sha256Hex } from '../../core/index.ts';
import type { Sha256Hex } from '../../../shared/domain/index.ts';
import type { ReportKey } from './sign/signer.ts';

export interface FixtureKey extends ReportKey {
  readonly rootSha256: Sha256Hex;
  readonly certificateSha256: Sha256Hex;
}

const ALGORITHM = { name: 'ECDSA', namedCurve: 'P-256' } as const;

export interface FixtureKeyOptions {
  readonly notAfter?: Date;
  /** Whether the root may issue certificates; false makes a chain that must be refused. */
  readonly rootIsAuthority?: boolean;
}

/** A fresh root and a report certificate under it, for tests and benchmarks. */
export async function makeFixtureKey(options: FixtureKeyOptions = {}): Promise<FixtureKey> {
  const rootPair = await webcrypto.subtle.generateKey(ALGORITHM, true, ['sign', 'verify']);
  const pair = await webcrypto.subtle.generateKey(ALGORITHM, true, ['sign', 'verify']);
  const root = blank('Fixture workspace root', 1, options.notAfter);
  root.extensions = [authority(options.rootIsAuthority ?? true)];
  await root.subjectPublicKeyInfo.importKey(rootPair.publicKey);
  await root.sign(rootPair.privateKey, 'SHA-256');
  const certificate = blank('Fixture workspace reports', 2, options.notAfter);
  certificate.extensions = [authority(false)];
  await certificate.subjectPublicKeyInfo.importKey(pair.publicKey);
  await certificate.sign(rootPair.privateKey, 'SHA-256');
  const der = new Uint8Array(certificate.toSchema(true).toBER());
  const rootDer = new Uint8Array(root.toSchema(true).toBER());
  return {
    privateKeyPkcs8: new Uint8Array(await webcrypto.subtle.exportKey('pkcs8', pair.privateKey)),
    certificate: der,
    root: rootDer,
    rootSha256: sha256Hex(rootDer),
    certificateSha256: sha256Hex(der),
  };
}

function blank(subject: string, serial: number, notAfter?: Date): Certificate {
  const certificate = new Certificate();
  certificate.version = 2;
  certificate.serialNumber = new asn1js.Integer({ value: serial });
  certificate.subject.typesAndValues.push(commonName(subject));
  certificate.issuer.typesAndValues.push(commonName('Fixture workspace root'));
  certificate.notBefore.value = new Date('2026-01-01T00:00:00Z');
  certificate.notAfter.value = notAfter ?? new Date('2046-01-01T00:00:00Z');
  return certificate;
}

function commonName(text: string): AttributeTypeAndValue {
  return new AttributeTypeAndValue({ type: '2.5.4.3', value: new asn1js.Utf8String({ value: text }) });
}

function authority(is: boolean): Extension {
  const extnValue = new BasicConstraints({ cA: is }).toSchema().toBER();
  return new Extension({ extnID: '2.5.29.19', critical: true, extnValue });
}
