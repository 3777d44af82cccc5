import koffi from 'koffi';
import { Problem } from '../../../shared/domain/index.ts';
import { Attribute, CKA, CKO, structure, type TokenSession } from './cryptoki.ts';

/**
 * A key on a token with which a shared secret is agreed (ECDH on P-256, PKCS#11 2.40): made there, never let
 * out. The token gives the bare x coordinate; what is made of it happens here, the same as without a token.
 */

const CKM_EC_KEY_PAIR_GEN = 0x1040;
const CKM_ECDH1_DERIVE = 0x1050;
const CKD_NULL = 1;
const CKO_SECRET_KEY = 4;
const CKK_GENERIC_SECRET = 0x10;
const CKA_MORE = {
  ...{ token: 0x1, private: 0x2, keyType: 0x100, sensitive: 0x103, derive: 0x10c },
  ...{ valueLength: 0x161, extractable: 0x162, ecParameters: 0x180 },
} as const;
/** DER of the object identifier of P-256 (RFC 5480, section 2.1.1.1). */
const P256 = Buffer.from('06082a8648ce3d030107', 'hex');
const POINT_BYTES = 65;
const SHARED_BYTES = 32;

const EcdhParameters = structure('CK_ECDH1_DERIVE_PARAMS', {
  kdf: 'ulong',
  ulSharedDataLen: 'ulong',
  pSharedData: 'void *',
  ulPublicDataLen: 'ulong',
  pPublicData: 'void *',
});
const EcdhMechanism = structure('CK_MECHANISM_ECDH', {
  mechanism: 'ulong',
  pParameter: koffi.pointer(EcdhParameters),
  ulParameterLen: 'ulong',
});
const PlainMechanism = structure('CK_MECHANISM_PLAIN', {
  mechanism: 'ulong',
  pParameter: 'void *',
  ulParameterLen: 'ulong',
});

const TEMPLATE = koffi.pointer(Attribute);
const HANDLE = koffi.out(koffi.pointer('ulong'));

/** Makes a key pair under a label. @returns the public point, uncompressed. @throws Problem `unsupported` */
export function makeAgreementKey(token: TokenSession, label: string): Uint8Array {
  const shared = [
    attribute(CKA_MORE.token, yes),
    attribute(CKA.label, Buffer.from(label)),
    attribute(CKA.id, Buffer.from(label)),
    attribute(CKA_MORE.derive, yes),
  ];
  const publicTemplate = [...shared, attribute(CKA_MORE.ecParameters, P256)];
  const privateTemplate = [
    ...shared,
    attribute(CKA_MORE.private, yes),
    attribute(CKA_MORE.sensitive, yes),
    attribute(CKA_MORE.extractable, no),
  ];
  const [publicHandle, privateHandle] = [[0], [0]];
  token.must(
    'C_GenerateKeyPair',
    ['ulong', koffi.pointer(PlainMechanism), TEMPLATE, 'ulong', TEMPLATE, 'ulong', HANDLE, HANDLE],
    [
      ...[token.session, { mechanism: CKM_EC_KEY_PAIR_GEN, pParameter: null, ulParameterLen: 0 }],
      ...[publicTemplate, publicTemplate.length, privateTemplate, privateTemplate.length],
      ...[publicHandle, privateHandle],
    ],
  );
  return pointOf(token, publicHandle[0] ?? 0);
}

/** @throws Problem `not_found`, `foreign_file`, `unsupported` */
export function agree(
  token: TokenSession,
  label: string,
  publicKey: Uint8Array,
  other: Uint8Array,
): Uint8Array {
  const labelled = (kind: number): number | undefined =>
    token.find(kind).find((object) => Buffer.from(token.value(object, CKA.label)).toString('utf8') === label);
  const [key, open] = [labelled(CKO.privateKey), labelled(CKO.publicKey)];
  if (key === undefined)
    throw new Problem(
      'not_found',
      'the token holds no key of this workspace',
      'Insert the token that the content keys were moved to.',
    );
  if (open !== undefined && !Buffer.from(pointOf(token, open)).equals(publicKey))
    throw new Problem(
      'foreign_file',
      'the key on the token is another than the one that the content keys were moved to',
      'Insert the token that the content keys were moved to.',
    );
  const point = Buffer.from(other);
  const mechanism = {
    mechanism: CKM_ECDH1_DERIVE,
    pParameter: {
      ...{ kdf: CKD_NULL, ulSharedDataLen: 0, pSharedData: null },
      ...{ ulPublicDataLen: point.length, pPublicData: point },
    },
    ulParameterLen: koffi.sizeof(EcdhParameters),
  };
  const template = [
    attribute(CKA.class, number(CKO_SECRET_KEY)),
    attribute(CKA_MORE.keyType, number(CKK_GENERIC_SECRET)),
    attribute(CKA_MORE.token, no),
    attribute(CKA_MORE.sensitive, no),
    attribute(CKA_MORE.extractable, yes),
    attribute(CKA_MORE.valueLength, number(SHARED_BYTES)),
  ];
  const derived = [0];
  token.must(
    'C_DeriveKey',
    ['ulong', koffi.pointer(EcdhMechanism), 'ulong', TEMPLATE, 'ulong', HANDLE],
    [token.session, mechanism, key, template, template.length, derived],
  );
  const shared = token.value(derived[0] ?? 0, CKA.value);
  token.must('C_DestroyObject', ['ulong', 'ulong'], [token.session, derived[0]]);
  if (shared.length === SHARED_BYTES) return shared;
  throw new Problem(
    'unsupported',
    'the token does not let the agreed secret out',
    'Take another token, or a key file.',
  );
}

/** A point stands in a DER octet string; some tokens give it bare. */
function pointOf(token: TokenSession, object: number): Uint8Array {
  const bytes = token.value(object, CKA.ecPoint);
  const point = bytes.subarray(-POINT_BYTES);
  if (point.length === POINT_BYTES && point[0] === 4) return point;
  throw new Problem('unsupported', 'the token made a key of another kind', 'Take another token.');
}

interface TemplateLine {
  readonly type: number;
  readonly pValue: Buffer;
  readonly ulValueLen: number;
}

function attribute(type: number, pValue: Buffer): TemplateLine {
  return { type, pValue, ulValueLen: pValue.length };
}

function number(value: number): Buffer {
  const bytes = Buffer.alloc(koffi.sizeof('ulong'));
  bytes.writeUInt32LE(value, 0);
  return bytes;
}

const yes = Buffer.of(1);
const no = Buffer.of(0);
