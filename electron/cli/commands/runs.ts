import type { Command } from 'commander';
import { Problem, RunId } from '../../../shared/domain/index.ts';
import { describeEnd, RunPrinter } from '../run-printer.ts';
import { table } from '../terminal.ts';
import { atWork, workspaceHint } from './context.ts';
import { followRun } from './follow.ts';
import { readMeaning } from './meaning.ts';

export function addRunCommands(program: Command): void {
  const runs = program.command('runs').description('executions of pipelines');
  runs
    .command('list')
    .description('all runs, newest first')
    .action(async (_: unknown, command: Command) => {
      await atWork(command, async ({ client, terminal }) => {
        const list = await client.call('runs.list', {});
        if (list.length === 0) terminal.say('No runs yet. Start one: swarm pipelines run --help');
        else {
          const rows = list.map((run) => [
            run.id,
            run.template,
            run.table,
            run.purpose,
            run.state.replaceAll('_', ' '),
            String(run.calls),
            String(run.denials),
            run.startedBy,
          ]);
          for (const line of table(
            [['id', 'pipeline', 'table', 'purpose', 'state', 'calls', 'denials', 'started by'], ...rows],
            [5, 6],
          ))
            terminal.say(line);
        }
        terminal.result(list);
      });
    });
  runs
    .command('show <run>')
    .description('steps, calls and decisions of a run')
    .action(async (id: string, _: unknown, command: Command) => {
      await atWork(command, async ({ client, terminal, options }) => {
        const run = await client.call('runs.get', { run: readRunId(id) });
        new RunPrinter(terminal).show(run);
        terminal.say();
        for (const line of describeEnd(run, workspaceHint(options))) terminal.say(line);
        terminal.result(run);
      });
    });
  runs
    .command('resume <run>')
    .description('go on with a run whose approval was answered')
    .action(async (id: string, _: unknown, command: Command) => {
      await atWork(command, async ({ client, terminal, options }) => {
        const run = await followRun(client, terminal, () =>
          client.call('runs.resume', { run: readRunId(id) }),
        );
        for (const line of describeEnd(run, workspaceHint(options))) terminal.say(line);
        terminal.result(run);
        if (run.state === 'waiting_for_approval') process.exitCode = 3;
      });
    });
  runs
    .command('sign <run>')
    .description('read and sign the minimum-necessary statement of a run')
    .option('--meaning <word>', 'review, approval or responsibility', 'responsibility')
    .action(async (id: string, options: { meaning: string }, command: Command) => {
      await atWork(command, async ({ client, terminal, passwords, options: common }) => {
        const run = readRunId(id);
        const statement = await client.call('runs.getStatement', { run });
        terminal.say(`Minimum-necessary statement, purpose ${statement.purpose}:`);
        for (const line of table(
          statement.columns.map((column) => [`  ${column.name}`, column.reason, `(${column.by})`]),
        ))
          terminal.say(line);
        const signed = await client.call('runs.signStatement', {
          run,
          password: await passwords.get(String(common.user)),
          meaning: readMeaning(options.meaning),
        });
        for (const line of describeEnd(signed, workspaceHint(common))) terminal.say(line);
        terminal.result(signed);
      });
    });
}

export function readRunId(text: string): RunId {
  const parsed = RunId.safeParse(text);
  if (parsed.success) return parsed.data;
  throw new Problem('wrong_usage', `\`${text}\` is not the id of a run`, 'List them: swarm runs list');
}
