export { restoreDrillVerbs } from './drill.ts';
export { Going } from './going.ts';
export { restoreWorkspace, type RestoreOrder } from './restore.ts';
export { RestoreRoom } from './restore-room.ts';
export { restoreVerbs } from './restore-verbs.ts';
export { backupVerbs, checkBackupFolder, makeDueBackup } from './verbs.ts';
