import type { Command } from 'commander';
import { ApprovalId, Problem } from '../../../shared/domain/index.ts';
import type { ApprovalView } from '../../../shared/ipc/index.ts';
import { table } from '../terminal.ts';
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
    .command('show <approval>')
    .description('what exactly would happen, with examples in clear; recorded as looked at')
    .action(async (id: string, _: unknown, command: Command) => {
      await atWork(command, async ({ client, terminal }) => {
        const approval = await client.call('approvals.open', { approval: readApprovalId(id) });
        for (const line of describeApproval(approval)) terminal.say(line);
        for (const { row, column, before, after } of approval.examples)
          terminal.say(`  row ${row + 1} ${column}: ${before ?? 'missing'} -> ${after ?? 'gone'}`);
        if (approval.voidedBecause !== undefined) terminal.say(`  void: ${approval.voidedBecause}`);
        terminal.result(approval);
      });
    });
  approvals
    .command('pace')
    .description('for the compliance officer: how long approvers look, and how often they say yes')
    .action(async (_: unknown, command: Command) => {
      await atWork(command, async ({ client, terminal }) => {
        const pace = await client.call('approvals.getPace', {});
        if (pace.approvers.length === 0) terminal.say('Nobody has answered a request yet.');
        const rows = pace.approvers.map((each) => [
          each.person,
          String(each.answered),
          `${Math.round((100 * each.approved) / each.answered)} %`,
          each.medianSeconds === undefined ? 'not known' : `${each.medianSeconds.toFixed(1)} s`,
          String(each.unopened),
          each.signs.join(', ').replaceAll('_', ' ') || 'none',
        ]);
        const head = ['approver', 'answers', 'yes', 'median time', 'unopened', 'signs of tiredness'];
        if (rows.length > 0) for (const line of table([head, ...rows], [1, 2, 3, 4])) terminal.say(line);
        terminal.result(pace);
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
        const approval = readApprovalId(id);
        await atWork(command, async ({ client, terminal, passwords, options: common }) => {
          const answered = await client.call('approvals.answer', {
            approval,
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

function readApprovalId(text: string): ApprovalId {
  const parsed = ApprovalId.safeParse(text);
  if (parsed.success) return parsed.data;
  throw new Problem(
    'wrong_usage',
    `\`${text}\` is not the id of an approval`,
    'List them: swarm approvals list',
  );
}
