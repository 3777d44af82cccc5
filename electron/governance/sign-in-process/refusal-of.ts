import * as client from 'openid-client';
import type { ProviderRefusal } from '../../../shared/domain/index.ts';
import { Refused } from './refusal.ts';

/** Claims whose comparison failed, in our words. */
const CLAIMS: Readonly<Record<string, ProviderRefusal>> = {
  aud: 'audience',
  azp: 'audience',
  iss: 'issuer',
  nonce: 'nonce',
  exp: 'expired',
  iat: 'expired',
  nbf: 'expired',
};

/**
 * What the library found wrong, as one of the known reasons. Its own words are dropped, for they can quote
 * what the provider sent.
 */
export function refusalOf(error: unknown, depth = 0): ProviderRefusal {
  if (error instanceof Refused) return error.reason;
  if (error instanceof client.AuthorizationResponseError) return 'provider_said_no';
  if (error instanceof client.ResponseBodyError)
    return error.error === 'invalid_grant' ? 'code_refused' : 'provider_said_no';
  const { code, message, cause } = error as { code?: unknown; message?: unknown; cause?: unknown };
  const known = ofCode(typeof code === 'string' ? code : '', String(message), claimOf(cause));
  if (known !== undefined) return known;
  return depth < 4 && cause !== undefined && cause !== null ? refusalOf(cause, depth + 1) : 'malformed';
}

function ofCode(code: string, message: string, claim: string): ProviderRefusal | undefined {
  switch (code) {
    case 'OAUTH_JWT_TIMESTAMP_CHECK_FAILED':
      return 'expired';
    case 'OAUTH_JWT_CLAIM_COMPARISON_FAILED':
      // The library wraps its own errors; the one inside says which claim.
      return CLAIMS[claim];
    case 'OAUTH_JSON_ATTRIBUTE_COMPARISON_FAILED':
      return 'issuer';
    case 'OAUTH_KEY_SELECTION_FAILED':
      return 'signature';
    case 'OAUTH_MISSING_SERVER_METADATA':
    case 'OAUTH_INVALID_SERVER_METADATA':
      return 'not_configured_so';
    case 'OAUTH_TIMEOUT':
      return 'timed_out';
    case 'OAUTH_UNSUPPORTED_OPERATION':
      return 'algorithm';
    case 'OAUTH_INVALID_RESPONSE':
      return ofResponse(message);
    default:
      return undefined;
  }
}

/** One code of the library stands for several checks; which one is told by its fixed sentence alone. */
function ofResponse(message: string): ProviderRefusal | undefined {
  if (/signature verification/i.test(message)) return 'signature';
  if (/"state"/i.test(message)) return 'state';
  if (/"iss"|issuer/i.test(message)) return 'issuer';
  if (/"alg"/i.test(message)) return 'algorithm';
  if (/nonce/i.test(message)) return 'nonce';
  return undefined;
}

function claimOf(cause: unknown): string {
  const { claim } = (cause ?? {}) as { claim?: unknown };
  return typeof claim === 'string' ? claim : '';
}
