import { randomBytes } from 'node:crypto';
import type { Role } from '../../../shared/domain/index.ts';

export interface DemoPerson {
  readonly name: string;
  readonly role: Role;
  readonly password: string;
}

/** Three people with random passwords; they live and end with the throw-away workspace. */
export function inventPeople(): { admin: DemoPerson; operator: DemoPerson; compliance: DemoPerson } {
  const password = (): string => randomBytes(12).toString('base64url');
  return {
    admin: { name: 'Ingrid Admin', role: 'admin', password: password() },
    operator: { name: 'Omar Analyst', role: 'operator', password: password() },
    compliance: { name: 'Clara Compliance', role: 'compliance', password: password() },
  };
}
