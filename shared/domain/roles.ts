import { z } from 'zod';

/** What a person may be in a workspace. `compliance` is viewer plus review, approval and report rights. */
export const ROLES = ['viewer', 'operator', 'compliance', 'admin'] as const;
export const Role = z.enum(ROLES);
export type Role = z.infer<typeof Role>;

/** Roles whose key slot opens the content keyring. An admin runs everything and opens no content. */
export const CONTENT_ROLES: readonly Role[] = ['operator', 'compliance'];
