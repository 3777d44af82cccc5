import type { IdentifierClass } from '../../../shared/domain/index.ts';
import { redactAs } from '../phi/index.ts';
import { ColumnArguments } from './arguments.ts';
import { TOOL_DESCRIPTIONS } from './descriptions.ts';
import { changeRecord, kept, labelsAfter, rewriteColumn, targetColumn } from './plan.ts';
import type { TransformTool } from './tool.ts';

/**
 * Replaces identifiers inside text as the run's profile says: by surrogates, years and three digits of a ZIP code. The column loses `free_text` and gains `redacted_text`:
 * what is provable is that the redactor went over every cell, not that nothing is left.
 */
export const redactColumn: TransformTool<ColumnArguments> = {
  name: 'redact_column',
  description: TOOL_DESCRIPTIONS.redact_column,
  effect: 'transform',
  args: ColumnArguments,
  lowers: ['free_text'],
  leaves: ['redacted_text'],
  async plan(source, args, context) {
    const column = targetColumn(source, args);
    const { redactor, rendering, currentYear } = context;
    const perValue = new Map<string, Readonly<Record<string, number>>>();
    const change = await rewriteColumn(source, {
      column,
      type: 'text',
      labels: labelsAfter(column.labels, redactColumn),
      context,
      // Dates of one patient are moved alike, so the same text of two patients reads differently.
      perRow: rendering.profile === 'expert',
      each: (cell, row) => {
        if (cell === null) return kept(cell);
        const patient = rendering.patientOf?.(row);
        const redacted = redactAs(cell, redactor, { ...rendering, patient, currentYear });
        if (redacted.spans.length > 0) perValue.set(cell, redacted.counts);
        return kept(redacted.text);
      },
    });
    const redactions: Partial<Record<IdentifierClass, number>> = {};
    if (perValue.size > 0) {
      for (const cell of await source.cells(column.name)) {
        const counts = cell === null ? undefined : perValue.get(cell);
        if (counts === undefined) continue;
        for (const [label, count] of Object.entries(counts) as [IdentifierClass, number][])
          redactions[label] = (redactions[label] ?? 0) + count;
      }
    }
    return { ...change, record: changeRecord({ cellsChanged: change.record.cellsChanged, redactions }) };
  },
};
