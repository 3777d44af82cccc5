import type { Command } from 'commander';
import { atWork, workspaceFolder } from './context.ts';

interface CreateOptions {
  readonly admin: string;
  readonly operator: string;
  readonly compliance: string;
}

export function addWorkspaceCommands(program: Command): void {
  const workspace = program.command('workspace').description('the encrypted folder that holds everything');
  workspace
    .command('create')
    .description('make a workspace with its first three people')
    .requiredOption('--admin <name>', 'runs the workstation; opens no patient content')
    .requiredOption('--operator <name>', 'imports data and runs pipelines')
    .requiredOption('--compliance <name>', 'reviews, approves, reports')
    .addHelpText('after', '\nA password file for this command has three lines: admin, operator, compliance.')
    .action(async (options: CreateOptions, command: Command) => {
      await atWork(
        command,
        async ({ client, terminal, passwords, options: common }) => {
          const people = [];
          for (const [line, role] of (['admin', 'operator', 'compliance'] as const).entries()) {
            people.push({
              name: options[role],
              role,
              password: await passwords.get(`${options[role]} (${role})`, line),
            });
          }
          const status = await client.call('workspace.create', { people });
          const folder = workspaceFolder(common);
          terminal.say(`Workspace made at ${folder}.`);
          terminal.say('Next: swarm datasets import FILE --user ' + JSON.stringify(options.operator));
          terminal.result({ workspace: status.workspace, people: status.people });
        },
        { signIn: false },
      );
    });
}
