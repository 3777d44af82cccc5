import { Problem } from '../../../../shared/domain/index.ts';
import type { IdentifierSpan, KnownValue, TableReader } from '../detector.ts';
import { resolveOverlaps } from '../overlaps.ts';
import { createRedactor } from '../redactor.ts';
import type { Dialect } from '../tables/grid.ts';
import { detectTable, type TablePorts } from '../tables/table-detector.ts';
import { TableStream } from '../tables/table-stream.ts';
import { detectHl7, isHl7 } from './hl7.ts';
import { detectJson } from './json.ts';
import { dialectOf, tableDialect } from './kind.ts';
import { detectMarkdownTable, findMarkdownTables } from './markdown.ts';
import { detectXml } from './xml.ts';

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
  /** A reader for one long table. */
  table(dialect: Dialect): TableReader;
}

/**
 * A detector for documents.
 * @param knownValues values of identifying columns of the run's own tables, looked for everywhere
 * @param ordinaryWords what people said identifies nobody, in prose
 */
export function createDocumentDetector(
  knownValues: readonly KnownValue[] = [],
  ordinaryWords: readonly string[] = [],
): DocumentDetector {
  const redactor = createRedactor(knownValues, ordinaryWords);
  const ports: TablePorts = {
    redactor,
    knowing: (more) => createRedactor([...knownValues, ...more], ordinaryWords),
  };
  return {
    table: (dialect) => new TableStream(dialect, ports),
    detect: (text, kind) => {
      try {
        return kind === 'table'
          ? (detectStructure(text, ports) ?? detectTable(text, dialectOf(text), ports))
          : (detectStructure(text, ports) ?? detectProse(text, kind, ports));
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

/** By structure where the text has one that can be read to its end. */
function detectStructure(text: string, ports: TablePorts): IdentifierSpan[] | undefined {
  const first = /[^\s\ufeff\v]/.exec(text)?.[0];
  if (first === '{' || first === '[') return detectJson(text, ports);
  if (first === '<') return detectXml(text, ports);
  return isHl7(text) ? detectHl7(text, ports.redactor) : undefined;
}

function detectProse(
  text: string,
  kind: DocumentKind | undefined,
  ports: TablePorts,
): readonly IdentifierSpan[] {
  const tables = findMarkdownTables(text);
  if (tables.length > 0) {
    let prose = text;
    const found: IdentifierSpan[] = [];
    for (const table of tables) {
      found.push(...detectMarkdownTable(text, table, ports));
      prose =
        prose.slice(0, table.start) + blanked(text.slice(table.start, table.end)) + prose.slice(table.end);
    }
    return resolveOverlaps(text, [...found, ...ports.redactor.detect(prose)]);
  }
  const dialect = kind === 'note' ? undefined : tableDialect(text);
  return dialect === undefined ? ports.redactor.detect(text) : detectTable(text, dialect, ports);
}

function blanked(text: string): string {
  return text.replace(/[^\n]/g, ' ');
}
