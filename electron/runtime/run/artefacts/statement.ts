import { z } from 'zod';
import { ColumnLabel, Purpose, SafeName, type ColumnInfo } from '../../../../shared/domain/index.ts';
import type { LedgerItem } from '../../../../shared/formats/index.ts';

/** The minimum-necessary statement (45 CFR 164.502(b), 164.514(d)): why each column stays. */
export const Statement = z.strictObject({
  format: z.literal('swarm-clinical/minimum-necessary'),
  version: z.literal(1),
  purpose: Purpose,
  table: SafeName,
  datasetVersion: z.int().positive(),
  columns: z.array(
    z.strictObject({
      name: SafeName,
      labels: z.array(ColumnLabel),
      reason: z.string().min(3).max(300),
      by: z.enum(['code', 'model', 'person']),
    }),
  ),
  signature: z
    .strictObject({
      by: z.string(),
      meaning: z.enum(['review', 'approval', 'responsibility']),
      atMs: z.int(),
    })
    .optional(),
});
export type Statement = z.infer<typeof Statement>;

const FOR_PURPOSE: Record<Purpose, string> = {
  model: 'a possible predictor in the model',
  report: 'a figure that the report may show',
  quality: 'part of the quality review',
};

const BY_LABEL: Partial<Record<ColumnLabel, string>> = {
  surrogate: 'a random key that links the rows of one patient and tells nothing about them',
  direct_identifier: 'still labelled as an identifier: give the reason why it has to stay, or drop it',
  patient_key: 'still links rows to a patient: give the reason why it has to stay, or replace it',
  date: 'a time that the analysis refers to',
  free_text: 'text that is read for its clinical content',
  financial: 'a cost or payer figure',
};

/** Drafts the statement: the model's reason where it decided about a column, code's where nobody did. */
export function draftStatement(
  purpose: Purpose,
  table: string,
  datasetVersion: number,
  columns: readonly ColumnInfo[],
  ledger: readonly LedgerItem[],
): Statement {
  return {
    format: 'swarm-clinical/minimum-necessary',
    version: 1,
    purpose,
    table,
    datasetVersion,
    columns: columns.map(({ name, labels }) => {
      const decided = ledger.findLast(
        ({ finding, why, state }) =>
          finding.column === name && why !== undefined && why.length >= 3 && state === 'closed',
      );
      if (decided?.why !== undefined)
        return {
          name,
          labels,
          reason: `${decided.why} (${decided.tool ?? ''})`.slice(0, 300),
          by: 'model' as const,
        };
      const label = labels.find((each) => BY_LABEL[each] !== undefined);
      const reason = (label === undefined ? undefined : BY_LABEL[label]) ?? FOR_PURPOSE[purpose];
      return { name, labels, reason, by: 'code' as const };
    }),
  };
}
