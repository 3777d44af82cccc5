export * from './journal/index.ts';
export * from './content/index.ts';
export * from './verify/index.ts';
export * from './reports/index.ts';
export * from './witness/index.ts';
export * from './drill/index.ts';
export { inspectDocument, verifyReportPdf, type VerifyReportOptions } from './verify/report-pdf.ts';
export { verifyRunFolder } from './verify/run-folder.ts';
export * from './exports/index.ts';
