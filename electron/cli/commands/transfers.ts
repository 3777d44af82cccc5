import type { Command } from 'commander';
import type { TransferView } from '../../../shared/ipc/index.ts';
import { typedPath } from '../client.ts';
import { table } from '../terminal.ts';
import { atWork } from './context.ts';

/** The log of what crossed the border of the workspace. */
export function addTransferCommands(program: Command): void {
  const transfers = program.command('transfers').description('what came in and went out, and on which media');
  transfers
    .command('export')
    .description('the log of media as a CSV file')
    .requiredOption('--out <file>', 'where to write')
    .requiredOption('--purpose <text>', 'what it is for; recorded')
    .option('--removable', 'removable media alone', false)
    .action(async (options: { out: string; purpose: string; removable: boolean }, command: Command) => {
      await atWork(command, async ({ client, terminal }) => {
        const { out, purpose, removable } = options;
        const written = await client.withFile('save', typedPath(out), () =>
          client.call('transfers.export', { removableOnly: removable, purpose }),
        );
        if (written !== null)
          terminal.say(`Wrote ${written.lines} lines to ${written.file} (SHA-256 ${written.sha256}).`);
        terminal.result(written);
      });
    });
  transfers
    .command('list')
    .description('the log of media, newest first (45 CFR 164.310(d)(2)(iii))')
    .option('--removable', 'removable media alone', false)
    .action(async ({ removable }: { removable: boolean }, command: Command) => {
      await atWork(command, async ({ client, terminal }) => {
        const log = await client.call('transfers.list', { removableOnly: removable });
        if (log.total === 0) terminal.say('Nothing came in or went out yet.');
        else
          for (const line of table(
            [
              ['entry', 'when', 'who', 'way', 'what', 'medium', 'shut by', 'state'],
              ...log.transfers.map(lineOf),
            ],
            [0],
          ))
            terminal.say(line);
        if (log.total > log.transfers.length)
          terminal.note(`${log.total - log.transfers.length} older ones stand in the journal.`);
        terminal.result(log);
      });
    });
}

function lineOf({ entry, atMs, person, way, what, medium, protection, state, why }: TransferView): string[] {
  return [
    String(entry),
    new Date(atMs).toISOString().slice(0, 16).replace('T', ' '),
    person,
    way,
    what.replaceAll('_', ' '),
    describeMedium(medium),
    protection?.replaceAll('_', ' ') ?? '',
    why === undefined ? state : `${state}: ${why}`,
  ];
}

function describeMedium({ kind, label, volume, filesystem, encrypted }: TransferView['medium']): string {
  const about = [label, volume, filesystem, encrypted === true ? 'encrypted' : undefined];
  return [kind, ...about.filter((word) => word !== undefined)].join(' ');
}
