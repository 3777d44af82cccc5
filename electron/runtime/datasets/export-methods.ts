import type { DatasetId } from '../../../shared/domain/index.ts';
import { Problem } from '../../../shared/domain/index.ts';
import { Transferred } from '../../core/index.ts';
import type { ExportCounts, ExportShape } from './export-table.ts';
import type { Library } from './library.ts';

interface Going {
  readonly pieces: AsyncGenerator<Uint8Array, ExportCounts>;
  readonly controller: AbortController;
}

/** What one step of an export gives: bytes in clear, or at the end the counts. */
export type ExportStep =
  | { readonly done: false; readonly bytes: Uint8Array<ArrayBuffer> }
  | { readonly done: true; readonly counts: ExportCounts };

/**
 * Exports that are read step by step by whoever writes them, so that no more than one piece is ever on its way.
 * An export that ends, fails or is dropped is forgotten.
 */
export function exportMethods(library: () => Promise<Library>) {
  const going = new Map<number, Going>();
  let next = 1;
  return {
    beginExport: async ({
      dataset,
      version,
      shape,
    }: {
      dataset: DatasetId;
      version: number;
      shape: ExportShape;
    }) => {
      const controller = new AbortController();
      const pieces = await (await library()).exportPieces(dataset, version, shape, controller.signal);
      going.set(next, { pieces, controller });
      return next++;
    },
    continueExport: async ({ id }: { id: number }) => {
      const one = going.get(id);
      if (one === undefined) throw new Problem('cancelled', 'the export was cancelled; no file was written');
      try {
        const step = await one.pieces.next();
        if (step.done === true) {
          going.delete(id);
          return { done: true, counts: step.value } satisfies ExportStep as ExportStep;
        }
        // A copy of its own: the buffer moves, and must be nobody else's.
        const bytes = Uint8Array.from(step.value);
        const moved: ExportStep = { done: false, bytes };
        return new Transferred(moved, [bytes.buffer]) as unknown as ExportStep;
      } catch (error) {
        going.delete(id);
        throw error;
      }
    },
    dropExport: async ({ id }: { id: number }) => {
      const one = going.get(id);
      going.delete(id);
      one?.controller.abort();
      await one?.pieces.return({ rows: 0, formulaLikeCells: 0, shieldedCells: 0 });
    },
  };
}
