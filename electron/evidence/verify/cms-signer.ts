import { Problem } from '../../../shared/domain/problem.ts';
import type { VerifyView } from '../../../shared/ipc/views.ts';
import { chainHolds, rootFingerprint, validAt, type CmsSignature } from './cms.ts';

/** Who signed, as far as anyone can say: known only when the root was known by another way. */
export function signerLine(cms: CmsSignature, expected: string | undefined): VerifyView['lines'][number] {
  const what = 'Signer';
  const actual = rootFingerprint(cms);
  if (expected === undefined)
    return {
      what,
      verdict: 'unknown',
      detail: `signer unknown: compare the root fingerprint ${actual} with one obtained by another way`,
    };
  if (expected.toLowerCase() === actual)
    return { what, verdict: 'ok', detail: `the workspace whose root is ${actual}` };
  return { what, verdict: 'failed', detail: `signed under another root: ${actual}`, firstBad: what };
}

/** Checks the certificates with each other, and with the time that the document gives, if known. @throws Problem */
export function checkCertificates(cms: CmsSignature, atMs: number | undefined): string {
  if (!chainHolds(cms)) throw new Problem('check_failed', 'the certificates do not form a chain');
  if (atMs !== undefined && !validAt(cms, atMs))
    throw new Problem(
      'check_failed',
      'a certificate was not valid at the time that is given for the signature',
    );
  return 'the root that travels with it issued the certificate that signed';
}
