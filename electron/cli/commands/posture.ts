import type { Command } from 'commander';
import { Problem } from '../../../shared/domain/index.ts';
import type { PostureView } from '../../../shared/ipc/index.ts';
import { table, type Terminal } from '../terminal.ts';
import { atWork } from './context.ts';

/** The workstation: what is known of it, and who answers for its network. */
export function addPostureCommands(program: Command): void {
  const posture = program
    .command('posture')
    .description('the air gap and the workstation around the workspace: what is known, and how well')
    .action(async (_: unknown, command: Command) => {
      await atWork(command, async ({ client, terminal }) => {
        const view = await client.call('posture.get', {});
        show(terminal, view);
        const wanting = view.checks.filter(({ state }) => state === 'attention').length;
        if (wanting > 0)
          throw new Problem(
            'check_failed',
            `${wanting} of ${view.checks.length} ${wanting === 1 ? 'needs' : 'need'} attention`,
          );
      });
    });
  posture
    .command('accept')
    .description('answer for the network that this workstation is connected to: it leads to no internet')
    .requiredOption('--reason <text>', 'what you know about the network')
    .option('--days <number>', 'for how long, at most 366', '90')
    .action(async (options: { reason: string; days: string }, command: Command) => {
      await atWork(command, async ({ client, terminal }) => {
        const days = Number(options.days);
        const view = await client.call('posture.acceptNetwork', { reason: options.reason, days });
        terminal.say(`Recorded: you answer for ${view.network.routes.join(', ')} for ${days} days.`);
        terminal.result(view);
      });
    });
  posture
    .command('strict <on-or-off>')
    .description('whether a network that nobody answers for locks the workspace')
    .requiredOption('--reason <text>', 'why')
    .action(async (word: string, options: { reason: string }, command: Command) => {
      if (word !== 'on' && word !== 'off')
        throw new Problem('wrong_usage', '`strict` is `on` or `off`', 'See swarm posture strict --help.');
      await atWork(command, async ({ client, terminal }) => {
        const view = await client.call('posture.setStrict', {
          strict: word === 'on',
          reason: options.reason,
        });
        terminal.say(`Recorded: strictness about networks is ${word}.`);
        terminal.result(view);
      });
    });
}

function show(terminal: Terminal, view: PostureView): void {
  const rows = view.checks.map(({ id, grade, state, finding }) => [
    id.replaceAll('_', ' '),
    grade,
    state === 'attention' ? 'attention' : state === 'fine' ? 'fine' : '',
    finding,
  ]);
  for (const line of table([['check', 'grade', '', 'finding'], ...rows])) terminal.say(line);
  const { accepted } = view.network;
  if (accepted !== undefined)
    terminal.say(
      `${accepted.by} answers for ${accepted.interfaces.join(', ')} until ${new Date(accepted.expiresAtMs).toISOString().slice(0, 10)}.`,
    );
  terminal.say(
    view.strict
      ? 'Strict: a network that nobody answers for locks the workspace.'
      : 'Not strict: a network that nobody answers for is recorded and shown.',
  );
  terminal.result(view);
}
