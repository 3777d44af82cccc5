export { checkBackup, type CheckedBackup } from './check.ts';
export { restoreBackup, type Restored } from './restore.ts';
export { backupDueMs, readSchedule, removeSchedule, writeSchedule, type StoredSchedule } from './schedule.ts';
export {
  requireOutside,
  writeBackup,
  type BackupPorts,
  type BackupRequest,
  type WrittenBackup,
} from './write.ts';
