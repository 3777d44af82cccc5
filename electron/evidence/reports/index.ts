export { collectRunReport } from './collect.ts';
export type { RunReportInput } from './input.ts';
export { openReportRenderer, type ReportRenderer } from './renderer.ts';
export { issueRunReport, type IssuedReport } from './issue.ts';
export type { ReportKey } from './sign/cms.ts';
