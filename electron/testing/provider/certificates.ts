import * as asn1js from 'asn1js';
import { AltName, AttributeTypeAndValue, BasicConstraints, Certificate, Extension, GeneralName } from 'pkijs';

const DAY_MS = 24 * 60 * 60 * 1000;
const ALGORITHM = { name: 'ECDSA', namedCurve: 'P-256' } as const;

/** A certificate authority of a test, and what it vouches for. PEM throughout. */
export interface TestAuthority {
  readonly certificate: string;
  /** A server's key and certificate for a host name. */
  issue(hostName: string): Promise<{ readonly key: string; readonly cert: string }>;
}

export async function testAuthority(name: string): Promise<TestAuthority> {
  const { subtle } = crypto;
  const pair = await subtle.generateKey(ALGORITHM, false, ['sign', 'verify']);
  const root = blank(name, name);
  root.extensions = [
    new Extension({
      ...{ extnID: '2.5.29.19', critical: true },
      extnValue: new BasicConstraints({ cA: true }).toSchema().toBER(),
    }),
  ];
  await root.subjectPublicKeyInfo.importKey(pair.publicKey);
  await root.sign(pair.privateKey, 'SHA-256');
  return {
    certificate: pem('CERTIFICATE', root.toSchema(true).toBER()),
    issue: async (hostName) => {
      const own = await subtle.generateKey(ALGORITHM, true, ['sign', 'verify']);
      const leaf = blank(hostName, name);
      const names = new AltName({ altNames: [new GeneralName({ type: 2, value: hostName })] });
      leaf.extensions = [
        new Extension({ extnID: '2.5.29.17', critical: false, extnValue: names.toSchema().toBER() }),
      ];
      await leaf.subjectPublicKeyInfo.importKey(own.publicKey);
      await leaf.sign(pair.privateKey, 'SHA-256');
      return {
        key: pem('PRIVATE KEY', await subtle.exportKey('pkcs8', own.privateKey)),
        cert: pem('CERTIFICATE', leaf.toSchema(true).toBER()),
      };
    },
  };
}

function blank(subject: string, issuer: string): Certificate {
  const certificate = new Certificate();
  certificate.version = 2;
  const serial = crypto.getRandomValues(new Uint8Array(16));
  serial[0] = ((serial[0] ?? 0) & 0x3f) | 0x40;
  certificate.serialNumber = new asn1js.Integer({ valueHex: serial.buffer });
  certificate.subject.typesAndValues.push(commonName(subject));
  certificate.issuer.typesAndValues.push(commonName(issuer));
  certificate.notBefore.value = new Date(Date.now() - DAY_MS);
  certificate.notAfter.value = new Date(Date.now() + 30 * DAY_MS);
  return certificate;
}

function commonName(text: string): AttributeTypeAndValue {
  return new AttributeTypeAndValue({ type: '2.5.4.3', value: new asn1js.Utf8String({ value: text }) });
}

function pem(label: string, der: ArrayBuffer): string {
  const lines =
    Buffer.from(der)
      .toString('base64')
      .match(/.{1,64}/g) ?? [];
  return `-----BEGIN ${label}-----\n${lines.join('\n')}\n-----END ${label}-----\n`;
}
