import { Problem } from '../../../../shared/domain/index.ts';
import type { IdentifierSpan, Redactor } from '../detector.ts';

/** What a text is: prose, or rows of cells. */
export type DocumentKind = 'note' | 'table';

/** Finds identifiers in whole documents: notes by the cascade, tables and other structures by their structure. */
export interface DocumentDetector {
  /**
   * @param kind where the caller knows it; decided from the text otherwise
   * @returns ascending spans that never overlap, as offsets into the text as given
   * @throws Problem `check_failed` when it could not look at all of the text, which MUST then be withheld
   */
  detect(text: string, kind?: DocumentKind): readonly IdentifierSpan[];
}

/** A detector over a redactor that knows the values of the run's own tables, if there are any. */
export function createDocumentDetector(redactor: Redactor): DocumentDetector {
  return {
    detect: (text) => {
      try {
        return redactor.detect(text);
      } catch (error) {
        if (error instanceof Problem) throw error;
        throw new Problem(
          'check_failed',
          'the text could not be searched for identifiers, so it is withheld',
        );
      }
    },
  };
}
