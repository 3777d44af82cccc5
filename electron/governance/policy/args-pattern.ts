import { RE2JS } from 're2js';
import { canonicalJson } from '../../../shared/formats/index.ts';
import type { ArgumentCondition } from '../../../shared/formats/index.ts';

/** Longest arguments, as JSON, that a pattern is asked about, in characters; longer ones deny. */
const MAX_JSON = 64 * 1024;

/**
 * Whether the pattern is found in the arguments as canonical JSON. Linear time in pattern and text.
 *
 * @throws where the pattern is none, or later where arguments are too long
 */
export function compileArgsPattern(pattern: string): (args: unknown) => boolean {
  const expression = RE2JS.compile(pattern);
  return (args) => {
    const json = canonicalJson(args);
    if (json.length > MAX_JSON) throw new RangeError('the arguments are too long for a pattern');
    return expression.matcher(json).find();
  };
}

/** What is wrong with a pattern, in words; undefined where nothing is. */
export function patternMistake(pattern: string): string | undefined {
  try {
    RE2JS.compile(pattern);
    return undefined;
  } catch (error) {
    const detail = error instanceof Error ? error.message : '';
    return /back-?reference|perl operator|`\\[1-9]`|\(\?/i.test(detail)
      ? 'the pattern uses what RE2 leaves out: no look-around, no back references'
      : 'the pattern is no RE2 expression';
  }
}

/** `"env"\s*:\s*"prod"`, with a group of words in place of the one. */
const ONE_FIELD =
  /^\(?"(?<key>[A-Za-z_]\w*)"(?:\\s\*)?:(?:\\s\*)?"(?:(?<word>[\w -]+)|\((?:\?:)?(?<words>[\w -]+(?:\|[\w -]+)*)\))"\)?$/;

/**
 * The typed condition that says what a pattern of the documented shape means, and more: another spelling,
 * a nested value or a reordered argument does not pass it by. Undefined for other patterns.
 */
export function asCondition(
  pattern: string,
): { readonly argument: string; readonly condition: ArgumentCondition } | undefined {
  const found = ONE_FIELD.exec(pattern.replace(/^\(\?i\)/, ''))?.groups;
  if (found?.key === undefined) return undefined;
  const words = found.words?.split('|') ?? [found.word ?? ''];
  return { argument: found.key, condition: { in: words } };
}
