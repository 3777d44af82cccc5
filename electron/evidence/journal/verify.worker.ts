import { serve, workerParent, type CallContext } from '../../core/index.ts';
import {
  verifyJournal,
  verifyPayloads,
  type JournalReport,
  type PayloadsReport,
  type VerifyJournalOptions,
} from '../verify/index.ts';

export interface VerifyWorkspaceRequest extends Omit<VerifyJournalOptions, 'onProgress'> {
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
    const journal = await verifyJournal({ ...request, onProgress: context.progress });
    const { folder, contentDatabaseKey } = request;
    const only = request.onlyPayloads === undefined ? undefined : new Set(request.onlyPayloads);
    const cited =
      only === undefined ? journal.payloads : new Map([...journal.payloads].filter(([id]) => only.has(id)));
    const payloads = await verifyPayloads({ folder, contentDatabaseKey, cited });
    return { journal, payloads };
  },
};

serve(workerParent(), methods);
