export { checkBackup, type CheckedBackup } from './check.ts';
export { restoreBackup, type Restored } from './restore.ts';
export { writeBackup, type BackupPorts, type BackupRequest, type WrittenBackup } from './write.ts';
