import type { IncomingKind, Medium, OutgoingKind, Protection } from '../../../shared/domain/transfer.ts';
import type { TransferView } from '../../../shared/ipc/transfer-verbs.ts';

type Tone = 'good' | 'warn' | 'bad' | 'neutral';

export const STATE_WORDS: Readonly<
  Record<TransferView['state'], { readonly text: string; readonly tone: Tone }>
> = {
  done: { text: 'Done', tone: 'good' },
  refused: { text: 'Refused', tone: 'warn' },
  failed: { text: 'Failed', tone: 'bad' },
  open: { text: 'Not finished', tone: 'warn' },
};

export const WAY_WORDS: Readonly<Record<TransferView['way'], string>> = { in: 'in', out: 'out' };

export const KIND_WORDS: Readonly<Record<IncomingKind | OutgoingKind, string>> = {
  table: 'Table',
  model: 'Model',
  report: 'Report',
  witness: 'Checkpoint of a witness',
  policy_pack: 'Policy pack',
  site_key: 'Key of the site',
  certificate: 'Certificate',
  key_file: 'Key file',
  token_library: 'Library of a token',
  backup_list: 'List of a backup',
  conversations: 'Conversations',
  journal: 'Journal entries',
  evidence_bundle: 'Evidence bundle',
  proof: 'Proof',
  checkpoint: 'Checkpoint',
  certificate_request: 'Request for a certificate',
  backup: 'Backup',
  erase_certificate: 'Certificate of an erasure',
  recovery_sheets: 'Recovery sheets',
  emergency_code: 'Emergency envelope',
  service_key: 'Service key',
  custody_key: 'Key file of the hospital',
};

export const SHUT_WORDS: Readonly<Record<Protection, string>> = {
  zip_aes256: 'ZIP with a passphrase',
  age: 'age, to a public key',
  sealed: 'sealed by its own keys',
  clear: 'in clear',
  open: 'open evidence',
};

const MEDIUM_WORDS: Readonly<Record<Medium['kind'], string>> = {
  internal: 'Disk of this machine',
  removable: 'Removable medium',
  network: 'Network share',
  memory: 'Memory',
  unknown: 'Kind not told',
};

/** A medium in words: what kind, and what the system told of which one. */
export function mediumText(medium: Medium): { readonly kind: string; readonly about: string } {
  const { kind, label, device, volume, filesystem, encrypted } = medium;
  const about = [label, device, volume, filesystem, encrypted === true ? 'encrypted' : undefined];
  return { kind: MEDIUM_WORDS[kind], about: about.filter((part) => part !== undefined).join(', ') };
}
