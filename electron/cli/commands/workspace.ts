import type { Command } from 'commander';
import { Problem } from '../../../shared/domain/index.ts';
import { typedPath } from '../client.ts';
import { atWork, workspaceFolder } from './context.ts';
import { sayCertificate } from './payloads.ts';
import { personNamed } from './people-names.ts';

interface EraseOptions {
  readonly agreedBy: string;
  readonly agreedCode?: string;
  readonly reason: string;
  readonly certificate: string;
  readonly confirm?: string;
}

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
  workspace
    .command('erase')
    .description('destroy every key of the workspace for good, its journal included, and write a certificate')
    .requiredOption('--agreed-by <name>', 'an administrator, who gives their password too')
    .option('--agreed-code <code>', 'of the administrator’s authenticator, where they have one')
    .requiredOption('--reason <text>', 'why; on the certificate')
    .requiredOption('--certificate <file>', 'where the certificate goes (PDF)')
    .option('--confirm <text>', "the workspace's first eight characters")
    .addHelpText(
      'after',
      `
Needs the role compliance. A password file has two lines: yours, then the administrator's. Export an evidence
bundle before it: records are to be kept for six years. Backups hold their own keys; destroy them as well.`,
    )
    .action(async (own: EraseOptions, command: Command) => {
      await atWork(command, async ({ client, terminal, passwords, options }) => {
        const word = client.status.workspace?.id.slice(0, 8) ?? '';
        if (own.confirm !== word)
          throw new Problem(
            'wrong_usage',
            'erasing cannot be taken back: every key is destroyed, and with it tables, payloads and the journal',
            `Confirm with --confirm ${word}.`,
          );
        const password = await passwords.get(String(options.user));
        const agreedPassword = await passwords.get(own.agreedBy, 1);
        const agreedBy = personNamed(client, own.agreedBy);
        const erased = await client.withFile('save', typedPath(own.certificate), () =>
          client.call('workspace.erase', {
            ...{ reason: own.reason, password, agreedBy, agreedPassword },
            ...(own.agreedCode !== undefined && { agreedCode: own.agreedCode }),
          }),
        );
        if (erased === null) return;
        terminal.say('The workspace is erased: no key of it is left.');
        sayCertificate(terminal, erased);
        terminal.result(erased);
      });
    });
}
