export { checkBackup, type CheckedBackup } from './check.ts';
export { MANIFEST_FILE, readManifest, type BackupManifest } from './manifest.ts';
export { finishRestoring, requireRoom, requireVacant } from './place.ts';
export { restoreBackup, sizeOf, type Restored } from './restore.ts';
export { backupDueMs, readSchedule, removeSchedule, writeSchedule, type StoredSchedule } from './schedule.ts';
export {
  requireOutside,
  writeBackup,
  type BackupPorts,
  type BackupRequest,
  type WrittenBackup,
} from './write.ts';
