import { systemClock } from './core/index.ts';
import { thisMachine, Transfers } from './operations/index.ts';
import type { ApplicationSettings, Content, Desk } from './verbs/index.ts';

/** The one way in and out: over the system's dialogs, this machine's tables of media, and the open journal. */
export function openTransfers(
  settings: Pick<ApplicationSettings, 'chooseFile' | 'chooseSaveFile' | 'resourcesFolder'>,
  desk: Desk<Content>,
  redact: (text: string) => string,
): Transfers {
  return new Transfers({
    chooseFile: settings.chooseFile,
    chooseSaveFile: settings.chooseSaveFile,
    journal: () => desk.journal,
    machine: thisMachine,
    // The shipped samples may come in; nothing goes where shipped files lie.
    closedFolders: (way) => (way === 'in' ? [desk.folder] : [desk.folder, settings.resourcesFolder]),
    redact,
    wallMs: systemClock.wallMs,
  });
}
