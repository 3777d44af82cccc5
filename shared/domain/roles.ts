import { z } from 'zod';

/** What a person may be in a workspace. `compliance` is viewer plus review, approval and report rights. */
export const ROLES = ['viewer', 'operator', 'compliance', 'admin'] as const;
export const Role = z.enum(ROLES);
export type Role = z.infer<typeof Role>;

/** Who can be signed in: a person of a role, or a service key, which runs one pipeline on one dataset. */
export const PRINCIPALS = [...ROLES, 'service'] as const;
export const Principal = z.enum(PRINCIPALS);
export type Principal = z.infer<typeof Principal>;

/** Roles whose key slot opens the content keyring. An admin runs everything and opens no content. */
export const CONTENT_ROLES: readonly Role[] = ['operator', 'compliance'];
