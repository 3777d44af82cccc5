import { openDatasets } from './index.ts';
import { DatasetId, WorkspaceId } from '../../../shared/domain/index.ts';

/** Imports one file and tells its parent how far it is. Entry of the process that crash.test.ts kills. */
const [, , folder = '', workspace, key = '', file = '', dataset] = process.argv;
const store = await openDatasets({
  folder,
  workspaceId: WorkspaceId.parse(workspace),
  categoryKey: Buffer.from(key, 'hex'),
});
await store.importFile(
  { file, dataset: DatasetId.parse(dataset) },
  { onProgress: ({ stage }) => process.send?.(stage) },
);
await store.close();
