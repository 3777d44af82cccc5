import type { Candidate } from './candidate.ts';
import type { Page } from './page.ts';
import { wordSet } from './word-set.ts';

/** Words that announce what somebody is called where they sign in. */
const SIGNS_IN = wordSet(
  'login|username|userid|user|handle|instagram|ig|insta|snap|snapchat|venmo|cashapp|twitter|facebook|gamertag|discord|tiktok|wechat|password|pw|screen',
);
const VALUE = /(?: ?(?:name|id|handle))?(?: is| =|=|:| :)? {0,2}["'(]?(@?[\p{L}\d][\p{L}\d._-]{2,39})/uy;

/** `login junebug_07`, `insta @kayla.rae99`: a word that no language has, behind the word at `i`. */
export function handleAt(page: Page, i: number): Candidate | undefined {
  if (!SIGNS_IN.has(page.hash(i))) return undefined;
  VALUE.lastIndex = page.end(i);
  const match = VALUE.exec(page.text);
  const value = match?.[1]?.replace(/[._-]+$/, '');
  if (match === null || value === undefined || value.length < 3) return undefined;
  // A word of sentences, and a number that another cue may explain better, are none.
  if (!/^@|[\p{L}_][._-]?\d|\d[._-]?\p{L}|\p{L}[._]\p{L}/u.test(value)) return undefined;
  const start = VALUE.lastIndex - (match[1]?.length ?? 0);
  return { start, end: start + value.length, label: 'OTHER_ID', by: 'cue' };
}
