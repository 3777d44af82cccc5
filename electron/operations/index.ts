export * from './backup/index.ts';
export { clearAsking, leaveAsking, readAsking } from './workspace/asking.ts';
export { createWorkspace, type CreateWorkspaceOptions } from './workspace/create.ts';
export { eraseWorkspace, finishErasing } from './workspace/erase.ts';
export { inspectWorkspace, requireWorkspace } from './workspace/inspect.ts';
export { lockWorkspace, type WorkspaceLock } from './workspace/lock.ts';
export * from './posture/index.ts';
export * from './transfer/index.ts';
export { readMachinePolicy, type MachinePolicy } from './settings/machine-policy.ts';
export * from './manifest/index.ts';
export { workspacePaths, type WorkspacePaths } from './workspace/paths.ts';
export {
  describeModelFile,
  pinModel,
  readBundledModels,
  readPinnedModels,
  type ShelvedModel,
} from './models/shelf.ts';
