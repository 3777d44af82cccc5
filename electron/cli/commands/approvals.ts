import type { Command } from 'commander';
import { ApprovalId, Problem } from '../../../shared/domain/index.ts';
import type { ApprovalView } from '../../../shared/ipc/index.ts';
import { atWork, commonOptions, workspaceHint } from './context.ts';
import { readMeaning } from './meaning.ts';

export function addApprovalCommands(program: Command): void {
  const approvals = program.command('approvals').description('calls that wait for a person');
  approvals
    .command('list')
    .description('what waits, and what was answered')
    .action(async (_: unknown, command: Command) => {
      await atWork(command, async ({ client, terminal }) => {
        const list = await client.call('approvals.list', {});
        if (list.length === 0) terminal.say('Nothing waits for an approval.');
        for (const approval of list) for (const line of describeApproval(approval)) terminal.say(line);
        terminal.result(list);
      });
    });
  approvals
    .command('answer <approval>')
    .description('approve or refuse; you sign with your password, a reason and a meaning')
    .option('--approve', 'let the call run, once, exactly as shown')
    .option('--refuse', 'do not let it run')
    .requiredOption('--reason <text>', 'why')
    .option('--meaning <word>', 'review, approval or responsibility', 'approval')
    .action(
      async (
        id: string,
        options: { approve?: true; refuse?: true; reason: string; meaning: string },
        command: Command,
      ) => {
        if (options.approve === options.refuse)
          throw new Problem('wrong_usage', 'say either --approve or --refuse');
        const approval = ApprovalId.safeParse(id);
        if (!approval.success)
          throw new Problem(
            'wrong_usage',
            `\`${id}\` is not the id of an approval`,
            'List them: swarm approvals list',
          );
        await atWork(command, async ({ client, terminal, passwords, options: common }) => {
          const answered = await client.call('approvals.answer', {
            approval: approval.data,
            answer: options.approve === true ? 'approved' : 'refused',
            reason: options.reason,
            meaning: readMeaning(options.meaning),
            password: await passwords.get(String(common.user)),
          });
          const next =
            answered.run === undefined
              ? 'makes the same request again'
              : `goes on with: swarm runs resume ${answered.run}${workspaceHint(commonOptions(command))}`;
          terminal.say(`Recorded: ${answered.state}. ${answered.requestedBy} ${next}`);
          terminal.result(answered);
        });
      },
    );
}

/** What would happen, to how much, asked by whom. */
export function describeApproval(approval: ApprovalView): string[] {
  return [
    `${approval.id}  ${approval.state}  ${approval.tool} on ${approval.table}`,
    `  ${approval.what}`,
    `  ${approval.recordsTouched.toLocaleString('en')} records touched, ${approval.valuesLost.toLocaleString('en')} values lost. Asked by ${approval.requestedBy} (${approval.ruleId}: ${approval.reason})`,
  ];
}
