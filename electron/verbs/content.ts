import type { RunId } from '../../shared/domain/index.ts';
import type { ContentStore } from '../evidence/index.ts';
import type { DatasetStore } from '../runtime/datasets/index.ts';
import type { Gate } from '../runtime/gate/index.ts';
import type { RunEngine, RunFiles } from '../runtime/run/index.ts';
import type { ShelvedModel } from '../operations/index.ts';

/** What a signed-in content holder works with, beside the journal. */
export interface Content {
  readonly payloads: ContentStore;
  readonly datasets: DatasetStore;
  readonly gate: Gate;
  readonly engine: RunEngine;
  readonly runFiles: RunFiles;
  /** Bundled and pinned models. */
  models(): Promise<readonly ShelvedModel[]>;
  /** Removes identifiers, with the values of this run's dataset known. */
  redactFor(run: RunId | undefined): Promise<(text: string) => string>;
  /** Ends runs at the next safe point, then closes stores and wipes keys. */
  close(): Promise<void>;
}
