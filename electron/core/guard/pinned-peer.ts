import { readFileSync, statSync } from 'node:fs';
import { isIP } from 'node:net';
import { dirname } from 'node:path';
import { machinePolicyPath } from '../machine-policy-path.ts';
import type { AllowedPeer } from './network.ts';

const MAX_BYTES = 64 * 1024;
const HTTPS_PORT = 443;
const MOST_ADDRESSES = 4;

/**
 * The one peer of the sign-in process, read from the machine policy before anything else runs, so that no
 * argument, variable or message can name another one.
 *
 * @returns undefined, and with it no way out, where the policy names none, says it otherwise than it should,
 * or stands where more people than administrators of the machine write
 */
export function pinnedPeer(): AllowedPeer | undefined {
  // Not where a variable of the person's own environment says that such files lie.
  const file = machinePolicyPath(process.platform, {});
  try {
    if (process.platform !== 'win32' && ![file, dirname(file)].every(isOfAdministrators)) return undefined;
    if (statSync(file).size > MAX_BYTES) return undefined;
    return peerOf(JSON.parse(readFileSync(file, 'utf8')));
  } catch {
    return undefined;
  }
}

/** The peer that a machine policy pins. Pure. */
export function peerOf(policy: unknown): AllowedPeer | undefined {
  const { identityProvider } = (policy ?? {}) as { identityProvider?: unknown };
  const { issuer, addresses } = (identityProvider ?? {}) as { issuer?: unknown; addresses?: unknown };
  if (typeof issuer !== 'string' || !URL.canParse(issuer)) return undefined;
  const { protocol, port } = new URL(issuer);
  if (protocol !== 'https:' || !Array.isArray(addresses)) return undefined;
  const all = addresses.every(
    (address): address is string => typeof address === 'string' && isIP(address) > 0,
  );
  if (!all || addresses.length === 0 || addresses.length > MOST_ADDRESSES) return undefined;
  return { addresses, port: port === '' ? HTTPS_PORT : Number(port) };
}

/** Owned by the system's own administrator, and written by nobody else. */
function isOfAdministrators(path: string): boolean {
  const { uid, mode } = statSync(path);
  return uid === 0 && (mode & 0o022) === 0;
}
