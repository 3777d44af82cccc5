import { readFileSync } from 'node:fs';
import type { GoldDocument } from '../../../electron/runtime/phi/index.ts';

const CLASSES: Readonly<Record<string, string>> = {
  N: 'NAME',
  A: 'ADDRESS',
  D: 'DATE',
  G: 'AGE_OVER_89',
  S: 'SSN',
  E: 'EMAIL',
  P: 'PHONE',
  F: 'FAX',
  M: 'MRN',
  H: 'HEALTH_PLAN_ID',
  C: 'ACCOUNT',
  L: 'LICENSE',
  V: 'VEHICLE',
  X: 'DEVICE',
  U: 'URL',
  I: 'IP',
  T: 'PHOTO',
  Z: 'ZIP',
  O: 'OTHER_ID',
};

/** Files of invented notes that nothing is learned from. */
export type MarkedFile =
  'hasty-notes' | 'unseen-tuned' | 'unseen-tuned-2' | 'unseen-kept' | 'fresh-study' | 'fresh-kept';

/**
 * The notes of a file with what identifies: `{N:Nadia}` marks a name, `{~:Boeing}` what counts neither way; a line of
 * `=====` parts them.
 * @throws Error on a mark that stands for no class.
 */
export function readMarkedNotes(name: MarkedFile): GoldDocument[] {
  const file = readFileSync(new URL(`${name}.txt`, import.meta.url), 'utf8');
  return file
    .trim()
    .split('\n=====\n')
    .map((note, id) => unmarked(note, id, name));
}

function unmarked(note: string, id: number, source: string): GoldDocument {
  const spans: { start: number; end: number; label: string }[] = [];
  const ignore: { start: number; end: number }[] = [];
  let text = '';
  let at = 0;
  for (const match of note.matchAll(/\{([A-Z~]):([^}]*)\}/g)) {
    const [whole, mark = '', value = ''] = match;
    text += note.slice(at, match.index);
    const stretch = { start: text.length, end: text.length + value.length };
    const label = CLASSES[mark];
    if (mark === '~') ignore.push(stretch);
    else if (label === undefined) throw new Error(`note ${id}: no class for the mark \`${mark}\``);
    else spans.push({ ...stretch, label });
    text += value;
    at = match.index + whole.length;
  }
  return { id, source, text: text + note.slice(at), spans, ignore };
}
