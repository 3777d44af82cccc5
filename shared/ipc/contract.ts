import { z } from 'zod';
import {
  CallId,
  DatasetId,
  DatasetSummary,
  DeidProfile,
  FiledReference,
  Purpose,
  Role,
  RunId,
} from '../domain/index.ts';
import { ACCOUNT_VERBS } from './account-verbs.ts';
import { AUDIT_VERBS } from './audit.ts';
import { BACKUP_VERBS } from './backup-verbs.ts';
import { EXPORT_VERBS } from './export-verbs.ts';
import { SIGNING_VERBS } from './signing.ts';
import { AGENT_VERBS } from './agent-verbs.ts';
import { KEY_NOTICES, KEY_VERBS } from './key-verbs.ts';
import { EMERGENCY_NOTICES, EMERGENCY_VERBS } from './emergency-verbs.ts';
import { RECOVERY_VERBS } from './recovery-verbs.ts';
import { PEOPLE_VERBS } from './people-verbs.ts';
import { APPROVAL_VERBS } from './approval-verbs.ts';
import { confirmedVerb, looking, moving, verb, type VerbDefinition } from './define.ts';
import { PHI_VERBS } from './phi-verbs.ts';
import { DENIAL_VERBS } from './denial-verbs.ts';
import { JOURNAL_VERBS } from './journal-verbs.ts';
import { CertificateView, PAYLOAD_VERBS } from './payload-verbs.ts';
import { POLICY_VERBS } from './policy-verbs.ts';
import { CEREMONY_VERBS } from './ceremony-verbs.ts';
import { DEVICE_VERBS } from './device-verbs.ts';
import { POSTURE_NOTICES, POSTURE_VERBS } from './posture-verbs.ts';
import { REPORT_MODEL_VERBS } from './report-models.ts';
import { REPORT_VERBS } from './report-verbs.ts';
import { RESTORE_VERBS } from './restore-verbs.ts';
import { SERVICE_KEY_VERBS } from './service-key-verbs.ts';
import { SESSION_NOTICES, SESSION_VERBS } from './session-verbs.ts';
import { recipientText, sentFields, TRANSFER_VERBS, wantedProtection } from './transfer-verbs.ts';
import * as views from './views.ts';

const signers: readonly Role[] = ['operator', 'compliance'];
const everyone: readonly Role[] = ['viewer', 'operator', 'compliance', 'admin'];
const reason = z.string().trim().min(3, 'give a reason of at least three characters').max(500);
const password = z.string().min(1).max(1024);
const meaning = z.enum(['review', 'approval', 'responsibility']);
const page = z.strictObject({ offset: z.int().min(0), limit: z.int().min(1).max(500) });
const nothing = z.strictObject({});
const done = z.object({});

/** A file the person chose through the system dialog or the command line; never a path from a page. */
const chosenFile = z.strictObject({ token: z.string().max(64) });

/**
 * Everything a person can ask the application to do, from a screen or the command line: the name,
 * who may, what goes in, what comes out. Main checks all of it again for every call.
 */
export const CONTRACT = {
  ...SESSION_VERBS,
  'workspace.create': verb(
    'anyone',
    'create a workspace',
    z.strictObject({
      people: z
        .array(z.strictObject({ name: z.string().trim().min(1).max(200), role: Role, password }))
        .min(3)
        .max(20),
    }),
    views.SessionView,
  ),

  'datasets.chooseFile': verb(
    ['operator'],
    'choose a file to import',
    nothing,
    z.object({ token: z.string(), file: z.string() }).nullable(),
  ),
  'datasets.previewFile': verb(['operator'], 'preview a file', chosenFile, views.PreviewView),
  'datasets.importFile': moving(
    verb(
      ['operator'],
      'import a dataset',
      chosenFile.extend({ delimiter: z.enum([',', '\t', '|', ';']).optional() }),
      DatasetSummary,
    ),
  ),
  'datasets.list': verb(
    ['operator', 'compliance', 'admin', 'viewer'],
    'list datasets',
    nothing,
    z.array(DatasetSummary),
  ),
  /** Those that do not open any more, as the journal knows them. */
  'datasets.listDamaged': verb(
    ['operator', 'compliance'],
    'list damaged datasets',
    nothing,
    z.array(z.object({ id: DatasetId, table: z.string().optional(), importedAtMs: z.int().optional() })),
  ),
  /** Stops what comes in or goes out; its own call answers with code `cancelled`, and nothing of it is left. */
  'datasets.cancel': verb(['operator'], 'cancel an import or an export', nothing, done),
  'datasets.get': looking(
    verb(
      ['operator', 'compliance'],
      'look into a dataset',
      z.strictObject({
        dataset: DatasetId,
        version: z.int().positive().optional(),
        target: z.string().optional(),
        purpose: Purpose.optional(),
      }),
      views.DatasetView,
    ),
  ),
  'datasets.getRows': looking(
    verb(
      ['operator'],
      'read rows of a dataset',
      page.extend({ dataset: DatasetId, version: z.int().positive() }),
      views.RowsView,
    ),
  ),
  'datasets.recordSourceFate': verb(
    ['operator'],
    'record what became of a source file',
    z.strictObject({ dataset: DatasetId, fate: z.enum(['deleted', 'moved', 'kept']), reason }),
    DatasetSummary,
  ),
  'datasets.erase': verb(
    ['compliance'],
    'erase a dataset',
    z.strictObject({ dataset: DatasetId, reason, password }),
    CertificateView.extend({ runs: z.int() }).nullable(),
  ),
  'datasets.lintCodes': verb(
    ['operator'],
    'look for derived codes',
    z.strictObject({ dataset: DatasetId, version: z.int().positive() }),
    z.array(views.CodeLintView),
  ),
  'datasets.exportTable': moving(
    confirmedVerb(
      ['operator'],
      'export a table',
      z.strictObject({
        dataset: DatasetId,
        version: z.int().positive(),
        format: z.enum(['csv', 'parquet']),
        purpose: reason,
        recipient: recipientText,
        protection: wantedProtection,
        /** What becomes of cells that a spreadsheet would run: an apostrophe in front, unless they are to be kept. */
        formulas: z.enum(['shield', 'keep']).default('shield'),
        raw: z.boolean(),
      }),
      z
        .object({
          file: z.string(),
          rows: z.int(),
          sizeBytes: z.int(),
          sha256: z.string(),
          formulaLikeCells: z.int(),
          shieldedCells: z.int(),
          ...sentFields,
        })
        .nullable(),
    ),
  ),

  'pipelines.list': verb(
    ['operator', 'compliance', 'admin'],
    'list pipelines',
    nothing,
    z.array(views.PipelineView),
  ),
  'models.pin': confirmedVerb(['operator', 'admin'], 'pin a model', nothing, views.ModelView.nullable()),
  'models.list': verb(['operator', 'compliance', 'admin'], 'list models', nothing, z.array(views.ModelView)),

  'runs.checkDry': verb(
    ['operator'],
    'try a run dry',
    z.strictObject({
      template: z.string().min(1).max(64),
      dataset: DatasetId,
      purpose: Purpose,
      deidProfile: DeidProfile,
      complianceProfile: z.string().min(1).max(32),
      target: z.string().optional(),
    }),
    views.DryCheckView,
  ),
  'runs.start': verb(
    ['operator'],
    'start a run',
    z.strictObject({
      template: z.string().min(1).max(64),
      dataset: DatasetId,
      purpose: Purpose,
      deidProfile: DeidProfile,
      complianceProfile: z.string().min(1).max(32),
      problem: z.string().max(500).optional(),
      target: z.string().optional(),
      model: z.string().optional(),
      /** Asked for by the profiles `limited` and `expert`. */
      reference: FiledReference.optional(),
      realistic: z.boolean().optional(),
      /** Nobody waits for an answer: what policy would ask is denied. */
      unattended: z.boolean().optional(),
    }),
    z.object({ run: RunId }),
  ),
  'runs.resume': verb(['operator'], 'resume a run', z.strictObject({ run: RunId }), z.object({ run: RunId })),
  'runs.cancel': verb(['operator'], 'cancel a run', z.strictObject({ run: RunId }), done),
  'runs.list': verb(everyone, 'list runs', nothing, z.array(views.RunSummary)),
  'runs.get': verb(everyone, 'see a run', z.strictObject({ run: RunId }), views.RunView),
  'runs.getPrompt': looking(
    verb(
      ['operator'],
      'read what went to the model',
      z.strictObject({ run: RunId, call: CallId }),
      views.PromptView,
    ),
  ),
  'runs.getDifferences': looking(
    verb(
      ['operator'],
      'read what a call changed',
      z.strictObject({ run: RunId, call: CallId }),
      views.DifferencesView,
    ),
  ),
  'runs.getStatement': verb(
    signers,
    'read the minimum-necessary statement',
    z.strictObject({ run: RunId }),
    views.StatementView,
  ),
  'runs.signStatement': verb(
    signers,
    'sign the minimum-necessary statement',
    z.strictObject({
      run: RunId,
      password,
      meaning,
      reasons: z.record(z.string(), z.string().max(300)).optional(),
    }),
    views.RunView,
  ),

  ...APPROVAL_VERBS,
  ...AGENT_VERBS,
  ...PEOPLE_VERBS,
  ...KEY_VERBS,
  ...ACCOUNT_VERBS,
  ...RECOVERY_VERBS,
  ...EMERGENCY_VERBS,
  ...SERVICE_KEY_VERBS,
  ...DENIAL_VERBS,
  ...PHI_VERBS,

  ...POLICY_VERBS,

  ...JOURNAL_VERBS,
  ...AUDIT_VERBS,
  ...SIGNING_VERBS,
  ...PAYLOAD_VERBS,
  ...BACKUP_VERBS,
  ...RESTORE_VERBS,
  ...EXPORT_VERBS,
  ...CEREMONY_VERBS,
  ...DEVICE_VERBS,
  ...TRANSFER_VERBS,
  ...POSTURE_VERBS,

  ...REPORT_MODEL_VERBS,
  ...REPORT_VERBS,
} as const satisfies Record<string, VerbDefinition>;

export type VerbName = keyof typeof CONTRACT;
export const VERB_NAMES = Object.keys(CONTRACT) as VerbName[];
export type VerbArgs<N extends VerbName> = z.output<(typeof CONTRACT)[N]['args']>;
export type VerbInput<N extends VerbName> = z.input<(typeof CONTRACT)[N]['args']>;
export type VerbResult<N extends VerbName> = z.output<(typeof CONTRACT)[N]['result']>;

/** What main tells an open window without being asked. Carries ids and figures, no content. */
export const NOTICES = {
  'session.changed': views.SessionView,
  'run.changed': z.object({ run: RunId }),
  'approvals.changed': z.object({ waiting: z.int() }),
  'agents.changed': z.object({ paused: z.int() }),
  'people.changed': z.object({ proposals: z.int() }),
  'task.progress': views.ProgressView,
  ...KEY_NOTICES,
  ...POSTURE_NOTICES,
  ...SESSION_NOTICES,
  ...EMERGENCY_NOTICES,
} as const satisfies Record<string, z.ZodType>;

export type NoticeName = keyof typeof NOTICES;
export type NoticeBody<N extends NoticeName> = z.output<(typeof NOTICES)[N]>;

/** Answer of every verb: a value, or a problem in plain words. Exceptions and stacks stay in main. */
export type Answer<N extends VerbName> =
  | { readonly ok: true; readonly value: VerbResult<N> }
  | {
      readonly ok: false;
      readonly code: string;
      readonly message: string;
      readonly hint?: string | undefined;
    };
