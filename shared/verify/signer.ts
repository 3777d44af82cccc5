import { Problem } from '../domain/problem.ts';
import { equalBytes, toHex } from '../formats/journal/bytes.ts';
import { keyInWords } from './algorithms.ts';
import type { Certificate } from './certificate.ts';
import { chainTo, requireValidAt } from './chain.ts';
import { readCms, signatureHolds, type CmsSignature } from './cms.ts';
import type { VerifierTools } from './tools.ts';
import type { KnownByOtherMeans, Lines } from './verdict.ts';

/** A signature whose form could be read, and the certificates up to its root where they make a chain. */
export interface Signed {
  readonly cms: CmsSignature;
  readonly chain: readonly Certificate[] | undefined;
}

/** Names of the lines about one signature, in order. */
export const SIGNATURE_STEPS = ['Signature form', 'Content', 'Signature', 'Certificates', 'Signer'] as const;

/**
 * Everything about one signature but where it stands: form, content, key, certificates, signer.
 *
 * @param of ends the names of lines where a document has several: ` (signature 2)`
 * @param atMs when it was signed, as the document says; dates of certificates are judged by it
 */
export async function checkSignature(
  lines: Lines,
  request: {
    readonly of: string;
    readonly cms: Uint8Array;
    readonly content: readonly Uint8Array[];
    readonly atMs: number | undefined;
    readonly made: string;
  },
  known: KnownByOtherMeans,
  tools: VerifierTools,
): Promise<Signed | undefined> {
  const { of } = request;
  const cms = await lines.check(
    `Signature form${of}`,
    () => readCms(request.cms, tools),
    ({ signer }) => `CMS, SHA-256 with ${keyInWords(signer.key)}, bound to its certificate`,
  );
  if (cms === undefined) return undefined;
  await lines.check(
    `Content${of}`,
    async () => {
      if (!equalBytes(await tools.digest(...request.content), cms.messageDigest))
        throw new Problem('changed', 'it was changed after it was signed');
    },
    () => 'unchanged since it was signed',
  );
  await lines.check(
    `Signature${of}`,
    async () => {
      if (!(await signatureHolds(cms, tools)))
        throw new Problem('changed', 'the signature was not made by the key it names');
    },
    () => `made by the key of the certificate it names${request.made}`,
  );
  const chain = await checkChain(lines, cms, request, tools);
  if (chain !== undefined) addSigner(lines, `Signer${of}`, chain, known, tools);
  else lines.notReached([`Signer${of}`]);
  return { cms, chain };
}

async function checkChain(
  lines: Lines,
  cms: CmsSignature,
  { of, atMs }: { readonly of: string; readonly atMs: number | undefined },
  tools: VerifierTools,
): Promise<readonly Certificate[] | undefined> {
  return lines.check(
    `Certificates${of}`,
    async () => {
      const found = await chainTo(cms.signer, cms.others, tools);
      if (atMs !== undefined) requireValidAt(found, atMs);
      return found;
    },
    (found) => found.map(({ name }) => `\`${name}\``).join(', issued by '),
  );
}

/** Who signed, as far as anyone can say: known only when the root was known by another way. */
function addSigner(
  lines: Lines,
  what: string,
  chain: readonly Certificate[],
  { roots = [] }: KnownByOtherMeans,
  tools: VerifierTools,
): void {
  const actual = fingerprintOf(chain, tools);
  const detail = `the root is ${actual}`;
  if (roots.some((root) => root.toLowerCase() === actual))
    lines.add({ what, verdict: 'ok', detail: `known: ${detail}` });
  else if (roots.length === 0)
    lines.add({
      what,
      verdict: 'unknown',
      detail: `intact, signer unknown: compare the root fingerprint ${actual} with one obtained by another way`,
    });
  else lines.fail(what, `signed under another root than those that are known: ${actual}`);
}

/** SHA-256 over the root's DER, 64 lower-case hexadecimal digits: what people compare. */
export function fingerprintOf(chain: readonly Certificate[], tools: VerifierTools): string {
  const root = chain.at(-1);
  return root === undefined ? '' : toHex(tools.sha256(root.raw));
}
