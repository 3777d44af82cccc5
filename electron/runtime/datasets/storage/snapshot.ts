import type { DatasetId, Sha256Hex } from '../../../../shared/domain/index.ts';
import { canonicalJson } from '../../../../shared/formats/index.ts';
import { sha256Hex } from '../../../core/index.ts';
import type { StoredColumn } from './manifest.ts';

/**
 * Names the exact content of a version: its columns in order with type and labels, and the hashes of
 * their sealed chunks. Headers and cells are not in it, so it may stand in a journal.
 */
export function snapshotSha256(
  dataset: DatasetId,
  rows: number,
  columns: readonly StoredColumn[],
): Sha256Hex {
  const content = columns.map((column) => ({
    name: column.info.name,
    type: column.info.type,
    labels: [...column.info.labels],
    chunks: column.chunks.map((chunk) => chunk.sha256),
  }));
  return sha256Hex(canonicalJson({ dataset, rows, columns: content }));
}
