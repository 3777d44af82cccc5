import { AhoCorasick } from '@monyone/aho-corasick';
import { OpenRedaction } from '@openredaction/core';
import nlp from 'compromise';
import { findPhoneNumbersInText } from 'libphonenumber-js';
import ModernAhoCorasick from 'modern-ahocorasick';
import { RE2JS } from 're2js';
import validator from 'validator';

/** What another library does with a text, and how much of the bench's text it gets: some need minutes for all of it. */
export interface Other {
  readonly name: string;
  readonly characters: number;
  readonly look: (text: string) => unknown;
}

/** Words that a list of names would have; the automata look for all of them at once. */
const NAMES =
  'Maribel Okafor Quell Lindquist Holt Prask Quist Falk Vex Smith Jones Garcia Nguyen Patel Kim Novak Rossi Larsen Costa Murphy'.split(
    ' ',
  );
const WORDS_WITH_SIGNS = /[^\s,;()]*[\d@][^\s,;()]*/g;

/**
 * The libraries of the package registry that do a part of what the redactor does, set up as their documentation says.
 * Only one of them is a redactor; the others are what one would be built from.
 * @param patterns the plain regular expressions of this bench, for the engine without backtracking
 */
export function others(patterns: readonly RegExp[]): Other[] {
  const openRedaction = new OpenRedaction({ redactionMode: 'placeholder' });
  const automaton = new AhoCorasick(NAMES);
  const modern = new ModernAhoCorasick(NAMES);
  const linear = patterns.map(({ source, flags }) =>
    RE2JS.compile(source, flags.includes('i') ? RE2JS.CASE_INSENSITIVE : 0),
  );
  return [
    {
      name: `the same expressions by re2js`,
      characters: 300_000,
      look: (text) => {
        for (const pattern of linear) for (const matcher = pattern.matcher(text); matcher.find(););
      },
    },
    { name: 'openredaction, a redactor', characters: 60_000, look: (text) => openRedaction.detect(text) },
    {
      name: 'compromise, people and places',
      characters: 60_000,
      look: (text) => {
        const read = nlp(text);
        return [read.people().out('array') as unknown, read.places().out('array') as unknown];
      },
    },
    {
      name: 'libphonenumber-js, telephone numbers alone',
      characters: 1_000_000,
      look: (text) => findPhoneNumbersInText(text, 'US'),
    },
    {
      name: 'validator, on words with a digit or an @',
      characters: 1_000_000,
      look: (text) =>
        text
          .match(WORDS_WITH_SIGNS)
          ?.filter(
            (word) =>
              validator.isEmail(word) ||
              validator.isIP(word) ||
              validator.isCreditCard(word) ||
              validator.isIBAN(word) ||
              validator.isMobilePhone(word, 'en-US'),
          ),
    },
    {
      name: `@monyone/aho-corasick, ${String(NAMES.length)} names`,
      characters: 1_000_000,
      look: (text) => automaton.matchInText(text),
    },
    {
      name: `modern-ahocorasick, ${String(NAMES.length)} names`,
      characters: 300_000,
      look: (text) => modern.search(text),
    },
  ];
}
