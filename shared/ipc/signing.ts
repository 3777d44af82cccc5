import { z } from 'zod';
import { ReportId, Sha256Hex } from '../domain/ids.ts';
import { SignatureMeaning } from '../formats/report.ts';
import { verb } from './define.ts';

/** Where the key is that reports are signed with. */
export const SIGNER_KINDS = ['workspace', 'authority', 'key_file', 'token'] as const;

/** Whose name stands under reports from now on. */
export const SignerView = z.object({
  kind: z.enum(SIGNER_KINDS),
  /** Names in the certificates, from the one that signs up to the root. */
  names: z.array(z.string()),
  /** `ECDSA P-256`, `RSA 3072`. */
  key: z.string(),
  certificateSha256: Sha256Hex,
  /** What people compare, and write on recovery sheets. */
  rootSha256: Sha256Hex,
  /** When the first of the certificates runs out, milliseconds since 1970. */
  validUntilMs: z.int(),
});
export type SignerView = z.infer<typeof SignerView>;

const CountersignedView = z.object({
  report: ReportId,
  file: z.string(),
  sha256: Sha256Hex,
  sizeBytes: z.int(),
});

const password = z.string().min(1).max(1024);
const name = z.string().trim().min(1).max(64);

/** Who signs, with which key, and further signatures behind an issued report. */
export const SIGNING_VERBS = {
  'signing.getSigner': verb(
    ['viewer', 'compliance', 'operator', 'admin'],
    'see who signs reports',
    z.strictObject({}),
    SignerView,
  ),
  /** Writes a request for a certificate of the hospital's own authority to a file that the person chooses. */
  'signing.requestCertificate': verb(
    ['admin'],
    'ask for a certificate',
    z.strictObject({ commonName: name, organisation: name.optional() }),
    z.object({ file: z.string() }).nullable(),
  ),
  /** Takes in the certificate that the authority issued, with those above it, from a file. */
  'signing.importCertificate': verb(
    ['admin'],
    'take in a certificate',
    z.strictObject({ password }),
    SignerView.nullable(),
  ),
  /** Takes in a private key with its certificates from a PKCS#12 file. */
  'signing.importKeyFile': verb(
    ['admin'],
    'take in a signing key',
    z.strictObject({ password, filePassword: z.string().max(1024) }),
    SignerView.nullable(),
  ),
  /** Signs with a key on a smart card or other token from now on. */
  'signing.useToken': verb(
    ['admin'],
    'sign with a token',
    z.strictObject({
      password,
      pin: z.string().min(1).max(64),
      tokenLabel: z.string().max(32).optional(),
      certificateLabel: z.string().max(200).optional(),
    }),
    SignerView.nullable(),
  ),
  'signing.useWorkspaceKey': verb(
    ['admin'],
    'sign with the key of the workspace',
    z.strictObject({ password }),
    SignerView,
  ),
  /** Adds the caller's signature behind an issued report; whoever issued it cannot. */
  'signing.countersign': verb(
    ['compliance', 'admin'],
    'sign a report after its author',
    z.strictObject({
      report: ReportId,
      password,
      meaning: SignatureMeaning,
      pin: z.string().max(64).optional(),
    }),
    CountersignedView,
  ),
} as const;
