import { facts, paragraph, subheading } from '../pages/blocks.ts';
import type { Flow } from '../pages/sheet.ts';
import { TEXT } from '../pages/theme.ts';
import { time } from '../pages/words.ts';
import { plural } from '../text.ts';
import { opening, signLines } from './parts.ts';

/** What was erased by destroying its key, for the file of whoever answers for it. No patient data. */
export interface EraseCertificatePaper {
  readonly kind: 'erase';
  readonly workspaceId: string;
  readonly dataset: string;
  readonly versions: number;
  readonly rows: number;
  readonly importedAtMs: number;
  readonly madeAtMs: number;
  readonly erasedBy: string;
  readonly role: string;
  readonly reason: string;
  /** Journal entries of the intent and the outcome. */
  readonly entries: readonly [number, number];
  /** Backups that the journal knows to have been made while the key was there. */
  readonly backups: number;
  /** Runs that worked on the dataset: prompts and results of theirs are other payloads. */
  readonly runs: number;
  readonly rootSha256: string;
}

/** Sets the certificate on one page, in the terms of NIST SP 800-88 Rev. 2. */
export function eraseCertificate(flow: Flow, paper: EraseCertificatePaper): void {
  opening(flow, {
    title: 'Certificate of sanitization',
    lead: 'Cryptographic erase of one dataset, in the terms of NIST SP 800-88 Rev. 2. The journal keeps the record of it, and still verifies.',
  });
  facts(flow, [
    { label: 'Workspace', value: paper.workspaceId, style: TEXT.valueMono },
    { label: 'What was erased', value: `dataset ${paper.dataset}`, style: TEXT.value },
    {
      label: 'Of it',
      value: `${plural(paper.versions, 'version')}, ${plural(paper.rows, 'row')}, imported ${time(paper.importedAtMs)}`,
    },
    {
      label: 'Method',
      value: 'Purge by cryptographic erase (CE): the only key was destroyed, then the ciphertext removed',
    },
    {
      label: 'Cipher and key',
      value: 'AES-256-GCM; one random 256-bit key for this dataset alone, never shown or exported',
    },
    {
      label: 'How the key was destroyed',
      value:
        'its file was written over with random bytes, flushed, and removed; its copy in memory was wiped',
    },
    { label: 'Verified', value: 'the dataset is no longer listed and no longer opens' },
    { label: 'By', value: `${paper.erasedBy}, ${paper.role}, ${time(paper.madeAtMs)}` },
    { label: 'Reason', value: paper.reason },
    { label: 'Journal', value: `entries #${paper.entries[0]} (intent) and #${paper.entries[1]} (outcome)` },
    { label: 'Report signer’s root', value: `SHA-256 ${paper.rootSha256}`, style: TEXT.valueMono },
  ]);
  subheading(flow, 'What this certificate does not cover');
  paragraph(
    flow,
    paper.backups === 0
      ? 'The journal knows of no backup that was made while the key was there. Copies that were made by other means are not known to it.'
      : `${plural(paper.backups, 'backup')} made while the key was there, as far as the journal knows. Each holds the key beside the ciphertext: the erase counts only once those copies are destroyed as well. Copies that were made by other means are not known to the journal.`,
  );
  paragraph(
    flow,
    `${plural(paper.runs, 'run')} on the dataset. What models were asked and what runs wrote are payloads and files of their own; they are erased by themselves (swarm payloads erase --run). Tables that were exported are outside.`,
  );
  paragraph(
    flow,
    'A drive may keep blocks that were written over out of reach of the file system, as flash memory does. What stood in them was the key of this dataset wrapped under a key of the workspace, so it opens only for somebody who also has the workspace with its passwords. Encryption of the whole drive closes this.',
  );
  signLines(flow, ['Copies destroyed on', 'Name and position', 'Signature']);
}
