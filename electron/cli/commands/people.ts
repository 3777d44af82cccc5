import type { Command } from 'commander';
import { MAX_DEPUTY_DAYS, Problem, Role } from '../../../shared/domain/index.ts';
import { ChangeOfPerson, type PeopleView } from '../../../shared/ipc/index.ts';
import { table, type Terminal } from '../terminal.ts';
import { ceremonyLines } from '../ceremony-lines.ts';
import { addAccountCommands } from './accounts.ts';
import { atWork } from './context.ts';

interface ProposeOptions {
  readonly change: string;
  readonly role?: string;
  readonly reason: string;
}

/** Who may sign in. Passwords come from the password file, line by line: one's own first, then the new one. */
export function addPeopleCommands(program: Command): void {
  const people = program.command('people').description('who may sign in, and how that changes');

  people
    .command('list')
    .description('people, proposed changes, and who left')
    .action(async (_: unknown, command: Command) => {
      await atWork(command, async ({ client, terminal }) => {
        show(await client.call('people.list', {}), terminal);
      });
    });

  people
    .command('propose <name>')
    .description('propose a newcomer or a change; the new password is the second line of the password file')
    .option('--change <word>', ChangeOfPerson.options.join(', '), 'new')
    .option('--role <role>', 'for a newcomer, another role, or a return')
    .requiredOption('--reason <text>', 'why')
    .action(async (name: string, options: ProposeOptions, command: Command) => {
      await atWork(command, async ({ client, terminal, passwords, options: common }) => {
        const change = readWord(ChangeOfPerson, options.change, 'change');
        const list = await client.call('people.list', {});
        const known = change === 'new' ? undefined : find([...list.people, ...list.former], name);
        const role = options.role === undefined ? known?.role : readWord(Role, options.role, 'role');
        if (role === undefined) throw new Problem('wrong_usage', 'say which role', 'Add --role.');
        const password = await passwords.get(String(common.user));
        const newPassword = await passwords.get(name, 1);
        const about = known === undefined ? { name } : { person: known.id };
        const view = await client.call('people.propose', {
          ...{ change, role, reason: options.reason, password, newPassword },
          ...about,
        });
        show(view, terminal);
      });
    });

  for (const [word, verb, text] of [
    ['decline', 'people.decline', 'take a proposed change back'],
    ['remove', 'people.remove', 'shut a person out'],
  ] as const)
    people
      .command(`${word} <name>`)
      .description(text)
      .requiredOption('--reason <text>', 'why')
      .action(async (name: string, { reason }: { reason: string }, command: Command) => {
        await atWork(command, async ({ client, terminal, passwords, options: common }) => {
          const list = await client.call('people.list', {});
          const person = word === 'decline' ? find(list.proposals, name).id : find(list.people, name).id;
          const password = await passwords.get(String(common.user));
          show(await client.call(verb, { person, reason, password }), terminal);
        });
      });

  people
    .command('agree <name>')
    .description('agree to a proposed change; a content holder gives the content keys by it')
    .action(async (name: string, _: unknown, command: Command) => {
      await atWork(command, async ({ client, terminal, passwords, options: common }) => {
        const person = find((await client.call('people.list', {})).proposals, name).id;
        const password = await passwords.get(String(common.user));
        show(await client.call('people.agree', { person, password }), terminal);
      });
    });

  people
    .command('deputy <name>')
    .description('propose that somebody stands in for a role; it ends by itself')
    .requiredOption('--role <role>', 'the role to stand in for')
    .requiredOption('--reason <text>', 'why')
    .option('--days <number>', `for how long, at most ${MAX_DEPUTY_DAYS}`, '14')
    .action(async (name: string, own: { role: string; reason: string; days: string }, command: Command) => {
      await atWork(command, async ({ client, terminal, passwords, options: common }) => {
        const person = find((await client.call('people.list', {})).people, name).id;
        const role = readWord(Role, own.role, 'role');
        const password = await passwords.get(String(common.user));
        const asked = { person, role, days: Number(own.days), reason: own.reason, password };
        show(await client.call('people.proposeDeputy', asked), terminal);
      });
    });

  people
    .command('end-deputy <name>')
    .description('end the time in which somebody stands in')
    .requiredOption('--reason <text>', 'why')
    .action(async (name: string, { reason }: { reason: string }, command: Command) => {
      await atWork(command, async ({ client, terminal, passwords, options: common }) => {
        const person = find((await client.call('people.list', {})).people, name).id;
        const password = await passwords.get(String(common.user));
        show(await client.call('people.endDeputy', { person, reason, password }), terminal);
      });
    });

  people
    .command('ceremonies')
    .description('what people do together about keys: what is under way, and whose turn it is')
    .action(async (_: unknown, command: Command) => {
      await atWork(command, async ({ client, terminal }) => {
        const list = await client.call('ceremonies.list', {});
        for (const line of ceremonyLines(list)) terminal.say(line);
        terminal.result(list);
      });
    });

  addSecondFactorCommands(people);
  addAccountCommands(people);

  people
    .command('password')
    .description('change your own password; the new one is the second line of the password file')
    .action(async (_: unknown, command: Command) => {
      await atWork(command, async ({ client, terminal, passwords, options: common }) => {
        const password = await passwords.get(String(common.user));
        const newPassword = await passwords.get('the new password', 1);
        terminal.result(await client.call('people.changePassword', { password, newPassword }));
        terminal.say('Changed.');
      });
    });
}

function addSecondFactorCommands(people: Command): void {
  const factor = people
    .command('second-factor')
    .description('codes of an authenticator beside your password');

  factor
    .command('enrol')
    .description('get a secret for your authenticator, then type the code that it shows')
    .action(async (_: unknown, command: Command) => {
      await atWork(command, async ({ client, terminal, passwords, options }) => {
        const password = await passwords.get(String(options.user));
        const { secret, uri } = await client.call('people.offerSecondFactor', { password });
        terminal.say(`Type this into your authenticator: ${secret.match(/.{4}/g)?.join(' ') ?? secret}`);
        terminal.say(uri);
        const code = await passwords.get('the authenticator (its code)', 1);
        const enrolled = await client.call('people.enrolSecondFactor', { password, code });
        terminal.say('Enrolled. These recovery codes are shown this once; keep them on paper, locked away:');
        for (const each of enrolled.recoveryCodes) terminal.say(`  ${each}`);
        terminal.result(enrolled);
      });
    });

  factor
    .command('remove <code>')
    .description('take your second factor away; with a code of it, or a recovery code')
    .action(async (code: string, _: unknown, command: Command) => {
      await atWork(command, async ({ client, terminal, passwords, options }) => {
        const password = await passwords.get(String(options.user));
        terminal.result(await client.call('people.removeSecondFactor', { password, code }));
        terminal.say('Removed.');
      });
    });
}

function show(view: PeopleView, terminal: Terminal): void {
  const rows = [
    ...view.proposals.map((each) => ['proposed', each.name, each.role, `${each.change}; ${each.why}`]),
    ...view.people.map((each) => [
      each.lockedOutAtMs === undefined ? 'active' : 'locked out',
      each.name,
      each.role,
      [
        ...(each.holdsContent ? ['holds the content keys'] : []),
        ...(each.deputy === undefined
          ? []
          : [
              `stands in for ${each.deputy.role} until ${new Date(each.deputy.untilMs).toISOString().slice(0, 10)}`,
            ]),
        ...(each.recoveryCodesLeft === undefined ? [] : ['second factor']),
      ].join(', '),
    ]),
    ...view.former.map((each) => ['left', each.name, each.role, '']),
  ];
  for (const line of table([['state', 'person', 'role', ''], ...rows])) terminal.say(line);
  terminal.result(view);
}

function find<Person extends { readonly name: string }>(people: readonly Person[], name: string): Person {
  const wanted = name.normalize('NFC').trim().toLowerCase();
  const person = people.find((each) => each.name.toLowerCase() === wanted);
  if (person !== undefined) return person;
  throw new Problem('not_found', `nobody of that name: \`${name}\``, 'See them all: swarm people list');
}

function readWord<Word extends string>(
  schema: {
    safeParse(text: string): { success: boolean; data?: Word | undefined };
    options: readonly Word[];
  },
  text: string,
  what: string,
): Word {
  const read = schema.safeParse(text);
  if (read.success && read.data !== undefined) return read.data;
  throw new Problem('wrong_usage', `\`${text}\` is no ${what}`, `There are: ${schema.options.join(', ')}.`);
}
