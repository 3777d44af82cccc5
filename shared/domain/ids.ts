import { z } from 'zod';

/** Lower-case UUID, random (version 4). */
const uuid = z.uuid({ version: 'v4' });

export const WorkspaceId = uuid.brand<'WorkspaceId'>();
export type WorkspaceId = z.infer<typeof WorkspaceId>;
export const PersonId = uuid.brand<'PersonId'>();
export type PersonId = z.infer<typeof PersonId>;
/** A service key: acts in the journal like a person, under an id of its own that is never used again. */
export const ServiceKeyId = uuid.brand<'PersonId'>();
export type ServiceKeyId = z.infer<typeof ServiceKeyId>;
export const DatasetId = uuid.brand<'DatasetId'>();
export type DatasetId = z.infer<typeof DatasetId>;
export const RunId = uuid.brand<'RunId'>();
export type RunId = z.infer<typeof RunId>;
export const CallId = uuid.brand<'CallId'>();
export type CallId = z.infer<typeof CallId>;
export const ApprovalId = uuid.brand<'ApprovalId'>();
export type ApprovalId = z.infer<typeof ApprovalId>;
export const PayloadId = uuid.brand<'PayloadId'>();
export type PayloadId = z.infer<typeof PayloadId>;
export const ReportId = uuid.brand<'ReportId'>();
export type ReportId = z.infer<typeof ReportId>;
export const PolicyVersionId = uuid.brand<'PolicyVersionId'>();
export type PolicyVersionId = z.infer<typeof PolicyVersionId>;

/** SHA-256 as 64 lower-case hexadecimal digits. */
export const Sha256Hex = z
  .string()
  .regex(/^[0-9a-f]{64}$/)
  .brand<'Sha256Hex'>();
export type Sha256Hex = z.infer<typeof Sha256Hex>;
