export { runExport, type Exported } from './run-export.ts';
export type { BundleTask, ExportTask, RowsTask, SampleTask } from './export-task.ts';
