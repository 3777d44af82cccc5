import type { Command } from 'commander';
import { Problem } from '../../../shared/domain/index.ts';
import { validateConfiguration } from '../../compose.ts';
import { resourcesFolder, typedPath } from '../client.ts';
import { openTerminal } from '../terminal.ts';
import { commonOptions } from './context.ts';

export function addConfigCommands(program: Command): void {
  program
    .command('config')
    .description('policies, profiles, agents, pipelines and models')
    .command('validate [folder]')
    .description(
      'check every file, with line and path of each problem; the shipped ones unless a folder is named',
    )
    .action(async (folder: string | undefined, _: unknown, command: Command) => {
      const terminal = openTerminal(commonOptions(command).json === true);
      const checked = await validateConfiguration(folder === undefined ? resourcesFolder : typedPath(folder));
      for (const problem of checked.problems) terminal.note(problem);
      terminal.result(checked);
      if (checked.problems.length > 0) {
        throw new Problem(
          'check_failed',
          `${checked.problems.length} problems in the configuration`,
          'Mend the lines named above.',
        );
      }
      terminal.say(`Configuration is valid: ${checked.summary}.`);
    });
}
