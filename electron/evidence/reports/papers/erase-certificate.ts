import { facts, paragraph, subheading } from '../pages/blocks.ts';
import type { Flow } from '../pages/sheet.ts';
import { TEXT } from '../pages/theme.ts';
import { time } from '../pages/words.ts';
import { plural } from '../text.ts';
import { erasedInWords, type Erased } from './erased.ts';
import { opening, signLines } from './parts.ts';

/** What was erased by destroying its keys, for the file of whoever answers for it. No patient data. */
export interface EraseCertificatePaper {
  readonly kind: 'erase';
  readonly workspaceId: string;
  readonly erased: Erased;
  readonly madeAtMs: number;
  readonly erasedBy: string;
  readonly role: string;
  /** Who stood by and agreed, where it takes two. */
  readonly witness?: { readonly name: string; readonly role: string } | undefined;
  readonly reason: string;
  /** Journal entries of the first intent and the last outcome; a workspace takes its journal along. */
  readonly entries?: readonly [number, number] | undefined;
  /** Backups that the journal knows to have been made while the keys were there. */
  readonly backups: number;
  readonly rootSha256: string;
}

/** Sets the certificate on one page, in the terms of NIST SP 800-88 Rev. 2. */
export function eraseCertificate(flow: Flow, paper: EraseCertificatePaper): void {
  const words = erasedInWords(paper.erased, paper.workspaceId);
  const { witness, entries } = paper;
  opening(flow, {
    title: 'Certificate of sanitization',
    lead: `Cryptographic erase of ${words.subject}, in the terms of NIST SP 800-88 Rev. 2. ${words.after}`,
  });
  facts(flow, [
    { label: 'Workspace', value: paper.workspaceId, style: TEXT.valueMono },
    { label: 'What was erased', value: words.name, style: TEXT.value },
    { label: 'Of it', value: words.extent },
    ...(words.root === undefined
      ? []
      : [{ label: 'Root of its journal', value: `SHA-256 ${words.root}`, style: TEXT.valueMono }]),
    { label: 'Method', value: `Purge by cryptographic erase (CE): ${words.method}` },
    { label: 'Cipher and key', value: `AES-256-GCM; ${words.keys}, never shown or exported` },
    { label: 'How the key was destroyed', value: words.destroyed },
    { label: 'Verified', value: words.verified },
    { label: 'By', value: `${paper.erasedBy}, ${paper.role}, ${time(paper.madeAtMs)}` },
    ...(witness === undefined ? [] : [{ label: 'Agreed by', value: `${witness.name}, ${witness.role}` }]),
    { label: 'Reason', value: paper.reason },
    ...(entries === undefined
      ? []
      : [{ label: 'Journal', value: `entries #${entries[0]} (intent) and #${entries[1]} (outcome)` }]),
    { label: 'Report signer’s root', value: `SHA-256 ${paper.rootSha256}`, style: TEXT.valueMono },
  ]);
  subheading(flow, 'What this certificate does not cover');
  paragraph(
    flow,
    paper.backups === 0
      ? 'The journal knows of no backup that was made while the key was there. Copies that were made by other means are not known to it.'
      : `${plural(paper.backups, 'backup')} made while the key was there, as far as the journal knows. Each holds the key beside the ciphertext: the erase counts only once those copies are destroyed as well. Copies that were made by other means are not known to the journal.`,
  );
  for (const text of words.outside) paragraph(flow, text);
  paragraph(
    flow,
    `A drive may keep blocks that were written over out of reach of the file system, as flash memory does. ${words.leftOnDrive} Encryption of the whole drive closes this.`,
  );
  signLines(flow, ['Copies destroyed on', 'Name and position', 'Signature']);
}
