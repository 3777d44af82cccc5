import type { Command } from 'commander';
import { Problem } from '../../../shared/domain/index.ts';
import { atWork } from './context.ts';
import { readMeaning } from './meaning.ts';

/** What a compliance officer does about a use of emergency access. */
export function addEmergencyReviewCommands(glass: Command): void {
  glass
    .command('seen <entry>')
    .description('say that you know of it; otherwise it is escalated after 15 minutes')
    .action(async (entry: string, _: unknown, command: Command) => {
      await atWork(command, async ({ client, terminal }) => {
        const view = await client.call('emergency.confirmSeen', { began: Number(entry) });
        terminal.say('On record.');
        terminal.result(view);
      });
    });

  glass
    .command('note <entry>')
    .description('read what the person wrote when they began')
    .action(async (entry: string, _: unknown, command: Command) => {
      await atWork(command, async ({ client, terminal }) => {
        const said = await client.call('emergency.getNote', { began: Number(entry) });
        terminal.say(said.note);
        terminal.result(said);
      });
    });

  glass
    .command('review <entry>')
    .description('judge a use, with your signature; then a new envelope can be made')
    .requiredOption('--judgement <word>', 'justified or not_justified')
    .requiredOption('--reason <text>', 'why you judge so')
    .option('--meaning <word>', 'review, approval or responsibility', 'review')
    .action(async (entry: string, options: ReviewOptions, command: Command) => {
      await atWork(command, async ({ client, terminal, passwords, options: common }) => {
        const password = await passwords.get(String(common.user));
        const view = await client.call('emergency.review', {
          ...{ began: Number(entry), judgement: judgementNamed(options.judgement) },
          ...{ reason: options.reason, meaning: readMeaning(options.meaning), password },
        });
        terminal.say('Signed. Make a new envelope: swarm admin break-glass make');
        terminal.result(view);
      });
    });
}

interface ReviewOptions {
  readonly judgement: string;
  readonly reason: string;
  readonly meaning: string;
}

function judgementNamed(text: string): 'justified' | 'not_justified' {
  if (text === 'justified' || text === 'not_justified') return text;
  throw new Problem('wrong_usage', `\`${text}\` is no judgement`, 'Use justified or not_justified.');
}
