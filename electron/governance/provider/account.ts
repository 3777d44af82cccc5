import { createHash } from 'node:crypto';
import type { ConfirmedAccount } from './protocol.ts';

/**
 * How a workspace knows an account of the hospital again: by a hash over issuer and subject, which together
 * are never given to anybody else (OpenID Connect Core, 2), and bound to this workspace. It shows neither.
 */
export function accountKey(
  workspaceId: string,
  { issuer, subject }: Pick<ConfirmedAccount, 'issuer' | 'subject'>,
): string {
  return createHash('sha256')
    .update(JSON.stringify(['swarm-clinical/hospital-account/v1', workspaceId, issuer, subject]))
    .digest('base64');
}
