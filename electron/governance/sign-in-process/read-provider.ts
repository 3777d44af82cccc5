import { readFile } from 'node:fs/promises';
import { IdentityProvider } from '../../../shared/domain/index.ts';
import { machinePolicyPath } from '../../core/index.ts';

/**
 * The provider that the machine policy pins, as the sign-in process reads it for itself: nobody tells it.
 * Undefined where there is none, or none that can be used.
 */
export async function readProvider(): Promise<IdentityProvider | undefined> {
  try {
    const policy = JSON.parse(await readFile(machinePolicyPath(process.platform, {}), 'utf8')) as {
      identityProvider?: unknown;
    };
    const read = IdentityProvider.safeParse(policy.identityProvider);
    return read.success ? read.data : undefined;
  } catch {
    return undefined;
  }
}
