import type { Command } from 'commander';
import { Problem } from '../../../shared/domain/index.ts';
import type { KeysView, ProgressView, VerbInput } from '../../../shared/ipc/index.ts';
import { typedPath, type Client } from '../client.ts';
import type { Passwords } from '../passwords.ts';
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

  const custody = keys
    .command('custody')
    .description('what opens the content keys beside a password: nothing, a key file, or a token');

  custody
    .command('show')
    .description('where the content keys lie now')
    .action(async (_: unknown, command: Command) => {
      await atWork(command, async ({ client, terminal }) => {
        const view = await client.call('keys.get', {});
        terminal.say(custodyIn(view));
        terminal.result(view.custody);
      });
    });

  custody
    .command('move <to>')
    .description(
      'move them to `passwords`, `key-file` or `token`; PINs are further lines of the password file',
    )
    .option('--file <file>', 'with key-file: where it goes, on a removable medium')
    .option('--module <file>', 'with token: its PKCS#11 library')
    .option('--token <label>', 'with token: how it names itself')
    .requiredOption('--reason <text>', 'why')
    .action(async (to: string, options: MoveOptions, command: Command) => {
      const target = TARGETS[to];
      if (target === undefined)
        throw new Problem('wrong_usage', '`move` is to `passwords`, `key-file` or `token`');
      await atWork(command, async ({ client, terminal, passwords, options: common }) => {
        const password = await passwords.get(String(common.user));
        const args = { to: target, reason: options.reason, password };
        const view = await moved(client, passwords, args, options);
        if (view === null) return;
        terminal.say(custodyIn(view));
        if (target !== 'passwords')
          terminal.say('Without it only recovery sheets bring access to content back: make them now.');
        terminal.result(view.custody);
      });
    });

  keys
    .command('ask')
    .description('as an administrator: ask those who hold the content keys to change them')
    .requiredOption('--reason <text>', 'why')
    .action(async (options: { reason: string }, command: Command) => {
      await atWork(command, async ({ client, terminal }) => {
        const view = await client.call('keys.ask', options);
        terminal.say('Recorded: compliance officers see it on the screen Recovery.');
        terminal.result(view);
      });
    });
}

interface MoveOptions {
  readonly file?: string;
  readonly module?: string;
  readonly token?: string;
  readonly reason: string;
}

const TARGETS: Readonly<Record<string, KeysView['custody']['kind'] | undefined>> = {
  passwords: 'passwords',
  'key-file': 'key_file',
  token: 'token',
};

async function moved(
  client: Client,
  passwords: Passwords,
  args: VerbInput<'keys.moveCustody'>,
  { file, module, token: tokenLabel }: MoveOptions,
): Promise<KeysView | null> {
  switch (args.to) {
    case 'passwords':
      return client.call('keys.moveCustody', args);
    case 'key_file':
      if (file === undefined)
        throw new Problem('wrong_usage', 'a key file goes somewhere', 'Name the place with --file.');
      return client.withFile('save', typedPath(file), () => client.call('keys.moveCustody', args));
    case 'token': {
      if (module === undefined || tokenLabel === undefined)
        throw new Problem(
          'wrong_usage',
          'a token has a library and a label',
          'Name them with --module and --token.',
        );
      // The PIN of a token that the keys lie under now stands before that of the next.
      const line = client.status.custody?.kind === 'token' ? 2 : 1;
      const pin = await passwords.get(`the token ${tokenLabel} (its PIN)`, line);
      return client.withFile('open', typedPath(module), () =>
        client.call('keys.moveCustody', { ...args, tokenLabel, pin }),
      );
    }
  }
}

function custodyIn({ custody }: KeysView): string {
  const said =
    custody.sinceMs === undefined ? '' : ` (since ${day(custody.sinceMs)}, by ${custody.by ?? 'somebody'})`;
  switch (custody.kind) {
    case 'passwords':
      return 'The content keys open with the passwords of those who hold them.';
    case 'key_file':
      return `The content keys open with a password and the key file ${custody.name ?? ''}${said}.`;
    case 'token':
      return `The content keys open with a password and the token ${custody.name ?? ''}${said}.`;
  }
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
  terminal.say(custodyIn(view));
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
