import type { IdentifierSpan } from './detector.ts';
import type { Page } from './page.ts';

/** A span before overlaps are resolved. */
export type Candidate = IdentifierSpan;

/** Finds candidates of some classes. MUST take time linear in the length of the text. */
export type Finder = (page: Page) => Candidate[];
