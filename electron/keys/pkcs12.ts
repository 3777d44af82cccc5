import { createPrivateKey, createPublicKey } from 'node:crypto';
import { Problem } from '../../shared/domain/index.ts';
import {
  childAt,
  children,
  readCertificate,
  readDer,
  readOid,
  readWhole,
  TAG,
  webTools,
  type Certificate,
  type DerNode,
} from '../../shared/verify/index.ts';
import { berToDer } from './ber.ts';
import { decryptWithPassword, requireMac } from './pkcs12-crypt.ts';

/** A private key with the certificates that came with it. All DER. */
export interface KeyAndCertificates {
  readonly privateKeyPkcs8: Uint8Array;
  readonly certificate: Uint8Array;
  /** All others, in no order. */
  readonly others: readonly Uint8Array[];
}

const OID = {
  data: '1.2.840.113549.1.7.1',
  encryptedData: '1.2.840.113549.1.7.6',
  keyBag: '1.2.840.113549.1.12.10.1.1',
  shroudedKeyBag: '1.2.840.113549.1.12.10.1.2',
  certificateBag: '1.2.840.113549.1.12.10.1.3',
  x509: '1.2.840.113549.1.9.22.1',
} as const;
const LARGEST_BYTES = 1024 * 1024;
const MOST_CERTIFICATES = 50;
const tools = webTools(globalThis);

/**
 * Opens a PKCS#12 file (RFC 7292; `.p12`, `.pfx`) with one private key.
 *
 * @throws Problem `foreign_file`, `wrong_password`, `damaged`, `unsupported`, `limit_reached`, and
 * `invalid_input` for a file without a key that fits one of its certificates
 */
export function readPkcs12(bytes: Uint8Array, password: string): KeyAndCertificates {
  if (bytes.length > LARGEST_BYTES)
    throw new Problem('limit_reached', 'the file is larger than any key file');
  if (bytes[0] !== TAG.sequence)
    throw new Problem(
      'foreign_file',
      'the file is not a PKCS#12 key file',
      'Choose a `.p12` or `.pfx` file.',
    );
  try {
    return open(berToDer(bytes), password);
  } catch (error) {
    if (error instanceof Problem && error.code === 'damaged')
      throw new Problem(
        'damaged',
        'the key file is damaged or of a kind that is not known here',
        'Export it again.',
      );
    throw error;
  }
}

function open(bytes: Uint8Array, password: string): KeyAndCertificates {
  const [, safe, mac] = children(readWhole(bytes), TAG.sequence);
  const content = contentOf(safe);
  if (mac !== undefined) requireMac(mac, content, password);
  const found: Found = { keys: [], certificates: [] };
  for (const info of children(readWhole(berToDer(content)), TAG.sequence)) {
    const [type] = children(info, TAG.sequence);
    const contents = readOid(type) === OID.data ? contentOf(info) : decrypted(info, password);
    for (const bag of children(readWhole(berToDer(contents)), TAG.sequence)) takeBag(bag, password, found);
  }
  return pair(found);
}

interface Found {
  readonly keys: Uint8Array[];
  readonly certificates: Uint8Array[];
}

/** The octets of a ContentInfo of type data. */
function contentOf(info: DerNode | undefined): Uint8Array {
  const [type, explicit] = children(info, TAG.sequence);
  if (readOid(type) !== OID.data || explicit?.tag !== TAG.context0)
    throw new Problem(
      'unsupported',
      'the key file is signed rather than locked with a password',
      'Export it again.',
    );
  return childAt(children(explicit, TAG.context0), 0, TAG.octetString).content;
}

function decrypted(info: DerNode, password: string): Uint8Array {
  const [type, explicit] = children(info, TAG.sequence);
  if (readOid(type) !== OID.encryptedData)
    throw new Problem(
      'unsupported',
      'a part of the key file is locked with a certificate',
      'Export it with a password.',
    );
  const encrypted = children(children(explicit, TAG.context0)[0], TAG.sequence);
  const [, algorithm, data] = children(encrypted[1], TAG.sequence);
  if (algorithm === undefined || data === undefined) throw new Problem('damaged', 'nothing is encrypted');
  // Some programs write the octets in pieces.
  const octets =
    data.tag === TAG.context0 ? children(data, TAG.context0).map(({ content }) => content) : [data.content];
  return decryptWithPassword(algorithm, Buffer.concat(octets), password);
}

function takeBag(bag: DerNode, password: string, found: Found): void {
  const [id, explicit] = children(bag, TAG.sequence);
  const [value] = children(explicit, TAG.context0);
  const oid = readOid(id);
  if (value === undefined || found.certificates.length > MOST_CERTIFICATES)
    throw new Problem('damaged', 'a part is empty, or there are too many');
  if (oid === OID.keyBag) found.keys.push(value.whole);
  else if (oid === OID.shroudedKeyBag) {
    const [algorithm, data] = children(value, TAG.sequence);
    if (algorithm === undefined || data?.tag !== TAG.octetString)
      throw new Problem('damaged', 'a key is missing');
    const key = decryptWithPassword(algorithm, data.content, password);
    found.keys.push(readDer(key).whole);
  } else if (oid === OID.certificateBag) {
    const [kind, inner] = children(value, TAG.sequence);
    if (readOid(kind) === OID.x509)
      found.certificates.push(childAt(children(inner, TAG.context0), 0, TAG.octetString).content);
  }
}

function pair({ keys, certificates }: Found): KeyAndCertificates {
  const [key] = keys;
  if (key === undefined || keys.length > 1)
    throw new Problem(
      'invalid_input',
      keys.length === 0
        ? 'the key file holds no private key'
        : 'the key file holds more than one private key',
      'Export the one that shall sign, with its certificates.',
    );
  const spki = publicHalf(key);
  const certificate = certificates.find((one) => spki.equals(read(one).key.spki));
  if (certificate === undefined)
    throw new Problem(
      'invalid_input',
      'the key file holds no certificate for its private key',
      'Export the key together with its certificate.',
    );
  return { privateKeyPkcs8: key, certificate, others: certificates.filter((one) => one !== certificate) };
}

function publicHalf(pkcs8: Uint8Array): Buffer {
  try {
    const key = createPrivateKey({ key: Buffer.from(pkcs8), format: 'der', type: 'pkcs8' });
    return createPublicKey(key).export({ format: 'der', type: 'spki' });
  } catch {
    // The cause could quote key material.
    throw new Problem('unsupported', 'the private key in the key file cannot be read');
  }
}

function read(der: Uint8Array): Certificate {
  return readCertificate(der, tools);
}
