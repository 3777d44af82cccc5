export { associatedData, openBytes, sealBytes, wipe, KEY_BYTES, type SealingKey } from './seal.ts';
export { openWithPrivateKey, sealToPublicKey } from './envelope.ts';
export {
  deviceSecretStore,
  fileDeviceSecretStore,
  type DeviceSecretPlaces,
  type DeviceSecretState,
  type DeviceSecretStore,
} from './device-secret.ts';
export { endDeputy, proposeDeputy } from './deputy-change.ts';
export type { DeputyFor } from './deputy.ts';
export { admitOsUser, dropOsUser, moveDeviceSecret } from './device-change.ts';
export { accountId, isCodeOf, isLetIn, listOsUsers, showAccount } from './device-view.ts';
export type { Keychain } from './keychain.ts';
export { keysOfCategory } from './category-epochs.ts';
export type { PasswordCost } from './password.ts';
export { measuredOnce, PASSWORD_TIME, type PasswordCostSource } from './password-cost.ts';
export {
  ed25519FromSeed,
  publicKeysOf,
  type CategoryKeySet,
  type ContentKeyring,
  type KeyEpoch,
  type MetadataKeyring,
} from './keyrings.ts';
export { KEY_FILE_FORMAT } from './key-file.ts';
export { isBehind, KeyFileSeen, type KeyFileState } from './key-file-state.ts';
export { rewrapAll, type KeyedStore, type Rewrapped } from './rewrap.ts';
export { beginRotation, endRotation } from './rotation.ts';
export { moveCustody, type CustodyTarget } from './custody-move.ts';
export { nameOfCustody } from './custody.ts';
export { createKeyFile, type CreatedKeys, type NewPerson, type Person } from './create.ts';
export {
  confirmPassword,
  confirmWithCode,
  openToVerify,
  type VerifierKeys,
  openKeys,
  readKeyFileView,
  type KeyFileView,
  type OpenedKeys,
  type SignedInKeys,
  type ProposedChange,
} from './open.ts';
export { offerSecondFactor, type FactorUse, type OfferedFactor } from './second-factor.ts';
export type { OpenKeysRequest } from './unlock.ts';
export type { ChangeRequest, OwnKeyFile } from './rewrite.ts';
export { makeSheets, trySheets, type PrintedSheets, type SheetsTried } from './recovery.ts';
export { openSheets, type OpenedSheets } from './recovery-open.ts';
export { breakGlass, makeEnvelope, markUse, resumeScope, tryEnvelope, voidEnvelope } from './emergency.ts';
export type { ScopeKeys } from './emergency-key.ts';
export type { EmergencyRecord, EmergencyUse, RecoveryRecord } from './sheet-records.ts';
export type { ChangeOfPerson } from './key-file.ts';
export {
  agreeToPerson,
  changePassword,
  declinePerson,
  enrolFactor,
  proposePerson,
  removeFactor,
  removePerson,
  type ProposedPerson,
} from './change.ts';
export {
  agreeToAccount,
  declineAccount,
  proposeAccount,
  unlinkAccount,
  type ProposedAccount,
} from './accounts.ts';
export {
  createSiteKey,
  fingerprintOf,
  readSitePublic,
  signAsSite,
  verifySite,
  type SitePublicFile,
} from './site-key.ts';
export { chainAbove, readCertificates } from './certificate-chain.ts';
export { makeCertificateRequest } from './certificate-request.ts';
export { readPkcs12, type KeyAndCertificates } from './pkcs12.ts';
export { signOnToken, tokenCertificates } from './token/token.ts';
export {
  makeServiceKey,
  openServiceKey,
  packAnnexKeys,
  readServiceKeyFile,
  removeServiceKey,
  unpackAnnexKeys,
  type OpenedServiceKey,
  type ServiceKeyPlace,
  type ServiceTerms,
} from './service-key.ts';
export { createContentKeyring, wipeContent } from './keyrings.ts';
