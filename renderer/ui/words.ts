import type {
  ArtefactKind,
  Behaviour,
  ColumnLabel,
  ColumnType,
  DeidProfile,
  FindingKind,
  FindingState,
  IdentifierClass,
  Purpose,
  Role,
  RunEndReason,
  RunState,
  ToolName,
} from '../../shared/domain/index.ts';
import type { ApprovalView, ArtefactView, CallView, VerifyView } from '../../shared/ipc/index.ts';

/** The words of the glossary for what main calls by short names. */

/** How a state looks beside its word; colour never stands alone. */
export type Tone = 'neutral' | 'accent' | 'good' | 'warn' | 'bad';
interface Word {
  readonly text: string;
  readonly tone: Tone;
}

export const ROLE_WORDS: Readonly<Record<Role, string>> = {
  operator: 'Operator',
  compliance: 'Compliance',
  viewer: 'Viewer',
  admin: 'Admin',
};

export const ROLE_DUTIES: Readonly<Record<Role, string>> = {
  operator: 'Brings in datasets, runs pipelines, takes results away.',
  compliance: 'Reviews denials, answers approvals, issues reports.',
  viewer: 'Reads evidence. Sees no patient content.',
  admin: 'Manages people, keys and policies. Opens no patient content.',
};

export const RUN_STATES: Readonly<Record<RunState, Word>> = {
  running: { text: 'Running', tone: 'accent' },
  waiting_for_approval: { text: 'Waiting for approval', tone: 'warn' },
  paused: { text: 'Paused', tone: 'warn' },
  awaiting_attestation: { text: 'Awaiting attestation', tone: 'warn' },
  finished: { text: 'Finished', tone: 'good' },
  stopped: { text: 'Stopped', tone: 'neutral' },
  interrupted: { text: 'Interrupted', tone: 'bad' },
};

export const END_REASONS: Readonly<Record<RunEndReason, string>> = {
  finished: 'no open finding was left',
  token_limit: 'the token limit was reached',
  call_limit: 'the call limit was reached',
  time_limit: 'the time limit was reached',
  three_refusals: 'three calls in a row were refused',
  agent_paused: 'the agent kept trying what is denied',
  cancelled: 'a person cancelled it',
  failed: 'a step failed',
  interrupted: 'the application ended while it ran',
};

export const CALL_STATES: Readonly<Record<CallView['state'], Word>> = {
  deciding: { text: 'Deciding', tone: 'accent' },
  waiting_for_approval: { text: 'Waiting', tone: 'warn' },
  denied: { text: 'Denied', tone: 'bad' },
  running: { text: 'Running', tone: 'accent' },
  done: { text: 'Done', tone: 'good' },
  failed: { text: 'Failed', tone: 'bad' },
  dropped: { text: 'Not run', tone: 'neutral' },
};

export const BEHAVIOURS: Readonly<Record<Behaviour, Word>> = {
  allow: { text: 'Allow', tone: 'good' },
  ask: { text: 'Ask', tone: 'warn' },
  deny: { text: 'Deny', tone: 'bad' },
};

export const FINDING_WORDS: Readonly<Record<FindingKind, string>> = {
  direct_identifier: 'Direct identifier',
  patient_key: 'Patient key',
  identifier_in_text: 'Identifiers in text',
  date_pair: 'Pair of dates',
  date_of_event: 'Date of an event',
  zip_code: 'ZIP code',
  age_over_89: 'Age over 89',
  missing_high: 'Mostly missing',
  missing_numeric: 'Missing numbers',
  missing_category: 'Missing categories',
  constant: 'Constant',
  number_as_text: 'Number as text',
  date_as_text: 'Date as text',
  code_as_number: 'Code as number',
  outliers: 'Outliers',
  duplicate_rows: 'Duplicate rows',
  leakage: 'Leakage',
  id_like: 'Looks like an id',
};

export const FINDING_STATES: Readonly<Record<FindingState, Word>> = {
  open: { text: 'Open', tone: 'neutral' },
  closed: { text: 'Closed', tone: 'good' },
  refused: { text: 'Refused', tone: 'bad' },
};

const TOOL_WORDS: Readonly<Record<ToolName, string>> = {
  drop_column: 'Remove column',
  redact_column: 'Redact identifiers',
  keep_year: 'Keep only the year',
  shift_dates: 'Move dates per patient',
  truncate_zip: 'Shorten ZIP',
  pool_age: 'Pool ages over 89',
  impute_column: 'Fill gaps',
  cast_column: 'Change type',
  clip_column: 'Limit outliers',
  flag_outliers: 'Flag outliers',
  drop_duplicates: 'Remove duplicate rows',
  surrogate_key: 'Replace by surrogates',
  derive_interval: 'Derive interval',
  keep_column: 'Keep as it is',
  export_table: 'Export table',
  export_raw_data: 'Export raw data',
  web_search: 'Web search',
  promote_challenger: 'Promote challenger',
  ehr_lookup: 'Look up a record',
  drug_interaction_check: 'Check drug interactions',
  generate_pdf: 'Write a report',
  send_secure_email: 'Send a package',
  calculator: 'Calculate',
  calendar: 'Count days',
  finish: 'Finish',
};

/** The tool in words; a name that is not ours stays as it is. */
export function toolWord(tool: string): string {
  return (TOOL_WORDS as Readonly<Record<string, string>>)[tool] ?? tool;
}

export const LABEL_WORDS: Readonly<Record<ColumnLabel, string>> = {
  direct_identifier: 'identifier',
  patient_key: 'patient key',
  quasi_identifier: 'quasi-identifier',
  date: 'date',
  free_text: 'free text',
  redacted_text: 'redacted text',
  clinical: 'clinical',
  financial: 'financial',
  surrogate: 'surrogate',
};

export const TYPE_WORDS: Readonly<Record<ColumnType, string>> = {
  text: 'text',
  integer: 'integer',
  double: 'number',
  boolean: 'yes/no',
  date: 'date',
  timestamp: 'date and time',
};

export const PURPOSE_WORDS: Readonly<Record<Purpose, string>> = {
  model: 'Train a model',
  report: 'Report figures',
  quality: 'Check data quality',
};

export const PURPOSE_NOTES: Readonly<Record<Purpose, string>> = {
  model: 'Gaps are filled and outliers limited, so that a model can learn from the table.',
  report: 'Values stay as they are; identifiers go, so that figures can be shown.',
  quality: 'Problems are flagged, not repaired.',
};

export const DEID_WORDS: Readonly<Record<DeidProfile, string>> = {
  strict: 'Strict',
  limited: 'Limited data set',
  expert: 'Expert determination',
};

/** What a profile rests on, before the number under which it is filed. */
export const RESTS_ON: Readonly<Record<DeidProfile, string>> = {
  strict: 'on file as',
  limited: 'under the data use agreement',
  expert: 'by the method on file as',
};

export const DEID_NOTES: Readonly<Record<DeidProfile, string>> = {
  strict:
    'Aims at Safe Harbor: only the year of a date and three digits of a ZIP stay; surrogates last for this run (164.514(b)(2)).',
  limited:
    'Not Safe Harbor: dates, city, state and ZIP may stay. It leaves only under a data use agreement (164.514(e)).',
  expert:
    'Not Safe Harbor: dates are moved per patient and keep their intervals, surrogates stay the same from run to run. An expert determines the risk (164.514(b)(1)).',
};

export const ARTEFACT_WORDS: Readonly<Record<ArtefactKind, string>> = {
  cleaned_dataset: 'Cleaned dataset',
  data_profile: 'Data profile',
  minimum_necessary: 'Minimum-necessary statement',
  deidentification: 'De-identification attestation',
  access_audit: 'Access audit',
  model_sheet: 'Model sheet',
  audit_report: 'Audit report',
  conversations: 'Conversations',
};

export const ARTEFACT_STATES: Readonly<Record<ArtefactView['state'], Word>> = {
  missing: { text: 'Missing', tone: 'warn' },
  draft: { text: 'Draft', tone: 'neutral' },
  awaiting_signature: { text: 'Awaiting signature', tone: 'warn' },
  done: { text: 'Done', tone: 'good' },
};

export const APPROVAL_STATES: Readonly<Record<ApprovalView['state'], Word>> = {
  waiting: { text: 'Waiting', tone: 'warn' },
  approved: { text: 'Approved', tone: 'good' },
  refused: { text: 'Refused', tone: 'bad' },
  expired: { text: 'Expired', tone: 'neutral' },
  voided: { text: 'Voided', tone: 'neutral' },
};

export const VERDICTS: Readonly<Record<VerifyView['lines'][number]['verdict'], Word>> = {
  ok: { text: 'Ok', tone: 'good' },
  failed: { text: 'Failed', tone: 'bad' },
  unknown: { text: 'Unknown', tone: 'warn' },
  not_checked: { text: 'Not checked', tone: 'neutral' },
};

const CLASS_WORDS: Readonly<Record<IdentifierClass, string>> = {
  NAME: 'names',
  DATE: 'dates',
  AGE_OVER_89: 'ages over 89',
  SSN: 'social security numbers',
  EMAIL: 'e-mail addresses',
  PHONE: 'telephone numbers',
  FAX: 'fax numbers',
  MRN: 'medical record numbers',
  HEALTH_PLAN_ID: 'health-plan numbers',
  ACCOUNT: 'account numbers',
  LICENSE: 'licence numbers',
  VEHICLE: 'vehicle identifiers',
  DEVICE: 'device identifiers',
  URL: 'web addresses',
  IP: 'IP addresses',
  BIOMETRIC: 'biometric identifiers',
  PHOTO: 'photographs',
  ADDRESS: 'addresses',
  ZIP: 'ZIP codes',
  OTHER_ID: 'other identifiers',
};

/** Every class of identifiers, without the schemas that main checks them by. */
export const CLASS_NAMES = Object.keys(CLASS_WORDS) as readonly IdentifierClass[];

export function classWord(identifierClass: string): string {
  return (CLASS_WORDS as Readonly<Record<string, string>>)[identifierClass] ?? identifierClass;
}

/** What a signature means; asked each time, never assumed. */
export const MEANINGS = {
  review: { text: 'Review', note: 'I have read it.' },
  approval: { text: 'Approval', note: 'I agree that it may happen.' },
  responsibility: { text: 'Responsibility', note: 'I answer for its content.' },
} as const;
export type Meaning = keyof typeof MEANINGS;
