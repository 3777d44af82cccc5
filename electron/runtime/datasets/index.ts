export {
  openDatasets,
  type CancelOptions,
  type DatasetStore,
  type ImportOptions,
  type OpenOptions,
  type ToolArguments,
} from './store.ts';
export { keyOfDataset, openOneDataset, type OneDataset } from './one-dataset.ts';
export type { Applied, DatasetDetail, DatasetList, Estimate, VersionLine } from './views.ts';
export type { ImportProgress, ImportRequest } from './import-table.ts';
export type { CellExample, ImportNotes } from './storage/manifest.ts';
