import { Problem } from '../../../../shared/domain/index.ts';
import { serve, workerParent, type CallContext } from '../../../core/index.ts';
import { openEntries } from '../../journal/index.ts';
import type { PeriodFacts } from './facts.ts';
import { scanPeriod, type ScanRequest } from './scan.ts';

export interface ScanTask extends ScanRequest {
  readonly folder: string;
  readonly databaseKey: Uint8Array;
}

// A type, not an interface: rpc wants an index signature.
// eslint-disable-next-line @typescript-eslint/consistent-type-definitions
export type ScanWorkerMethods = {
  scan(task: ScanTask, context: CallContext): Promise<PeriodFacts>;
};

const methods: ScanWorkerMethods = {
  scan: async ({ folder, databaseKey, ...request }, { signal, progress }) => {
    const source = openEntries(folder, databaseKey);
    try {
      return await scanPeriod(source, request, async (done) => {
        if (signal.aborted) throw new Problem('cancelled', 'the report was cancelled');
        progress({ done, total: request.throughSeq + 1 });
        // Lets a cancellation in.
        await new Promise((resolve) => setImmediate(resolve));
      });
    } finally {
      source.close();
    }
  },
};

serve(workerParent(), methods);
