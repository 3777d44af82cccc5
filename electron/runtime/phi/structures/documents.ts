import { Problem } from '../../../../shared/domain/index.ts';
import type { IdentifierSpan, KnownValue, Redactor } from '../detector.ts';
import { createRedactor } from '../redactor.ts';
import { detectTable, type TablePorts } from '../tables/table-detector.ts';
import { dialectOf, tableDialect } from './kind.ts';

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

/**
 * A detector for documents.
 * @param knownValues values of identifying columns of the run's own tables, looked for everywhere
 */
export function createDocumentDetector(knownValues: readonly KnownValue[] = []): DocumentDetector {
  const redactor = createRedactor(knownValues);
  const ports: TablePorts = {
    redactor,
    knowing: (more) => createRedactor([...knownValues, ...more]),
  };
  return {
    detect: (text, kind) => {
      try {
        return detect(text, kind, redactor, ports);
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

function detect(
  text: string,
  kind: DocumentKind | undefined,
  redactor: Redactor,
  ports: TablePorts,
): readonly IdentifierSpan[] {
  const dialect = kind === 'note' ? undefined : kind === 'table' ? dialectOf(text) : tableDialect(text);
  return dialect === undefined ? redactor.detect(text) : detectTable(text, dialect, ports);
}
