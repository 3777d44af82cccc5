import { time } from '../pages/words.ts';
import { plural } from '../text.ts';

/** What keys were destroyed of. */
export type Erased = ErasedDataset | ErasedPayloads | ErasedWorkspace;

export interface ErasedDataset {
  readonly what: 'dataset';
  readonly dataset: string;
  readonly versions: number;
  readonly rows: number;
  readonly importedAtMs: number;
  /** Runs that worked on it: prompts and results of theirs are other payloads. */
  readonly runs: number;
}

export interface ErasedPayloads {
  readonly what: 'payloads';
  /** Whose they are: a run, one agent in it, or a single entry. */
  readonly of: { readonly run: string; readonly agent?: string | undefined } | { readonly entry: number };
  readonly payloads: number;
  /** Files of the run that had a key of their own, which went too. */
  readonly files: number;
}

export interface ErasedWorkspace {
  readonly what: 'workspace';
  readonly people: number;
  /** The journal as it last stood, which went with the workspace. */
  readonly journal: { readonly size: number; readonly root: string };
}

/** The sentences of a certificate that depend on what was erased. */
export interface ErasedWords {
  readonly subject: string;
  readonly after: string;
  readonly name: string;
  readonly extent: string;
  /** Root of the journal that went along, hexadecimal. */
  readonly root?: string;
  readonly method: string;
  readonly keys: string;
  readonly destroyed: string;
  readonly verified: string;
  readonly outside: readonly string[];
  readonly leftOnDrive: string;
}

const KEPT_RECORD = 'The journal keeps the record of it, and still verifies.';
const WRITTEN_OVER =
  'its file was written over with random bytes, flushed, and removed; its copy in memory was wiped';

/** @param workspaceId the workspace that it was erased from, or that was erased */
export function erasedInWords(erased: Erased, workspaceId: string): ErasedWords {
  switch (erased.what) {
    case 'dataset':
      return datasetInWords(erased);
    case 'payloads':
      return payloadsInWords(erased);
    case 'workspace':
      return workspaceInWords(erased, workspaceId);
  }
}

function datasetInWords({ dataset, versions, rows, importedAtMs, runs }: ErasedDataset): ErasedWords {
  return {
    subject: 'one dataset',
    after: KEPT_RECORD,
    name: `dataset ${dataset}`,
    extent: `${plural(versions, 'version')}, ${plural(rows, 'row')}, imported ${time(importedAtMs)}`,
    method: 'the only key was destroyed, then the ciphertext removed',
    keys: 'one random 256-bit key for this dataset alone',
    destroyed: WRITTEN_OVER,
    verified: 'the dataset is no longer listed and no longer opens',
    outside: [
      `${plural(runs, 'run')} on the dataset. What models were asked and what runs wrote are payloads and files of their own; they are erased by themselves (swarm payloads erase --run). Tables that were exported are outside.`,
    ],
    leftOnDrive:
      'What stood in them was the key of this dataset wrapped under a key of the workspace, so it opens only for somebody who also has the workspace with its passwords.',
  };
}

function payloadsInWords({ of, payloads, files }: ErasedPayloads): ErasedWords {
  const whose =
    'entry' in of
      ? `entry #${of.entry}`
      : `run ${of.run}${of.agent === undefined ? '' : `, agent ${of.agent}`}`;
  return {
    subject: 'entry' in of ? 'the payloads of one journal entry' : 'what was said and written in one run',
    after: KEPT_RECORD,
    name: `payloads of ${whose}`,
    extent: `${plural(payloads, 'payload')}${files === 0 ? '' : `, ${plural(files, 'file')} of the run`}`,
    method: 'every key was destroyed; ciphertext and hashes stay, so that the journal can be checked',
    keys: 'one random 256-bit key for each payload and file',
    destroyed:
      'each was removed from its table, whose pages and log were written over; keys of files as files, written over and removed',
    verified: 'the store says of each that its key is gone',
    outside: [
      'The dataset that the run worked on, and tables or reports that were exported, are not covered; a dataset is erased by itself (swarm datasets erase).',
    ],
    leftOnDrive:
      'What stood in them were keys wrapped under a key of the workspace, so they open only for somebody who also has the workspace with its passwords.',
  };
}

function workspaceInWords({ people, journal }: ErasedWorkspace, workspaceId: string): ErasedWords {
  return {
    subject: 'a whole workspace',
    after:
      'Nothing of it opens any more: its tables, payloads, reports and its journal are ciphertext without a key.',
    name: `workspace ${workspaceId}`,
    extent: `${plural(people, 'person', 'people')} with keys; a journal of ${plural(journal.size, 'entry', 'entries')}`,
    root: journal.root,
    method: 'the key file, the one place of every wrapped key, was destroyed, then all files removed',
    keys: 'every key of the workspace, each a random 256-bit key',
    destroyed: WRITTEN_OVER,
    verified: 'no key file and no file of the workspace is left in its folder',
    outside: [
      'Recovery sheets open nothing without the key file; destroy them all the same. Reports, bundles and tables that were exported are outside. Keep what the retention rules of the hospital ask for (45 CFR 164.316(b)(2): six years) from a bundle that was exported before.',
    ],
    leftOnDrive:
      'What stood in them were keys wrapped under passwords and the secret of this workstation, so they open only for somebody who has both.',
  };
}
