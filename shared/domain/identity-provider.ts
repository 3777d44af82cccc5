import { z } from 'zod';
import type { Role } from './roles.ts';

/** Roles that a group of the hospital can stand for; everybody else is a viewer. */
export const GRANTED_ROLES = ['operator', 'compliance', 'admin'] as const satisfies readonly Role[];

/** Algorithms that an identity provider may sign with; one of them is pinned. */
export const SIGNING_ALGORITHMS = ['RS256', 'PS256', 'ES256', 'EdDSA'] as const;

/** `beside`: the password alone goes too. `required`: whoever is linked signs in with the account. */
export const PROVIDER_MODES = ['beside', 'required'] as const;
export type ProviderMode = (typeof PROVIDER_MODES)[number];

const group = z.string().min(1).max(200);
/** `https`, the name of a host whose last part is no number, a port, a path; nothing else. */
const ISSUER =
  /^https:\/\/(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)*[a-z](?:[a-z0-9-]{0,61}[a-z0-9])?(?::[1-9]\d{0,4})?(?:\/[\w.~/-]*)?$/;

/** An identity provider on the hospital's own network, as the machine policy pins it. */
export const IdentityProvider = z.strictObject({
  /** What people call it, for buttons and sentences. */
  name: z.string().trim().min(1).max(60),
  /** OpenID Connect issuer: `https`, a host name, no query. Everything is asked of its origin alone. */
  issuer: z.string().max(300).regex(ISSUER, 'an https address with the name of a host, and no query'),
  /** Where its host stands. No name is ever looked up. */
  addresses: z
    .array(z.union([z.ipv4(), z.ipv6()]))
    .min(1)
    .max(4),
  /** The certificate authorities that may vouch for it, as PEM; those of the system do not count. */
  certificates: z
    .string()
    .min(1)
    .max(32_768)
    .regex(/-----BEGIN CERTIFICATE-----/),
  clientId: z.string().min(1).max(200),
  algorithm: z.enum(SIGNING_ALGORITHMS).default('RS256'),
  /** The claim of the ID token that lists groups. */
  groupsClaim: z
    .string()
    .regex(/^[\w:/.-]{1,100}$/)
    .default('groups'),
  /** Scopes beside `openid`. */
  scopes: z
    .array(z.string().regex(/^[\w:/.-]{1,60}$/))
    .max(10)
    .default(['profile']),
  /** Groups that stand for a role. Who is in none is a viewer. */
  roles: z.partialRecord(z.enum(GRANTED_ROLES), z.array(group).max(50)),
  mode: z.enum(PROVIDER_MODES),
});
export type IdentityProvider = z.output<typeof IdentityProvider>;

/** Why a sign-in at the identity provider came to nothing. Closed, so that it says nothing of a person. */
export const PROVIDER_REFUSALS = [
  'cancelled',
  'timed_out',
  'no_process',
  'unreachable',
  'certificate',
  'tls_version',
  'another_origin',
  'too_much',
  'not_configured_so',
  'provider_said_no',
  'state',
  'code_refused',
  'issuer',
  'audience',
  'expired',
  'nonce',
  'algorithm',
  'signature',
  'malformed',
] as const;
export const ProviderRefusal = z.enum(PROVIDER_REFUSALS);
export type ProviderRefusal = z.output<typeof ProviderRefusal>;
