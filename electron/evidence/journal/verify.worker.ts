import { serve, workerParent, type CallContext } from '../../core/index.ts';
import {
  CitedPayloads,
  verifyJournal,
  verifyPayloads,
  type JournalReport,
  type PayloadsReport,
  type VerifyJournalOptions,
} from '../verify/index.ts';

export interface VerifyWorkspaceRequest extends Omit<VerifyJournalOptions, 'onProgress' | 'payloads'> {
  readonly contentDatabaseKey?: Uint8Array | undefined;
  /** Compares these payloads alone; all that are cited unless named. */
  readonly onlyPayloads?: readonly string[] | undefined;
}

export interface WorkspaceReport {
  readonly journal: JournalReport;
  readonly payloads: PayloadsReport;
}

// A type, not an interface: rpc wants an index signature.
// eslint-disable-next-line @typescript-eslint/consistent-type-definitions
export type VerifyWorkerMethods = {
  verify(request: VerifyWorkspaceRequest, context: CallContext): Promise<WorkspaceReport>;
};

const methods: VerifyWorkerMethods = {
  verify: async (request, context) => {
    const cited = new CitedPayloads();
    try {
      const { folder, contentDatabaseKey, onlyPayloads, ...rest } = request;
      const journal = await verifyJournal({ ...rest, folder, payloads: cited, onProgress: context.progress });
      const parts = onlyPayloads === undefined ? cited.parts() : only(cited, new Set(onlyPayloads));
      return { journal, payloads: await verifyPayloads({ folder, contentDatabaseKey, cited: parts }) };
    } finally {
      cited.close();
    }
  },
};

function* only(cited: CitedPayloads, ids: ReadonlySet<string>): Generator<ReadonlyMap<string, string>> {
  for (const part of cited.parts()) yield new Map([...part].filter(([id]) => ids.has(id)));
}

serve(workerParent(), methods);
