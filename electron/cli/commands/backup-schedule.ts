import { InvalidArgumentError, type Command } from 'commander';
import type { BackupStateView } from '../../../shared/ipc/index.ts';
import { typedPath } from '../client.ts';
import type { Terminal } from '../terminal.ts';
import { atWork } from './context.ts';

/** `swarm backup schedule` and `swarm backup list`: what the window makes by itself, and what was made. */
export function addScheduleCommands(backup: Command): void {
  const schedule = backup.command('schedule').description('backups that the window makes by itself');
  schedule
    .command('set')
    .description('make a backup again and again, while nobody is signed in')
    .requiredOption('--every <hours>', 'from 1 to 744', readHours)
    .requiredOption(
      '--into <folder>',
      'a folder on another disk or medium; each copy gets one of its own in it',
    )
    .action(async (own: { every: number; into: string }, command: Command) => {
      await atWork(command, async ({ client, terminal }) => {
        const state = await client.withFile('save', typedPath(own.into), () =>
          client.call('backup.setSchedule', { everyHours: own.every }),
        );
        if (state !== null) printState(terminal, state);
      });
    });
  schedule
    .command('end')
    .description('make backups by hand alone')
    .action(async (_: unknown, command: Command) => {
      await atWork(command, async ({ client, terminal }) => {
        printState(terminal, await client.call('backup.endSchedule', {}));
      });
    });
  backup
    .command('list')
    .description('backups that were made and tried, and when the next one is due')
    .action(async (_: unknown, command: Command) => {
      await atWork(command, async ({ client, terminal }) => {
        printState(terminal, await client.call('backup.getState', {}));
      });
    });
}

function printState(terminal: Terminal, state: BackupStateView): void {
  const { schedule, made, drills, wasChanged } = state;
  if (wasChanged) terminal.say('The schedule was changed from outside: nothing is made by it. Set it anew.');
  if (schedule === undefined) terminal.say('No schedule: backups are made by hand alone.');
  else
    terminal.say(
      `Every ${schedule.everyHours} hours into ${schedule.folder}, while nobody is signed in at the window; due ${minute(schedule.dueMs)} UTC.`,
    );
  if (made.length === 0) terminal.say('No backup was made yet.');
  for (const one of made)
    terminal.say(
      `${minute(one.wallMs)}  ${one.ok ? `verified, ${one.size} entries, ${one.sizeBytes} bytes` : `not made (${one.code ?? 'unknown'})`}  by ${one.person}  entry ${one.seq}`,
    );
  for (const one of drills)
    terminal.say(
      `${minute(one.wallMs)}  tried: ${one.ok ? 'comes back' : 'did not pass'}  by ${one.person}  entry ${one.seq}`,
    );
  terminal.result(state);
}

function minute(wallMs: number): string {
  return new Date(wallMs).toISOString().slice(0, 16).replace('T', ' ');
}

function readHours(text: string): number {
  const hours = Number(text);
  if (!Number.isInteger(hours) || hours < 1 || hours > 744)
    throw new InvalidArgumentError('A whole number of hours from 1 to 744.');
  return hours;
}
