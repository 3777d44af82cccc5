import type { Candidate } from './candidate.ts';
import { matches } from './candidate.ts';

const OLD = '(?:9\\d|1[0-2]\\d)';
const TENS =
  '(?:ninety(?:[- ](?:one|two|three|four|five|six|seven|eight|nine))?|(?:a |one )?hundred(?: and)?(?: (?:one|two|three|four|five|six|seven|eight|nine|ten))?)';

const PATTERNS: readonly RegExp[] = [
  `(?<![\\w./%-])${OLD}(?:[- ]?(?:years?|yrs?)[- ]?old\\b|[- ]?years? of age\\b| ?y/?o\\b| ?y\\.o\\.| ?yo\\b| ?yr\\b(?! ago))`,
  `\\bage[ds]?(?: is| of|:| =|=)? ?${OLD}\\b(?![+%./-]|\\d)`,
  `(?<![\\w./%-])${OLD} ?(?:f|m|female|male|man|woman|lady|gentleman)\\b(?![./])`,
  `\\bturn(?:s|ed|ing)? ${OLD}\\b(?! (?:degrees|percent))`,
  `\\b${TENS}[- ](?:years?[- ]old|year-old|years of age)\\b`,
].map((source) => new RegExp(source, 'gi'));

/** Ages over 89. The pooled category `90+` is none. */
export function findOldAges(text: string): Candidate[] {
  if (!/9\d|1[0-2]\d|ninety|hundred/i.test(text)) return [];
  return PATTERNS.flatMap((pattern) =>
    [...matches(text, pattern)].map(({ start, end }): Candidate => ({
      start,
      end,
      label: 'AGE_OVER_89',
      by: 'pattern',
    })),
  );
}
