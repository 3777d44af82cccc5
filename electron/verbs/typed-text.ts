import type { DatasetId, RunId } from '../../shared/domain/index.ts';
import { createRedactor } from '../runtime/phi/index.ts';
import type { Content } from './content.ts';
import type { Desk } from './desk/desk.ts';

/** What a typed text is about, so that the values of that table are known to the redactor. */
export interface About {
  readonly run?: RunId | undefined;
  readonly dataset?: DatasetId | undefined;
}

/** Longest text that stands in an entry, characters. */
const LONGEST = 500;

/**
 * What a person typed, without identifiers: reasons, purposes, notes, names. Everything that is typed
 * passes here before it can reach an entry or anybody without content rights. Where the writer holds
 * content keys, the values of the table it is about are known; patterns are looked for always.
 */
export async function redactTyped(desk: Desk<Content>, text: string, about: About = {}): Promise<string> {
  const { person } = desk;
  const holdsContent = person?.role === 'operator' || person?.role === 'compliance';
  const redact = holdsContent
    ? await desk.content.redactFor(about.run, about.dataset)
    : (plain: string) => createRedactor().redact(plain).text;
  return redact(text).slice(0, LONGEST);
}
