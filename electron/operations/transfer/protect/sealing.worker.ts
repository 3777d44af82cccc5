import { Problem } from '../../../../shared/domain/index.ts';
import { serve, workerParent, type CallContext } from '../../../core/index.ts';
import { writeOut, type Written } from '../outgoing.ts';
import { PieceQueue } from './piece-queue.ts';
import { sealed, type Seal } from './seal.ts';

const QUEUE_BYTES = 2 * 1024 * 1024;

interface SealTask {
  readonly path: string;
  /** The name under which it is written until it is whole. */
  readonly growing: string;
  readonly seal: Seal;
}

// A type, not an interface: rpc wants an index signature.
// eslint-disable-next-line @typescript-eslint/consistent-type-definitions
export type SealingMethods = {
  /** Writes one file of the pieces that come by `put`, until `end`. */
  write(task: SealTask, context: CallContext): Promise<Written>;
  /** Resolves when there is room for the next; false where the writing has ended early: `write` says why. */
  put(piece: Uint8Array): Promise<boolean>;
  end(): void;
};

/** One worker shuts one file. */
const queue = new PieceQueue(QUEUE_BYTES);

const methods: SealingMethods = {
  write: async ({ path, growing, seal }, { signal }) => {
    signal.addEventListener('abort', () => {
      queue.fail(new Problem('cancelled', 'the export was cancelled; no file was written'));
    });
    try {
      return await writeOut(path, sealed(queue.pieces(), seal), signal, growing);
    } finally {
      queue.close();
    }
  },
  put: (piece) => queue.put(piece),
  end: () => {
    queue.end();
  },
};

serve(workerParent(), methods);
