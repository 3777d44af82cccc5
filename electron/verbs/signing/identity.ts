import { hkdfSync } from 'node:crypto';
import { mkdir, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { Problem, type Sha256Hex } from '../../../shared/domain/index.ts';
import type { SignerView } from '../../../shared/ipc/index.ts';
import { keyInWords, readCertificate, webTools } from '../../../shared/verify/index.ts';
import { sha256Hex, writeFileAtomic } from '../../core/index.ts';
import { keySigner, type DocumentSigner } from '../../evidence/index.ts';
import { associatedData, openBytes, sealBytes, signOnToken, wipe } from '../../keys/index.ts';
import type { Content } from '../content.ts';
import type { Desk } from '../desk/desk.ts';

/**
 * Which key reports are signed with: the workspace's own unless a file beside the reports says otherwise.
 * That file is sealed under a key of the workspace, so that nobody without it can put another signer in
 * its place.
 */

const base64 = z
  .string()
  .max(100_000)
  .regex(/^[A-Za-z0-9+/]*={0,2}$/);
const Certificates = { certificate: base64, chain: z.array(base64).min(1).max(8) };
export const Identity = z.discriminatedUnion('kind', [
  /** The workspace's key under a certificate of the hospital's authority. */
  z.strictObject({ kind: z.literal('authority'), ...Certificates }),
  z.strictObject({ kind: z.literal('key_file'), ...Certificates, privateKeyPkcs8: base64 }),
  z.strictObject({
    kind: z.literal('token'),
    ...Certificates,
    modulePath: z.string().max(4096),
    tokenLabel: z.string().max(32).optional(),
    keyId: base64,
  }),
]);
export type Identity = z.infer<typeof Identity>;

const FILE = 'signer.sealed';
const KEY_BYTES = 32;
const tools = webTools(globalThis);

function sealingKey(desk: Desk<Content>): Uint8Array {
  const { keyFileMacKey } = desk.metadata;
  return new Uint8Array(
    hkdfSync('sha256', keyFileMacKey, new Uint8Array(), 'swarm-clinical/signing-identity/v1', KEY_BYTES),
  );
}

function fileOf(desk: Desk<Content>): string {
  return join(desk.place.paths.reports, FILE);
}

function sealedFor(desk: Desk<Content>): Uint8Array {
  return associatedData('swarm-clinical/signing-identity/v1', desk.place.workspaceId);
}

/** @throws Problem `damaged` where the file cannot be opened: reports are not signed with another key instead */
async function readIdentity(desk: Desk<Content>): Promise<Identity | undefined> {
  let sealed: Uint8Array;
  try {
    sealed = await readFile(fileOf(desk));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw damaged();
  }
  const key = sealingKey(desk);
  try {
    const opened = openBytes(key, sealedFor(desk), sealed);
    return Identity.parse(JSON.parse(Buffer.from(opened).toString('utf8')));
  } catch {
    throw damaged();
  } finally {
    wipe(key);
  }
}

function damaged(): Problem {
  return new Problem(
    'damaged',
    'the file that says who signs reports cannot be opened',
    'An admin chooses the signer anew: `swarm audit signer workspace`, or takes in the certificate again.',
  );
}

export async function writeIdentity(desk: Desk<Content>, identity: Identity | undefined): Promise<void> {
  if (identity === undefined) {
    await rm(fileOf(desk), { force: true });
    return;
  }
  const key = sealingKey(desk);
  const plain = Buffer.from(JSON.stringify(identity), 'utf8');
  try {
    await mkdir(desk.place.paths.reports, { recursive: true });
    await writeFileAtomic(fileOf(desk), sealBytes(key, sealedFor(desk), plain));
  } finally {
    wipe(key, plain);
  }
}

/** The signer of reports now, and how it is shown. */
export interface ReportSigner {
  readonly signer: DocumentSigner;
  readonly view: SignerView;
}

/**
 * @param pin of the token, where one signs; asked for at each signature and kept nowhere
 * @throws Problem `wrong_usage` where a PIN is wanted, `damaged`
 */
export async function reportSigner(desk: Desk<Content>, pin?: string): Promise<ReportSigner> {
  const identity = await readIdentity(desk);
  const { reportKeyPkcs8, reportCertificateDer, reportRootDer } = desk.metadata;
  if (identity === undefined) {
    const certificates = { certificate: reportCertificateDer, chain: [reportRootDer] };
    return shown('workspace', await keySigner({ privateKeyPkcs8: reportKeyPkcs8, ...certificates }));
  }
  const certificates = { certificate: bytes(identity.certificate), chain: identity.chain.map(bytes) };
  switch (identity.kind) {
    case 'authority':
      return shown('authority', await keySigner({ privateKeyPkcs8: reportKeyPkcs8, ...certificates }));
    case 'key_file':
      return shown(
        'key_file',
        await keySigner({ privateKeyPkcs8: bytes(identity.privateKeyPkcs8), ...certificates }),
      );
    case 'token':
      return shown('token', tokenSigner(identity, certificates, pin));
  }
}

function tokenSigner(
  { modulePath, tokenLabel, keyId }: Extract<Identity, { kind: 'token' }>,
  certificates: Pick<DocumentSigner, 'certificate' | 'chain'>,
  pin: string | undefined,
): DocumentSigner {
  const { kind } = readCertificate(certificates.certificate, tools).key;
  return {
    ...certificates,
    kind,
    sign: async (message) => {
      if (pin === undefined)
        throw new Problem(
          'wrong_usage',
          'reports are signed with a token here',
          'Give its PIN with the signature.',
        );
      const address = { modulePath, tokenLabel, pin };
      return signOnToken(address, bytes(keyId), kind === 'rsa' ? 'rsa' : 'ecdsa', message);
    },
  };
}

function shown(kind: SignerView['kind'], signer: DocumentSigner): ReportSigner {
  const chain = [signer.certificate, ...signer.chain].map((der) => readCertificate(der, tools));
  const [first] = chain;
  if (first === undefined) throw damaged();
  return {
    signer,
    view: {
      kind,
      names: chain.map(({ name }) => name),
      key: keyInWords(first.key),
      certificateSha256: sha256Hex(signer.certificate),
      rootSha256: rootOf(signer),
      validUntilMs: Math.min(...chain.map(({ notAfterMs }) => notAfterMs)),
    },
  };
}

function rootOf({ certificate, chain }: DocumentSigner): Sha256Hex {
  return sha256Hex(chain.at(-1) ?? certificate);
}

function bytes(text: string): Uint8Array {
  return Buffer.from(text, 'base64');
}
