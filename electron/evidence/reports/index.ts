export { collectRunReport } from './collect.ts';
export type { ReportedDenial, RunReportInput } from './input.ts';
export { openReportRenderer, type ReportRenderer } from './renderer.ts';
export { issueReport, type IssuedReport } from './issue.ts';
export { writeRunFolder, type RunFolderContent, type WrittenRunFolder } from './run-folder.ts';
export type { ReportKey } from './sign/cms.ts';
