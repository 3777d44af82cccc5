import { join } from 'node:path';

/** Where everything of a workspace lies. */
export interface WorkspacePaths {
  readonly folder: string;
  readonly workspaceFile: string;
  readonly keyFile: string;
  readonly lockFile: string;
  /** Wrong passwords in a row, per person. */
  readonly attemptsFile: string;
  /** How often backups are due and where they go. */
  readonly scheduleFile: string;
  readonly contentDb: string;
  readonly journal: string;
  readonly datasets: string;
  readonly models: string;
  readonly reports: string;
  readonly runs: string;
  readonly spool: string;
}

export function workspacePaths(folder: string): WorkspacePaths {
  return {
    folder,
    workspaceFile: join(folder, 'workspace.json'),
    keyFile: join(folder, 'keys.json'),
    lockFile: join(folder, 'lock'),
    attemptsFile: join(folder, 'attempts.json'),
    scheduleFile: join(folder, 'backup-schedule.json'),
    contentDb: join(folder, 'content.db'),
    journal: join(folder, 'journal'),
    datasets: join(folder, 'datasets'),
    models: join(folder, 'models'),
    reports: join(folder, 'reports'),
    runs: join(folder, 'runs'),
    spool: join(folder, 'spool'),
  };
}

/** The folders among them, which stand from the first day. */
export const WORKSPACE_FOLDERS = ['journal', 'datasets', 'models', 'reports', 'runs', 'spool'] as const;
