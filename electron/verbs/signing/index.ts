export { countersignVerbs } from './countersign.ts';
export { reportSigner, type ReportSigner } from './identity.ts';
export { evidenceOf } from './report-evidence.ts';
export { signingVerbs } from './signing-verbs.ts';
