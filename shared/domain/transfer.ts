import { z } from 'zod';

/** What can be brought in by a file that a person chose. */
export const INCOMING_KINDS = [
  'table',
  'model',
  'report',
  'witness',
  'policy_pack',
  'site_key',
  'certificate',
  'key_file',
  'token_library',
  'backup_list',
] as const;
export const IncomingKind = z.enum(INCOMING_KINDS);
export type IncomingKind = z.infer<typeof IncomingKind>;

/** What can be taken out. */
export const OUTGOING_KINDS = [
  'table',
  'conversations',
  'journal',
  'evidence_bundle',
  'report',
  'proof',
  'checkpoint',
  'certificate_request',
  'backup',
  'erase_certificate',
  'recovery_sheets',
  'emergency_code',
  'service_key',
  'custody_key',
] as const;
export const OutgoingKind = z.enum(OUTGOING_KINDS);
export type OutgoingKind = z.infer<typeof OutgoingKind>;

/**
 * How a file that left is shut: `zip_aes256` under a passphrase, `age` to a recipient's public key, `sealed` by the
 * workspace's own keys (backups), `clear` after a person said so with a reason, `open` where nothing in it needs to
 * be kept secret, such as a signed report or a proof.
 */
export const Protection = z.enum(['zip_aes256', 'age', 'sealed', 'clear', 'open']);
export type Protection = z.infer<typeof Protection>;

/**
 * Where a file came from or went to, as the system tells without being asked for more (45 CFR 164.310(d)(2)(iii)).
 * What the system does not tell is left out; a kind it does not tell is `unknown`.
 */
export const Medium = z.strictObject({
  kind: z.enum(['internal', 'removable', 'network', 'memory', 'unknown']),
  /** The volume's own id: UUID of its filesystem, or its serial number. */
  volume: z.string().max(100).optional(),
  /** As somebody named it; without identifiers. */
  label: z.string().max(100).optional(),
  /** Maker and model of the device. */
  device: z.string().max(100).optional(),
  filesystem: z.string().max(40).optional(),
  /** Whether the system encrypts the volume. */
  encrypted: z.boolean().optional(),
});
export type Medium = z.infer<typeof Medium>;
