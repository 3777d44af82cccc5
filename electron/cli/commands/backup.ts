import type { Command } from 'commander';
import { Problem } from '../../../shared/domain/index.ts';
import { checkBackupFolder } from '../../verbs/index.ts';
import { typedPath } from '../client.ts';
import { openTerminal } from '../terminal.ts';
import { atWork, commonOptions } from './context.ts';
import { addScheduleCommands } from './backup-schedule.ts';
import { addRestoreCommands } from './restore.ts';

/** Names that are printed of what is wrong with a backup. */
const NAMED = 5;

/** `swarm backup`: copies of the whole workspace, and whether one is still whole. */
export function addBackupCommands(program: Command): void {
  const backup = program.command('backup').description('copies of the whole workspace, sealed as it is');
  backup
    .command('write')
    .description('copy the workspace to a new folder, compare every file and verify the journal of the copy')
    .requiredOption('--out <folder>', 'a folder that is not there yet, best on another disk')
    .addHelpText(
      'after',
      `
Needs the role admin, who opens no content: everything stays sealed. The copy counts only once it was
compared and verified; else nothing is left. Keep the file device-secret of this workstation elsewhere:
without it no password opens the copy on another one. RESTORE.txt in the copy says how to go back to it.`,
    )
    .action(async ({ out }: { out: string }, command: Command) => {
      await atWork(command, async ({ client, terminal }) => {
        const written = await client.listening(
          (name, body) => {
            if (name === 'task.progress' && 'done' in body)
              terminal.progress(`${body.done} of ${body.total} files`);
          },
          () => client.withFile('save', typedPath(out), () => client.call('backup.write', {})),
        );
        terminal.progress(undefined);
        if (written === null) return;
        terminal.say(
          `Backup at ${written.folder}: ${written.files} files, ${written.sizeBytes} bytes, each compared.`,
        );
        terminal.say(
          `Its journal of ${written.journalSize} entries verifies. List of files: SHA-256 ${written.sha256}.`,
        );
        terminal.say(
          'Keep the device secret of this workstation elsewhere; RESTORE.txt says how to go back.',
        );
        terminal.result(written);
      });
    });
  addScheduleCommands(backup);
  addRestoreCommands(backup);
  backup
    .command('verify <folder>')
    .description('compare every file of a backup with its list; changes nothing, needs no password')
    .addHelpText('after', '\nThe journal and the payloads in it: swarm audit verify FOLDER --user NAME.')
    .action(async (folder: string, _: unknown, command: Command) => {
      const terminal = openTerminal(commonOptions(command).json === true);
      const checked = await checkBackupFolder(typedPath(folder), (done, total) => {
        terminal.progress(`${done} of ${total} files`);
      });
      terminal.progress(undefined);
      const { manifest, missing, changed, added, sizeBytes } = checked;
      const wrong = { missing, changed, added };
      for (const [how, names] of Object.entries(wrong))
        if (names.length > 0)
          terminal.say(
            `${how}: ${names.slice(0, NAMED).join(', ')}${names.length > NAMED ? ` and ${names.length - NAMED} more` : ''}`,
          );
      terminal.result({ ...wrong, files: manifest.files.length, sizeBytes, madeAtMs: manifest.madeAtMs });
      const count = missing.length + changed.length + added.length;
      if (count > 0)
        throw new Problem(
          'check_failed',
          `${count} of ${manifest.files.length} files of the backup are not as they were written`,
          'Do not restore from it; take another backup.',
        );
      terminal.say(
        `All ${manifest.files.length} files are as they were written on ${new Date(manifest.madeAtMs).toISOString().slice(0, 16).replace('T', ' ')} UTC, with ${manifest.journal.size} journal entries.`,
      );
    });
}
