import type { KnownValue } from './detector.ts';
import { KnownValues } from './known-values.ts';
import { normalise } from './normalise.ts';
import { PLACEHOLDER } from './placeholder.ts';

/** Whether a text holds any of these values, in whatever order, case or spelling the redactor looks for them. */
export function createKnownSearch(values: Iterable<KnownValue>): (text: string) => boolean {
  const known = new KnownValues(values);
  return (text) => known.find(normalise(text.replace(PLACEHOLDER, '\n')).text).length > 0;
}
