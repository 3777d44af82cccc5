import type { IncomingKind, OutgoingKind } from '../../../shared/domain/index.ts';
import type { Content } from './content.ts';

const MiB = 2 ** 20;
const GiB = 2 ** 30;

/** What may come in as one kind of thing. */
export interface Incoming {
  /** Title of the system's dialog. */
  readonly title: string;
  readonly extensions: readonly string[];
  readonly largestBytes: number;
  /** Whether a link may lead to it, as the libraries of a system are installed. */
  readonly mayBeLink?: true;
  /** What a file with this extension may hold. */
  contents(extension: string): readonly Content[];
}

const always =
  (...contents: readonly Content[]) =>
  () =>
    contents;

/** The list of everything that may come in. What is not listed has no way in. */
export const INCOMING: Readonly<Record<IncomingKind, Incoming>> = {
  table: {
    title: 'Import a table',
    extensions: ['csv', 'tsv', 'txt', 'psv', 'xlsx', 'parquet'],
    // Beyond it a workstation would not hold a column in memory.
    largestBytes: 8 * GiB,
    contents: (extension) =>
      extension === 'xlsx' ? ['workbook'] : extension === 'parquet' ? ['parquet'] : ['text'],
  },
  model: {
    title: 'Pin a model',
    extensions: ['gguf'],
    largestBytes: 512 * GiB,
    contents: always('gguf'),
  },
  report: {
    title: 'Verify a report or an evidence bundle',
    extensions: ['pdf', 'zip'],
    largestBytes: 256 * MiB,
    contents: (extension) => (extension === 'zip' ? ['archive'] : ['pdf']),
  },
  witness: {
    title: 'A checkpoint that was kept elsewhere',
    extensions: ['witness', 'checkpoint', 'tlog-proof', 'txt'],
    largestBytes: 1_000_000,
    contents: always('text'),
  },
  policy_pack: {
    title: 'Policy pack',
    extensions: ['json'],
    largestBytes: 4 * MiB,
    contents: always('text'),
  },
  site_key: {
    title: 'Public key of the site',
    extensions: ['json'],
    largestBytes: MiB,
    contents: always('text'),
  },
  certificate: {
    title: 'A certificate',
    extensions: ['pem', 'crt', 'cer', 'der', 'p7b', 'p7c'],
    largestBytes: MiB,
    contents: always('text', 'der'),
  },
  key_file: {
    title: 'A key file (PKCS#12)',
    extensions: ['p12', 'pfx'],
    largestBytes: MiB,
    contents: always('der'),
  },
  token_library: {
    title: 'The PKCS#11 library of the token',
    extensions: ['so', 'dll', 'dylib'],
    mayBeLink: true,
    largestBytes: 256 * MiB,
    contents: always('library'),
  },
  backup_list: {
    title: 'The list of a backup',
    extensions: ['json'],
    largestBytes: 64 * MiB,
    contents: always('text'),
  },
};

/** What goes out as one kind of thing. */
export interface Outgoing {
  readonly title: string;
  /**
   * `patients`: what is about patients, so it is shut by default, for a stated purpose and recipient. `sealed`: shut
   * by the workspace's own keys. `evidence`: free of patients' data and meant to be read by others.
   */
  readonly holds: 'patients' | 'sealed' | 'evidence';
  /** What an entry says of the purpose where nobody is asked for one. */
  readonly purpose?: string;
}

/** The list of everything that may go out. */
export const OUTGOING: Readonly<Record<OutgoingKind, Outgoing>> = {
  table: { title: 'Export a table', holds: 'patients' },
  conversations: { title: 'Export conversations', holds: 'patients' },
  journal: { title: 'Export the journal', holds: 'evidence', purpose: 'examination of the journal' },
  evidence_bundle: {
    title: 'Save the evidence bundle',
    holds: 'evidence',
    purpose: 'verification elsewhere',
  },
  report: { title: 'Save the report', holds: 'evidence', purpose: 'handing out a report' },
  proof: { title: 'Save the proof', holds: 'evidence', purpose: 'verification elsewhere' },
  checkpoint: { title: 'Save the checkpoint', holds: 'evidence', purpose: 'keeping a checkpoint elsewhere' },
  certificate_request: {
    title: 'Save the request',
    holds: 'evidence',
    purpose: 'a certificate from the hospital authority',
  },
  erase_certificate: {
    title: 'Where the certificate goes',
    holds: 'evidence',
    purpose: 'proof that data was destroyed',
  },
  recovery_sheets: {
    title: 'Write the recovery sheets, one file each',
    holds: 'sealed',
    purpose: 'paper that several people together recover access with',
  },
  emergency_code: {
    title: 'Write the emergency code, one file for each paper',
    holds: 'sealed',
    purpose: 'paper for the sealed envelope in the safe',
  },
  service_key: {
    title: 'Where the key file goes',
    holds: 'sealed',
    purpose: 'scheduled runs on this workstation',
  },
  custody_key: {
    title: 'Where the key file goes: a removable medium, not this workstation',
    holds: 'sealed',
    purpose: 'the hospital’s own key to the content keys',
  },
  backup: { title: 'Write a backup', holds: 'sealed', purpose: 'backup of the workspace' },
};
