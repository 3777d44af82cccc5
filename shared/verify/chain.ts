import { Problem } from '../domain/problem.ts';
import { equalBytes } from '../formats/journal/bytes.ts';
import { issued, type Certificate } from './certificate.ts';
import type { VerifierTools } from './tools.ts';

const LONGEST = 8;

/**
 * The way from a signer up to its root, through certificates that came with the signature. The root is
 * the one that issued itself. Dates are judged apart.
 *
 * @throws Problem `check_failed` when there is no such way
 */
export async function chainTo(
  signer: Certificate,
  others: readonly Certificate[],
  tools: VerifierTools,
): Promise<readonly Certificate[]> {
  if (signer.authority) throw noChain('an authority does not sign documents itself');
  if (!signer.maySign) throw noChain('the certificate that signed is not one for signing documents');
  const chain = [signer];
  for (let current = signer; !equalBytes(current.issuer, current.subject);) {
    if (chain.length > LONGEST) throw noChain('the chain is longer than any that is accepted');
    const above = await findIssuer(current, others, chain, tools);
    if (above === undefined) throw noChain(`nothing that came with it shows who issued \`${current.name}\``);
    // Authorities between this one and the signer.
    if (above.pathLength !== undefined && chain.length - 1 > above.pathLength)
      throw noChain(`\`${above.name}\` may not have so many authorities below it`);
    chain.push(above);
    current = above;
  }
  const root = chain.at(-1);
  if (root === undefined || chain.length < 2) throw noChain('the certificate that signed issued itself');
  if (!(await issued(root, root, tools))) throw noChain('the root did not sign itself');
  return chain;
}

async function findIssuer(
  certificate: Certificate,
  others: readonly Certificate[],
  chain: readonly Certificate[],
  tools: VerifierTools,
): Promise<Certificate | undefined> {
  for (const candidate of others)
    if (!chain.includes(candidate) && (await issued(candidate, certificate, tools))) return candidate;
  return undefined;
}

function noChain(why: string): Problem {
  return new Problem('check_failed', `the certificates do not form a chain: ${why}`);
}

/** Checks that every certificate was within its dates at a time. @throws Problem `check_failed` */
export function requireValidAt(chain: readonly Certificate[], atMs: number): void {
  for (const { name, notBeforeMs, notAfterMs } of chain)
    if (atMs < notBeforeMs || atMs > notAfterMs)
      throw new Problem(
        'check_failed',
        `the certificate \`${name}\` was not valid at the time that is given for the signature`,
      );
}
