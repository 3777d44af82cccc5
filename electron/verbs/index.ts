export { clipboardVerbs, CopiedOut } from './clipboard-verbs.ts';
export type {
  Application,
  ApplicationSettings,
  ChooseFile,
  ChooseSaveFile,
  Clipboard,
  Notify,
} from './application.ts';
export { ceremonyVerbs } from './ceremony-verbs.ts';
export { requireDeviceAllowed } from './device-desk.ts';
export { deviceVerbs } from './device-verbs.ts';
export { accountVerbs, shortOf } from './account-verbs.ts';
export { HospitalAccounts } from './hospital-accounts.ts';
export type { OpenProviderWindow, ProviderWindowRequest } from '../governance/index.ts';
export { agentDesk, requireWorking } from './agent-desk.ts';
export { agentVerbs } from './agent-verbs.ts';
export { approvalPort } from './approval-desk.ts';
export { approvalVerbs } from './approval-verbs.ts';
export {
  backupVerbs,
  checkBackupFolder,
  Going,
  makeDueBackup,
  restoreDrillVerbs,
  RestoreRoom,
  restoreVerbs,
  restoreWorkspace,
  type RestoreOrder,
} from './backup/index.ts';
export { exportVerbs } from './export-verbs.ts';
export { catalogueVerbs } from './catalogue-verbs.ts';
export { ChosenFiles } from './chosen-files.ts';
export type { Content } from './content.ts';
export { datasetVerbs } from './dataset-verbs.ts';
export { denialVerbs } from './denial-verbs.ts';
export { drillVerbs, toDrillView } from './drill-verbs.ts';
export { openDictionary } from './dictionary-desk.ts';
export { phiVerbs } from './phi-verbs.ts';
export { purposeVerbs } from './purpose-verbs.ts';
export { Desk } from './desk/desk.ts';
export type { Place, RunsAtLock } from './desk/settings.ts';
export { createDispatch, type Dispatch, type Handlers } from './dispatch.ts';
export { EmergencyRoom, emergencyVerbs } from './emergency/index.ts';
export { eraseDatasetVerbs } from './erase/dataset.ts';
export { keepErased, keepPayloadsErased } from './erase/keep-erased.ts';
export { erasePayloadVerbs } from './erase/payloads.ts';
export { eraseWorkspaceVerbs } from './erase/workspace.ts';
export { journalVerbs } from './journal-verbs.ts';
export { proofVerbs } from './proof-verbs.ts';
export { checkProfile, unreadCheck } from './policy/check.ts';
export { explainRule } from './policy/rule.ts';
export { POLICY_FOLDER, type PolicyPorts } from './policy/desk.ts';
export { packVerbs } from './policy/pack-verbs.ts';
export { peopleVerbs } from './people-verbs.ts';
export { policyVerbs } from './policy/verbs.ts';
export { spoolEvent } from './early-events.ts';
export { PostureDesk } from './posture-desk.ts';
export { postureVerbs } from './posture-verbs.ts';
export { payloadVerbs } from './payload-verbs.ts';
export { keyVerbs } from './key-verbs.ts';
export { recoveryVerbs } from './recovery-verbs.ts';
export { reportModelVerbs } from './report-models.ts';
export { knownRootsFile, readKnownRoots } from './known-roots.ts';
export { reportVerbs } from './report-verbs.ts';
export { runVerbs } from './run-verbs.ts';
export { countersignVerbs, signingVerbs } from './signing/index.ts';
export { secondFactorVerbs } from './second-factor-verbs.ts';
export { annexOf, placeOfAnnex } from './service-keys/annex.ts';
export { dictionaryOfAnnex } from './service-keys/annex-dictionary.ts';
export { serviceRunVerbs } from './service-keys/run.ts';
export { takeInServiceRuns } from './service-keys/take-in.ts';
export { serviceKeyVerbs } from './service-keys/verbs.ts';
export { sessionVerbs } from './session-verbs.ts';
export { takeUpAnswered } from './take-up.ts';
export { textProof } from './text-proof.ts';
export { transferVerbs } from './transfer-verbs.ts';
export { openVaultKey } from './vault-key.ts';
export { ROOT_FILE, verifyPath, type VerifyPathPorts } from './verify-path.ts';
export type { VerifyJournal } from './verify-port.ts';
export { witnessVerbs } from './witness-verbs.ts';
