import type { Command } from 'commander';
import { table } from '../terminal.ts';
import { atWork } from './context.ts';
import { readMeaning } from './meaning.ts';

export function addAgentCommands(program: Command): void {
  const agents = program.command('agents').description('what agents may do and see');
  agents
    .command('list')
    .description('data, limits and state of every agent')
    .action(async (_: unknown, command: Command) => {
      await atWork(command, async ({ client, terminal }) => {
        const list = await client.call('agents.list', {});
        const rows = list.map(({ name, paused, phiAccess, allowed, excluded, limits }) => [
          name,
          paused === undefined ? 'ready' : 'paused',
          phiAccess ? allowed.join(', ') : 'no patient data',
          excluded.join(', '),
          String(limits.tokens),
          String(limits.toolCalls),
          String(limits.minutes),
        ]);
        const head = ['agent', 'state', 'data', 'never', 'tokens', 'calls', 'minutes'];
        for (const line of table([head, ...rows], [4, 5, 6])) terminal.say(line);
        for (const { name, paused } of list)
          if (paused !== undefined)
            terminal.say(`${name} tried ${paused.aim} ${paused.denials} times, denied by ${paused.ruleId}`);
        terminal.result(list);
      });
    });
  agents
    .command('release <agent>')
    .description('let a paused agent work again; you sign with your password, a reason and a meaning')
    .requiredOption('--reason <text>', 'what you found')
    .option('--meaning <word>', 'review, approval or responsibility', 'responsibility')
    .action(async (agent: string, options: { reason: string; meaning: string }, command: Command) => {
      await atWork(command, async ({ client, terminal, passwords, options: common }) => {
        const list = await client.call('agents.release', {
          agent,
          reason: options.reason,
          meaning: readMeaning(options.meaning),
          password: await passwords.get(String(common.user)),
        });
        terminal.say(`Recorded: ${agent} may work again.`);
        terminal.result(list);
      });
    });
}
