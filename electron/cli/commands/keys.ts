import type { Command } from 'commander';
import type { KeysView, ProgressView } from '../../../shared/ipc/index.ts';
import type { Client } from '../client.ts';
import type { Terminal } from '../terminal.ts';
import { cancellable } from './cancellable.ts';
import { atWork } from './context.ts';

/** The content keys: how old they are, and their change by those who hold them. */
export function addKeyCommands(program: Command): void {
  const keys = program.command('keys').description('the content keys: how old they are, and their change');

  keys
    .command('show')
    .description('which epoch is in use, since when, and when the next is due')
    .action(async (_: unknown, command: Command) => {
      await atWork(command, async ({ client, terminal }) => {
        show(await client.call('keys.get', {}), terminal);
      });
    });

  keys
    .command('rotate')
    .description('new content keys: objects are wrapped under them; an interrupt pauses it in order')
    .requiredOption('--reason <text>', 'why')
    .action(async ({ reason }: { reason: string }, command: Command) => {
      await atWork(command, async ({ client, terminal, passwords, options }) => {
        const password = await passwords.get(String(options.user));
        const view = await following(client, terminal, () =>
          client.call('keys.rotate', { reason, password }),
        );
        show(view, terminal);
      });
    });

  keys
    .command('continue')
    .description('go on with a change that was paused or interrupted')
    .action(async (_: unknown, command: Command) => {
      await atWork(command, async ({ client, terminal }) => {
        show(await following(client, terminal, () => client.call('keys.goOn', {})), terminal);
      });
    });

  keys
    .command('ask')
    .description('as an administrator: ask those who hold the content keys to change them')
    .requiredOption('--reason <text>', 'why')
    .action(async (options: { reason: string }, command: Command) => {
      await atWork(command, async ({ client, terminal }) => {
        const view = await client.call('keys.ask', options);
        terminal.say('Recorded: operators and compliance officers see it on the screen Keys.');
        terminal.result(view);
      });
    });
}

/** Shows how far it is; the first interrupt pauses it behind the batch that is going on. */
function following(client: Client, terminal: Terminal, act: () => Promise<KeysView>): Promise<KeysView> {
  return cancellable(terminal, (signal) => {
    signal.addEventListener('abort', () => {
      void client.call('keys.pause', {});
    });
    return client.listening((name, body) => {
      const progress = body as ProgressView;
      if (name !== 'task.progress' || progress.task !== 'rotation') return;
      const { done, total, secondsLeft } = progress;
      const left = secondsLeft === undefined ? '' : `, ${Math.ceil(secondsLeft)} s left`;
      terminal.progress(`${done} of ${total} objects${left}`);
    }, act);
  });
}

const STATES: Readonly<Record<KeysView['state'], string>> = {
  fresh: '',
  soon: ' They are due soon.',
  due: ' They are due.',
  overdue: ' They are overdue.',
};

function show(view: KeysView, terminal: Terminal): void {
  const { epoch, sinceMs, ageDays, everyDays, dueAtMs, state, rotation, asked } = view;
  terminal.say(
    `Epoch ${epoch}, in use since ${day(sinceMs)} (${ageDays} ${ageDays === 1 ? 'day' : 'days'}); changed every ${everyDays} days, next on ${day(dueAtMs)}.${STATES[state]}`,
  );
  if (rotation !== undefined)
    terminal.say(
      `The change that ${rotation.by} began on ${day(rotation.sinceMs)} is not finished${rotation.waiting === undefined ? '' : `: ${rotation.waiting} objects wait`}. Go on with it: swarm keys continue`,
    );
  if (asked !== undefined)
    terminal.say(`${asked.by} asked for a change on ${day(asked.wallMs)}: ${asked.reason}`);
  for (const { epoch: past, wallMs, by, objects, damaged } of view.past)
    terminal.say(
      `Epoch ${past} was complete on ${day(wallMs)} by ${by}: ${objects} objects${damaged === 0 ? '' : `, ${damaged} do not open`}.`,
    );
  terminal.result(view);
}

function day(ms: number): string {
  return new Date(ms).toISOString().slice(0, 10);
}
