import { z } from 'zod';
import { ProviderRefusal } from '../../../shared/domain/index.ts';

/**
 * Where the provider sends the person back to (RFC 8252, 7.3). Nothing listens there and nothing is asked of
 * it: the sign-in process takes the address from the provider's answer before any page sees it.
 */
export const REDIRECT_ADDRESS = 'http://127.0.0.1/signed-in';

/** What the identity provider vouches for, once every check has passed. */
export const ConfirmedAccount = z.strictObject({
  issuer: z.string().min(1).max(300),
  /** Unique at the issuer and never given to anybody else (OpenID Connect Core, 2). */
  subject: z.string().min(1).max(255),
  /** What the hospital calls the account, for people's eyes. */
  shown: z.string().min(1).max(120),
  groups: z.array(z.string().max(200)).max(2000),
});
export type ConfirmedAccount = z.output<typeof ConfirmedAccount>;

const refused = z.strictObject({ kind: z.literal('refused'), reason: ProviderRefusal });

/** The sign-in process may be taken over by whoever answers it: all that it says is held to these shapes. */
export const BeginAnswer = z.union([
  z.strictObject({ kind: z.literal('begun'), address: z.url().max(8192) }),
  refused,
]);
export type BeginAnswer = z.output<typeof BeginAnswer>;

export const PageRequest = z.strictObject({
  url: z.string().max(8192),
  method: z.string().max(10),
  headers: z.array(z.tuple([z.string().max(100), z.string().max(8192)])).max(60),
  body: z.base64().max(400_000).optional(),
});
export type PageRequest = z.output<typeof PageRequest>;

export const PageAnswer = z.union([
  z.strictObject({
    kind: z.literal('page'),
    status: z.int().min(200).max(599),
    headers: z.array(z.tuple([z.string().max(100), z.string().max(16_384)])).max(60),
    body: z.base64().max(12_000_000),
  }),
  /** The provider sent the person back, and everything was right. */
  z.strictObject({ kind: z.literal('confirmed'), account: ConfirmedAccount }),
  refused,
]);
export type PageAnswer = z.output<typeof PageAnswer>;

/** What the sign-in process does for the application. One attempt at a time; a new one ends the one before. */
// A type and not an interface: the calls between processes want one with an index.
// eslint-disable-next-line @typescript-eslint/consistent-type-definitions
export type SignInMethods = {
  readonly begin: (argument: object) => Promise<BeginAnswer>;
  readonly page: (argument: PageRequest) => Promise<PageAnswer>;
  readonly end: (argument: object) => Promise<object>;
};
