import { Problem, type ColumnLabel } from '../../../../shared/domain/index.ts';
import type { Decided } from '../call.ts';
import type { GatePorts } from '../ports.ts';
import { builtIn } from '../refusal.ts';

/**
 * SEC: text leaves only redacted, and redacted text only where the redactor was measured on this dataset, as it is now, not
 * below the floor, and none of the values that are known by now stands in it still. Where that cannot be told, it stays.
 *
 * A table without text passes: its columns were decided upon as a whole, by header and values, and there is no recall of
 * single identifiers to be measured (`resources/docs/decisions`). It still has to pass policy, which looks at its labels.
 */
export async function requireProof(call: Decided, ports: GatePorts): Promise<Decided> {
  if (call.effect !== 'export') return call;
  const bearing = (label: ColumnLabel): string[] =>
    call.columns.filter(({ labels }) => labels.includes(label)).map(({ name }) => name);
  const [unread] = bearing('free_text');
  if (unread !== undefined) throw builtIn('REDACT-001', `\`${unread}\` is text that was not redacted`);
  const columns = bearing('redacted_text');
  if (columns.length === 0) return call;
  const { dataset, version, signal, deidProfile = 'strict' } = call.received;
  const why = await ports.textProof
    .whyNot({ dataset, version, columns, deidProfile }, signal)
    .catch((error: unknown) => {
      if (error instanceof Problem && error.code === 'cancelled') throw error;
      return 'it could not be told how the redactor does on it';
    });
  if (why !== undefined) throw builtIn('REDACT-001', why);
  return call;
}
