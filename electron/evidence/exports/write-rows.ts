import type { WorkspaceId } from '../../../shared/domain/index.ts';
import { toHex } from '../../../shared/formats/index.ts';
import { ParquetFile } from '../../core/parquet/index.ts';
import { leafOfText } from '../journal/hashing.ts';
import type { ScanSource } from '../reports/period/scan.ts';
import { AUDIT_COLUMNS, auditRow, type AuditRow } from './audit-row.ts';
import { CSV_HEADER, csvLine } from './csv.ts';
import { fhirAuditEvent } from './fhir.ts';
import { ocsfEvent } from './ocsf.ts';
import { readEntries } from './read-entries.ts';

/** Forms that other systems take in, one row or event for each entry. */
export type RowFormat = 'csv' | 'parquet' | 'fhir' | 'ocsf';

/** Which entries are written out, and what they are said to come from. */
export interface RowsRequest {
  readonly workspace: WorkspaceId;
  readonly appVersion: string;
  readonly fromMs: number;
  /** The first moment behind the period. */
  readonly toMs: number;
  readonly fromSeq: number;
  readonly throughSeq: number;
}

/** Where bytes go, in order. */
export interface ByteSink {
  write(bytes: Uint8Array): Promise<void>;
}

/** What was written, and how many positions held nothing that can be read. */
export interface RowsWritten {
  readonly entries: number;
  readonly unreadable: number;
}

/** Called between pieces with the last position that was read; may throw to stop. */
export type Between = (last: number) => Promise<void> | void;

/** Writes entries of a period in one of the forms. Memory is bounded by a piece of rows. */
export async function writeRows(
  source: ScanSource,
  format: RowFormat,
  request: RowsRequest,
  sink: ByteSink,
  between: Between,
): Promise<RowsWritten> {
  const encoder = ENCODERS[format](request);
  let [entries, unreadable] = [0, 0];
  await put(sink, encoder.begin());
  for (const { rows, missed, last } of readEntries(source, request.fromSeq, request.throughSeq)) {
    unreadable += missed;
    const out: Uint8Array[] = [];
    for (const { entry, bytes } of rows) {
      if (entry === undefined) unreadable += 1;
      else if (entry.wallMs >= request.fromMs && entry.wallMs < request.toMs) {
        const leaf = toHex(leafOfText(bytes));
        const some = encoder.add(auditRow(entry, leaf, request.workspace));
        if (some !== undefined) out.push(some);
        entries += 1;
      }
    }
    await put(sink, Buffer.concat(out));
    await between(last);
  }
  await put(sink, encoder.end());
  return { entries, unreadable };
}

async function put(sink: ByteSink, bytes: Uint8Array): Promise<void> {
  if (bytes.length > 0) await sink.write(bytes);
}

interface Encoder {
  begin(): Uint8Array;
  add(row: AuditRow): Uint8Array | undefined;
  end(): Uint8Array;
}

const NOTHING = new Uint8Array();

function lines(first: string, line: (row: AuditRow) => string): Encoder {
  return {
    begin: () => Buffer.from(first, 'utf8'),
    add: (row) => Buffer.from(line(row), 'utf8'),
    end: () => NOTHING,
  };
}

function parquetRows(): Encoder {
  const file = new ParquetFile(AUDIT_COLUMNS);
  return {
    begin: () => file.begin(),
    add: (row) => file.put(AUDIT_COLUMNS.map(({ name }) => [row[name]])),
    end: () => file.end(),
  };
}

const ENCODERS: Readonly<Record<RowFormat, (request: RowsRequest) => Encoder>> = {
  csv: () => lines(CSV_HEADER, csvLine),
  parquet: parquetRows,
  fhir: (request) => lines('', (row) => `${JSON.stringify(fhirAuditEvent(row, request))}\n`),
  ocsf: (request) => lines('', (row) => `${JSON.stringify(ocsfEvent(row, request))}\n`),
};
