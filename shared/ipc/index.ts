export * from './define.ts';
export * from './views.ts';
export type { BackupStateView, BackupView, MadeBackupView, RestoreDrillView } from './backup-verbs.ts';
export type { ChosenBackupView, RestoreVerdictView } from './restore-verbs.ts';
export type { EntriesExportView, SampleView } from './export-verbs.ts';
export type { KeysView } from './key-verbs.ts';
export type { EmergencyUseView, EmergencyView, OneDatasetView } from './emergency-verbs.ts';
export type { DrilledSheetsView, RecoveryView } from './recovery-verbs.ts';
export * from './audit-views.ts';
export * from './policy-views.ts';
export * from './phi-views.ts';
export type {
  CertificateView,
  ConversationExportView,
  ErasureView,
  PayloadStateView,
} from './payload-verbs.ts';
export * from './contract.ts';
export { ReportPreview, ReportView } from './report-verbs.ts';
export { SignerView } from './signing.ts';
export * from './bridge.ts';
export * from './agent-views.ts';
export * from './people-views.ts';
export * from './account-views.ts';
export type { CeremonyView } from './ceremony-verbs.ts';
export type { AskedToBeLetIn, DeviceView, SecretPlace } from './device-verbs.ts';
export type { PostureView } from './posture-verbs.ts';
export type { TransferView, WantedProtectionArgs } from './transfer-verbs.ts';
export type { ServiceKeysView, ServiceKeyView, ServiceRunView } from './service-key-verbs.ts';
