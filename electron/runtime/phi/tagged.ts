import type { Candidate } from './candidate.ts';
import type { Page } from './page.ts';
import { tag } from './tagger/tagger.ts';
import { GAP } from './tokens.ts';

/** Words that the tagger takes for parts of names and places, joined where nothing but a space stands between. */
export function findTagged({ tokens }: Page): Candidate[] {
  const votes = tag(tokens);
  return [...runs(tokens, votes.name, 'NAME'), ...runs(tokens, votes.place, 'ADDRESS')];
}

function runs(tokens: Page['tokens'], votes: Float32Array, label: Candidate['label']): Candidate[] {
  const found: Candidate[] = [];
  for (let i = 0; i < tokens.count; i += 1) {
    if ((votes[i] ?? 0) <= 0) continue;
    const start = tokens.starts[i] ?? 0;
    while ((votes[i + 1] ?? 0) > 0 && ((tokens.gaps[i + 1] ?? 0) & ~GAP.space) === 0) i += 1;
    found.push({ start, end: tokens.ends[i] ?? start, label, by: 'tagger' });
  }
  return found;
}
