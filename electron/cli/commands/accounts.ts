import type { Command } from 'commander';
import { Problem } from '../../../shared/domain/index.ts';
import type { AccountsView } from '../../../shared/ipc/index.ts';
import { table, type Terminal } from '../terminal.ts';
import { atWork } from './context.ts';

/** Accounts of the hospital: who signs in with one. Linking one begins in the window, where its pages are. */
export function addAccountCommands(people: Command): void {
  const accounts = people
    .command('accounts')
    .description('accounts of the hospital that stand for people here');

  accounts
    .command('list')
    .description('how this workstation signs in with hospital accounts, and which are linked')
    .action(async (_: unknown, command: Command) => {
      await atWork(command, async ({ client, terminal }) => {
        show(await client.call('accounts.list', {}), await names(client), terminal);
      });
    });

  for (const [word, verb, text] of [
    ['agree', 'accounts.agree', 'agree that an account belongs to a person, whom you know'],
    ['decline', 'accounts.decline', 'decline an account that waits; your own is taken back by it'],
  ] as const)
    accounts
      .command(`${word} <name>`)
      .description(text)
      .action(async (name: string, _: unknown, command: Command) => {
        await atWork(command, async ({ client, terminal, passwords, options }) => {
          const { proposals } = await client.call('accounts.list', {});
          const waiting = proposals.find((each) => sameName(each.name, name));
          if (waiting === undefined)
            throw new Problem(
              'not_found',
              `no account of \`${name}\` waits`,
              'See them: swarm people accounts list',
            );
          const password = await passwords.get(String(options.user));
          const view = await client.call(verb, { person: waiting.person, password });
          show(view, await names(client), terminal);
        });
      });

  accounts
    .command('unlink <name>')
    .description('take the link to a hospital account away')
    .requiredOption('--reason <text>', 'why')
    .action(async (name: string, { reason }: { reason: string }, command: Command) => {
      await atWork(command, async ({ client, terminal, passwords, options }) => {
        const known = await names(client);
        const person = [...known].find(([, each]) => sameName(each, name))?.[0];
        if (person === undefined)
          throw new Problem(
            'not_found',
            `nobody of that name: \`${name}\``,
            'See them all: swarm people list',
          );
        const password = await passwords.get(String(options.user));
        show(await client.call('accounts.unlink', { person, reason, password }), known, terminal);
      });
    });
}

type Client = Parameters<Parameters<typeof atWork>[1]>[0]['client'];
type People = ReadonlyMap<AccountsView['linked'][number]['person'], string>;

async function names(client: Client): Promise<People> {
  const { people } = await client.call('people.list', {});
  return new Map(people.map(({ id, name }) => [id, name]));
}

function sameName(one: string, other: string): boolean {
  const plain = (text: string): string => text.normalize('NFC').trim().toLowerCase();
  return plain(one) === plain(other);
}

function show(view: AccountsView, people: People, terminal: Terminal): void {
  const { provider } = view;
  terminal.say(
    provider === undefined
      ? 'Sign-in with hospital accounts is off on this workstation.'
      : `${provider.name} (${provider.origin}), ${provider.mode === 'required' ? 'required of whoever is linked' : 'beside the password alone'}.`,
  );
  const rows = [
    ...view.proposals.map((each) => ['waits', each.name, each.shown, each.why]),
    ...view.linked.map((each) => [
      'linked',
      people.get(each.person) ?? each.person,
      '',
      `by ${each.linkedBy}`,
    ]),
  ];
  if (rows.length > 0)
    for (const line of table([['state', 'person', 'account', ''], ...rows])) terminal.say(line);
  terminal.result(view);
}
