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
import type { IncomingKind } from '../../../shared/domain/index.ts';
import type { Transfers } from '../../operations/index.ts';
import type { Content } from '../content.ts';
import type { Desk } from '../desk/desk.ts';
import type { Caller, Handlers } from '../dispatch.ts';
import { reportSigner, writeIdentity, type Identity } from './identity.ts';

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
    readonly transfers: Transfers;
  },
): SigningVerbs {
  const { transfers } = ports;
  const choose = async (
    what: IncomingKind,
    caller: Caller,
    title?: string,
  ): Promise<Uint8Array | undefined> => (await transfers.bring(what, contextOf(caller), title))?.read();
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

    'signing.requestCertificate': async (names, caller) => {
      const request = makeCertificateRequest(desk.metadata.reportKeyPkcs8, names);
      const wanted = { what: 'certificate_request', suggestedName: 'reports.csr' } as const;
      const place = await transfers.place(wanted, contextOf(caller));
      if (place === undefined) return null;
      const { file } = await place.send(request, contextOf(caller));
      return { file };
    },

    'signing.importCertificate': async ({ password }, caller) => {
      await desk.confirmPassword(password);
      const file = await choose('certificate', caller, 'The certificate that your authority issued');
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
      const file = await choose('key_file', caller);
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
      const library = await transfers.bring('token_library', contextOf(caller));
      if (library === undefined) return null;
      const { path: modulePath } = library;
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
