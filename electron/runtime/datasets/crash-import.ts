import { randomBytes } from 'node:crypto';
import { DatasetId, WorkspaceId } from '../../../shared/domain/index.ts';
import { systemClock } from '../../core/index.ts';
import { createRedactor } from '../phi/index.ts';
import { Library } from './library.ts';
import { CategoryKeys } from './storage/category-keys.ts';

/** Imports one file and kills itself at the stage named. Entry of the process that crash.test.ts starts. */
const [, , stage, root = '', workspace, key = '', file = '', dataset] = process.argv;

function dieAt(reached: string): void {
  if (reached === stage) process.kill(process.pid, 'SIGKILL');
}

const library = await Library.open({
  root,
  workspace: WorkspaceId.parse(workspace),
  keys: new CategoryKeys({ epoch: 1, key: Buffer.from(key, 'hex') }),
  clock: {
    monoMs: () => systemClock.monoMs(),
    // Asked once, for the manifest.
    wallMs: () => {
      dieAt('sealed');
      return systemClock.wallMs();
    },
  },
  randomBytes,
  createRedactor,
  tools: new Map(),
  lookFor: () => Promise.resolve([]),
});
await library.importFile(
  { file, dataset: DatasetId.parse(dataset) },
  {
    signal: new AbortController().signal,
    onProgress: (progress) => {
      dieAt(progress.stage);
    },
  },
);
