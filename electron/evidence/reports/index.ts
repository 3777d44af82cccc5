export { collectRunReport } from './collect.ts';
export type { ReportedDenial, RunReportInput } from './input.ts';
export { openReportRenderer, type ReportRenderer } from './renderer.ts';
export { countersignReport, issueReport, type IssuedReport } from './issue.ts';
export { collectEvidence, type ProvenEntry } from './evidence-files.ts';
export { writeBundle, type BundleContent } from './bundle.ts';
export { writeRunFolder, type RunFolderContent, type WrittenRunFolder } from './run-folder.ts';
export { keySigner, type DocumentSigner, type ReportKey } from './sign/signer.ts';
