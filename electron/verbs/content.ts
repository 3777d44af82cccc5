import type { DatasetId, RunId, Sha256Hex } from '../../shared/domain/index.ts';
import type { ContentStore } from '../evidence/index.ts';
import type { ContentKeyring, KeyedStore } from '../keys/index.ts';
import type { DatasetStore } from '../runtime/datasets/index.ts';
import type { Gate } from '../runtime/gate/index.ts';
import type { ProofBench, RedactionManner, RedactionOrder, Redactor } from '../runtime/phi/index.ts';
import type { RunEngine, RunFiles } from '../runtime/run/index.ts';
import type { AgentDesk } from './agent-desk.ts';
import type { DictionaryDesk } from './dictionary-desk.ts';
import type { ShelvedModel } from '../operations/index.ts';

/** What a signed-in content holder works with, beside the journal. */
export interface Content {
  readonly payloads: ContentStore;
  readonly datasets: DatasetStore;
  readonly gate: Gate;
  readonly engine: RunEngine;
  readonly runFiles: RunFiles;
  readonly dictionary: DictionaryDesk;
  readonly proofBench: ProofBench;
  /** SHA-256 over the program's own code, which a measuring is about. */
  codeSha256(): Promise<Sha256Hex>;
  /** All that whoever holds the cells must know to redact them. */
  orderOf(manner: RedactionManner): Promise<RedactionOrder>;
  /** What guards the texts of a dataset: its known values and the hospital's dictionary. */
  redactorFor(dataset: DatasetId): Promise<Redactor>;
  /** Bundled and pinned models. */
  models(): Promise<readonly ShelvedModel[]>;
  /** Which agents are stopped. */
  readonly agents: AgentDesk;
  /** Removes identifiers, with the values of this run's dataset, or of the named one, known. */
  redactFor(run: RunId | undefined, dataset?: DatasetId): Promise<(text: string) => string>;
  /** What is kept under the content keys, and the way in for newer ones. */
  readonly keys: {
    readonly stores: readonly KeyedStore[];
    /** New objects are wrapped under the newer keys from now on. The buffers stay the session's. */
    adopt(newer: ContentKeyring): Promise<void>;
  };
  /** What an approval under this compliance profile is bound to now, beside arguments and data. */
  bindings(
    complianceProfile: string,
  ): Promise<{ readonly policySha256: Sha256Hex; readonly codeSha256: Sha256Hex }>;
  /** Takes in what runs by service keys left; done at every sign-in of a content holder. */
  takeInServiceRuns(): Promise<void>;
  /** The operator's word that this run goes on while nobody is signed in. @throws Problem `wrong_usage` where it is not going on */
  keepGoing(run: RunId): void;
  /** Resolves when the runs that go on by such a word have let go; undefined without one. */
  goingOn(): Promise<unknown> | undefined;
  /** Pauses runs at their next safe point, then closes stores and wipes keys. */
  close(): Promise<void>;
}
