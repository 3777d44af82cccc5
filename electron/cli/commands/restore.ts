import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Command } from 'commander';
import { Problem } from '../../../shared/domain/index.ts';
import { restoreWorkspace } from '../../compose.ts';
import { defaultUserFolder, typedPath } from '../client.ts';
import { Passwords } from '../passwords.ts';
import { openTerminal } from '../terminal.ts';
import { printVerdict } from './audit.ts';
import { atWork, commonOptions, workspaceFolder } from './context.ts';

interface RestoreOptions {
  readonly witness: readonly string[];
  readonly sheetFile?: string;
  readonly accept?: string;
}

/** `swarm backup restore` and `swarm backup drill`: going back to a copy, and trying it beforehand. */
export function addRestoreCommands(backup: Command): void {
  backup
    .command('restore <folder>')
    .description('bring a backup back to where no workspace stands; its verdict comes first')
    .option(
      '--witness <file>',
      'a checkpoint that was kept elsewhere; may be given more than once',
      (file: string, files: readonly string[]) => [...files, file],
      [] as readonly string[],
    )
    .option('--sheet-file <file>', 'open it by recovery sheets instead of --user: one in each line')
    .option('--accept <reason>', 'use it although its verdict is bad; recorded')
    .addHelpText(
      'after',
      `
The workspace goes to --workspace, which must be absent or empty. Every file is compared with the list, the
journal is verified and held against the witnesses, and only then does the copy take its name. On another
workstation no password opens it: use --sheet-file, then swarm recovery use. The journal records the restore
at the next sign-in.`,
    )
    .action(async (folder: string, own: RestoreOptions, command: Command) => {
      const options = commonOptions(command);
      const terminal = openTerminal(options.json === true);
      const passwords = new Passwords(options.passwordFile);
      const { sheetFile, accept, witness } = own;
      const restored = await restoreWorkspace(
        {
          ...{ from: typedPath(folder), target: workspaceFolder(options), accept },
          witnessFiles: witness.map(typedPath),
          signal: new AbortController().signal,
          keys: async (people) => {
            if (sheetFile !== undefined) return { by: 'sheets', sheets: await readLines(sheetFile) };
            if (options.user === undefined)
              throw new Problem(
                'wrong_usage',
                'a backup is verified with its keys before it is used',
                `Name yourself with --user, or give --sheet-file. There are: ${people.join(', ')}.`,
              );
            return { by: 'password', person: options.user, password: await passwords.get(options.user) };
          },
          onProgress: (stage, done, total) => {
            terminal.progress(`${stage}: ${Math.floor((100 * done) / Math.max(total, 1))} %`);
          },
          onVerdict: ({ view, missing }) => {
            terminal.progress(undefined);
            printVerdict(terminal, view);
            if (missing > 0) terminal.say(`${missing} entries that a witness knows are not in this backup.`);
          },
        },
        defaultUserFolder(),
      );
      terminal.progress(undefined);
      const { manifest, sizeBytes, sha256 } = restored;
      terminal.say(
        `Restored ${manifest.files.length} files to ${workspaceFolder(options)}, with ${manifest.journal.size} journal entries.`,
      );
      terminal.say('Tell compliance: what was recorded after this backup stands in the old folder alone.');
      terminal.result({ files: manifest.files.length, sizeBytes, sha256, size: manifest.journal.size });
    });
  backup
    .command('drill <folder>')
    .description('restore a backup for trial beside the workspace, verify it, take it away; recorded')
    .action(async (folder: string, _: unknown, command: Command) => {
      await atWork(command, async ({ client, terminal }) => {
        const drill = await client.withFile('open', join(typedPath(folder), 'backup.json'), () =>
          client.call('backup.drill', {}),
        );
        if (drill === null) return;
        terminal.say(
          `${drill.files} files with ${drill.size} journal entries were restored in ${Math.ceil(drill.durationMs / 1000)} s and taken away again.`,
        );
        terminal.say(
          drill.isKnown
            ? 'This journal recorded the making of exactly this backup.'
            : 'This journal did not record the making of this backup: its list may be another.',
        );
        terminal.result(drill);
        if (!drill.ok)
          throw new Problem(
            'check_failed',
            `the drill did not pass${drill.failed.length > 0 ? `: ${drill.failed.join(', ')}` : ''}`,
            'Take another backup, and try that.',
          );
      });
    });
}

async function readLines(file: string): Promise<string[]> {
  const text = await readFile(typedPath(file), 'utf8').catch(() => {
    throw new Problem(
      'not_found',
      `the file \`${file}\` cannot be read`,
      'Check the path and its permissions.',
    );
  });
  return text.split(/\r?\n/).filter((line) => line.trim() !== '');
}
