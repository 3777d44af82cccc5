import type { Command } from 'commander';
import { Problem } from '../../../shared/domain/index.ts';
import type { DeviceView, SecretPlace } from '../../../shared/ipc/index.ts';
import { table, type Terminal } from '../terminal.ts';
import { atWork } from './context.ts';

const PLACE_WORDS: Readonly<Record<SecretPlace, string>> = {
  file: 'a file of this account, which is weaker',
  keychain: 'the key store of the system',
};

/** The secret of this workstation, and the users of its system who open the workspace by it. */
export function addDeviceCommands(program: Command): void {
  const device = program
    .command('device')
    .description('the secret of this workstation, and which of its users were let in');

  device
    .command('show')
    .description('where the secret lies, who was let in, and who asks')
    .action(async (_: unknown, command: Command) => {
      await atWork(command, async ({ client, terminal }) => {
        show(await client.call('device.get', {}), terminal);
      });
    });

  device
    .command('ask')
    .description('ask to be let in, as the user of the system that you are now; nobody signs in for it')
    .action(async (_: unknown, command: Command) => {
      await atWork(
        command,
        async ({ client, terminal }) => {
          const asked = await client.call('device.ask', {});
          terminal.say(`Asked as \`${asked.name}\`. Read this code out to who lets you in: ${asked.code}`);
          terminal.say('They sign in under their own user of this workstation: swarm device admit');
          terminal.result(asked);
        },
        { signIn: false },
      );
    });

  device
    .command('admit <code>')
    .description('let the user in who reads this code out')
    .requiredOption('--reason <text>', 'why')
    .option('--account <id>', 'which one, where several ask')
    .action(async (code: string, options: { reason: string; account?: string }, command: Command) => {
      await atWork(command, async ({ client, terminal, passwords, options: common }) => {
        const { asking } = await client.call('device.get', {});
        const account = options.account ?? (asking.length === 1 ? asking[0]?.id : undefined);
        if (account === undefined)
          throw new Problem(
            'wrong_usage',
            asking.length === 0 ? 'nobody asks to be let in' : 'several users ask to be let in',
            'See them: swarm device show. Name one with --account.',
          );
        const password = await passwords.get(String(common.user));
        const { reason } = options;
        show(await client.call('device.admit', { account, code, reason, password }), terminal);
      });
    });

  device
    .command('dismiss <account>')
    .description('turn a user away who asks')
    .requiredOption('--reason <text>', 'why')
    .action(async (account: string, { reason }: { reason: string }, command: Command) => {
      await atWork(command, async ({ client, terminal }) => {
        show(await client.call('device.dismiss', { account, reason }), terminal);
      });
    });

  device
    .command('shut-out <account>')
    .description('shut a user out who was let in')
    .requiredOption('--reason <text>', 'why')
    .action(async (account: string, { reason }: { reason: string }, command: Command) => {
      await atWork(command, async ({ client, terminal, passwords, options: common }) => {
        const password = await passwords.get(String(common.user));
        show(await client.call('device.shutOut', { account, reason, password }), terminal);
      });
    });

  device
    .command('move <place>')
    .description('make a new secret in `file` or `keychain` and take the old one away')
    .requiredOption('--reason <text>', 'why')
    .action(async (place: string, { reason }: { reason: string }, command: Command) => {
      if (place !== 'file' && place !== 'keychain')
        throw new Problem('wrong_usage', 'a place is `file` or `keychain`', 'See swarm device move --help.');
      await atWork(command, async ({ client, terminal, passwords, options: common }) => {
        const password = await passwords.get(String(common.user));
        show(await client.call('device.move', { to: place, reason, password }), terminal);
      });
    });
}

function show(view: DeviceView, terminal: Terminal): void {
  const places = view.places.map((place) => PLACE_WORDS[place]).join(', and still ');
  terminal.say(`The secret of this workstation lies in ${places === '' ? 'no place yet' : places}.`);
  if (view.keychain.state === 'weak')
    terminal.say(`This system has no key store: \`${view.keychain.name}\` is none.`);
  const rows = [
    ...view.users.map(({ id, name, own, addedBy }) => [
      id,
      name,
      own ? 'you are this one' : addedBy === undefined ? 'let in' : `let in by ${addedBy}`,
    ]),
    ...view.asking.map(({ id, name }) => [id, name, 'asks to be let in']),
  ];
  for (const line of table([['account', 'user', ''], ...rows])) terminal.say(line);
  terminal.result(view);
}
