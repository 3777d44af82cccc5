import { readFile, stat, writeFile } from 'node:fs/promises';
import { basename } from 'node:path';
import { Problem } from '../../../shared/domain/index.ts';
import { equalBytes } from '../../../shared/formats/index.ts';
import type { SignerView } from '../../../shared/ipc/index.ts';
import { readCertificate, webTools } from '../../../shared/verify/index.ts';
import { sha256Hex, type Clock } from '../../core/index.ts';
import {
  chainAbove,
  makeCertificateRequest,
  readCertificates,
  readPkcs12,
  tokenCertificates,
} from '../../keys/index.ts';
import { contextOf } from '../actor.ts';
import type { ApplicationSettings } from '../application.ts';
import type { Content } from '../content.ts';
import type { Desk } from '../desk/desk.ts';
import type { Caller, Handlers } from '../dispatch.ts';
import { reportSigner, writeIdentity, type Identity } from './identity.ts';

const LARGEST_BYTES = 1024 * 1024;
const tools = webTools(globalThis);
const base64 = (bytes: Uint8Array): string => Buffer.from(bytes).toString('base64');

type SigningVerbs = Pick<
  Handlers,
  | 'signing.getSigner'
  | 'signing.requestCertificate'
  | 'signing.importCertificate'
  | 'signing.importKeyFile'
  | 'signing.useToken'
  | 'signing.useWorkspaceKey'
>;

/** Who signs reports: the workspace, its key under the hospital's authority, a key file, or a token. */
export function signingVerbs(
  desk: Desk<Content>,
  ports: {
    readonly clock: Clock;
    readonly settings: Pick<ApplicationSettings, 'chooseFile' | 'chooseSaveFile'>;
  },
): SigningVerbs {
  const { settings } = ports;
  const choose = async (title: string, extensions: readonly string[]): Promise<Uint8Array | undefined> => {
    const path = await settings.chooseFile({ title, extensions });
    return path === undefined ? undefined : readSmall(path);
  };
  /** From the next report on. The journal says whose certificate it is. */
  const adopt = async (identity: Identity | undefined, caller: Caller): Promise<SignerView> => {
    const certificate =
      identity === undefined
        ? desk.metadata.reportCertificateDer
        : Buffer.from(identity.certificate, 'base64');
    const what = `report signer: ${identity?.kind ?? 'workspace'}`;
    // Recorded first: nobody signs with a certificate that the journal does not know.
    await desk.journal.event('key.created', { what, fingerprint: sha256Hex(certificate) }, contextOf(caller));
    await writeIdentity(desk, identity);
    return (await reportSigner(desk)).view;
  };
  const nowMs = (): number => ports.clock.wallMs();

  return {
    'signing.getSigner': async () => (await reportSigner(desk)).view,

    'signing.requestCertificate': async (names) => {
      const request = makeCertificateRequest(desk.metadata.reportKeyPkcs8, names);
      const file = await settings.chooseSaveFile({ title: 'Save the request', suggestedName: 'reports.csr' });
      if (file === undefined) return null;
      await writeFile(file, request);
      return { file };
    },

    'signing.importCertificate': async ({ password }, caller) => {
      await desk.confirmPassword(password);
      const file = await choose('The certificate that your authority issued', [
        'pem',
        'crt',
        'cer',
        'p7b',
        'p7c',
      ]);
      if (file === undefined) return null;
      const certificates = readCertificates(file);
      const own = readCertificate(desk.metadata.reportCertificateDer, tools).key.spki;
      const mine = certificates.find((one) => equalBytes(readCertificate(one, tools).key.spki, own));
      if (mine === undefined)
        throw new Problem(
          'invalid_input',
          'none of the certificates is for the key of this workspace',
          'Send the request of this workspace to your authority, and take in what it issues for it.',
        );
      const chain = await chainAbove(mine, without(certificates, mine), nowMs());
      return adopt({ kind: 'authority', certificate: base64(mine), chain: chain.map(base64) }, caller);
    },

    'signing.importKeyFile': async ({ password, filePassword }, caller) => {
      await desk.confirmPassword(password);
      const file = await choose('A key file (PKCS#12)', ['p12', 'pfx']);
      if (file === undefined) return null;
      const { privateKeyPkcs8, certificate, others } = readPkcs12(file, filePassword);
      const chain = await chainAbove(certificate, others, nowMs());
      return adopt(
        {
          kind: 'key_file',
          certificate: base64(certificate),
          chain: chain.map(base64),
          privateKeyPkcs8: base64(privateKeyPkcs8),
        },
        caller,
      );
    },

    'signing.useToken': async ({ password, pin, tokenLabel, certificateLabel }, caller) => {
      await desk.confirmPassword(password);
      const modulePath = await settings.chooseFile({
        title: 'The PKCS#11 library of the token',
        extensions: ['so', 'dll', 'dylib'],
      });
      if (modulePath === undefined) return null;
      const found = await tokenCertificates({ modulePath, tokenLabel, pin });
      const signing = found.filter(({ certificate, label, id }) => {
        const read = readCertificate(certificate, tools);
        return !read.authority && read.maySign && id.length > 0 && (certificateLabel ?? label) === label;
      });
      const [chosen] = signing;
      if (chosen === undefined || signing.length > 1)
        throw new Problem(
          'wrong_usage',
          chosen === undefined
            ? 'the token has no certificate for signing documents'
            : 'the token has more than one certificate for signing',
          `Name the certificate by its label. There are: ${found.map(({ label }) => label).join(', ')}.`,
        );
      const certificates = found.map(({ certificate }) => certificate);
      const chain = await chainAbove(chosen.certificate, without(certificates, chosen.certificate), nowMs());
      return adopt(
        {
          kind: 'token',
          certificate: base64(chosen.certificate),
          chain: chain.map(base64),
          modulePath,
          ...(tokenLabel === undefined ? {} : { tokenLabel }),
          keyId: base64(chosen.id),
        },
        caller,
      );
    },

    'signing.useWorkspaceKey': async ({ password }, caller) => {
      await desk.confirmPassword(password);
      return adopt(undefined, caller);
    },
  };
}

function without(certificates: readonly Uint8Array[], one: Uint8Array): Uint8Array[] {
  return certificates.filter((other) => !equalBytes(other, one));
}

async function readSmall(path: string): Promise<Uint8Array> {
  const name = basename(path);
  try {
    const { size } = await stat(path);
    if (size > LARGEST_BYTES)
      throw new Problem(
        'limit_reached',
        `\`${name}\` is larger than a file with keys or certificates can be`,
      );
    return await readFile(path);
  } catch (error) {
    if (error instanceof Problem) throw error;
    throw new Problem(
      'not_found',
      `the file \`${name}\` cannot be read`,
      'Check the path and its permissions.',
    );
  }
}
