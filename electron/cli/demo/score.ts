import { readFile } from 'node:fs/promises';
import { z } from 'zod';
import type { RunView } from '../../../shared/ipc/index.ts';

/** What the generator of the sample planted; the parts that a score needs. */
const Truth = z.object({
  identifierColumns: z.array(z.object({ column: z.string(), class: z.string() })),
  errors: z.array(z.object({ id: z.string(), column: z.string(), kind: z.string(), what: z.string() })),
  leakProbes: z.array(z.object({ class: z.string(), value: z.string() })),
});
export type Truth = z.infer<typeof Truth>;

export interface Score {
  readonly identifiers: { readonly dealtWith: number; readonly planted: number };
  readonly errors: {
    readonly dealtWith: number;
    readonly planted: number;
    readonly missed: readonly string[];
  };
}

export async function readTruth(file: string): Promise<Truth> {
  return Truth.parse(JSON.parse(await readFile(file, 'utf8')));
}

/**
 * How a run did against what was planted: an identifier column counts when it left the table or was
 * changed by a finding about identifiers, an error when a finding of its kind on its column was closed.
 *
 * @param columnsAfter columns of the cleaned table
 */
export function scoreRun(truth: Truth, run: RunView, columnsAfter: readonly string[]): Score {
  const closed = run.findings.filter(({ state }) => state === 'closed');
  const about = (column: string): typeof closed => closed.filter((finding) => finding.column === column);
  const identifiers = truth.identifierColumns.filter(
    ({ column }) => !columnsAfter.includes(column) || about(column).some(({ kind }) => IDENTIFYING.has(kind)),
  );
  const missed = truth.errors.filter(
    ({ column, kind }) =>
      !closed.some(
        (finding) => finding.kind === kind && (kind === 'duplicate_rows' || finding.column === column),
      ),
  );
  return {
    identifiers: { dealtWith: identifiers.length, planted: truth.identifierColumns.length },
    errors: {
      dealtWith: truth.errors.length - missed.length,
      planted: truth.errors.length,
      missed: missed.map(({ column, what }) => `${column}: ${what}`),
    },
  };
}

const IDENTIFYING: ReadonlySet<string> = new Set([
  'direct_identifier',
  'patient_key',
  'identifier_in_text',
  'date_of_event',
  'date_pair',
  'zip_code',
]);
