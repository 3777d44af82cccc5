import type { Command } from 'commander';
import { Problem } from '../../../shared/domain/index.ts';
import { atWork, workspaceHint } from './context.ts';

/** `swarm audit begin-epoch`: goes on behind a damaged journal, which stays as it is. */
export function addEpochCommand(audit: Command): void {
  audit
    .command('begin-epoch')
    .description('go on in a new journal file behind a damaged one, which is left as it is')
    .option('--leave-damaged', 'say that the damaged file is to be left; nothing happens without this')
    .addHelpText(
      'after',
      `
Nothing is repaired, moved or removed. The new file's first entry names you, says what was found of the
damaged file and cites its last good checkpoint. Try a backup first: a journal restored whole is better
than one with a gap.`,
    )
    .action(async (options: { leaveDamaged?: true }, command: Command) => {
      await atWork(
        command,
        async ({ client, terminal, passwords, options: common }) => {
          if (common.user === undefined)
            throw new Problem(
              'wrong_usage',
              'a new journal file is begun in the name of a person',
              'Name yourself with --user; the role admin or compliance is needed.',
            );
          if (options.leaveDamaged !== true)
            throw new Problem(
              'wrong_usage',
              'this leaves the damaged journal for good, and its entries behind the last good checkpoint are not vouched for',
              `Restore a backup if you have one. Else say it with: swarm audit begin-epoch --leave-damaged --user ${JSON.stringify(common.user)}${workspaceHint(common)}`,
            );
          const begun = await client.call('journal.beginEpoch', {
            ...(await client.proofOf(common.user, passwords)),
            ...(common.code !== undefined && { code: common.code }),
          });
          const { previous } = begun;
          terminal.say(`Epoch ${begun.epoch} began at entry ${begun.firstSeq}, in your name.`);
          terminal.say(
            `Epoch ${previous.epoch} (${previous.verdict}) stays as it is: ${previous.entries} entries could be read, ` +
              (previous.vouchedFor === undefined
                ? 'none is under a checkpoint that holds.'
                : `${previous.vouchedFor} are under its last good checkpoint.`),
          );
          terminal.result(begun);
        },
        { signIn: false },
      );
    });
}
