import type { Command } from 'commander';
import { Problem, Purpose, type DatasetId, type ServiceScope } from '../../../shared/domain/index.ts';
import type { ServiceKeysView, ServiceKeyView } from '../../../shared/ipc/index.ts';
import { typedPath } from '../client.ts';
import { table, type Terminal } from '../terminal.ts';
import { atWork } from './context.ts';
import { readDatasetId } from './datasets.ts';

interface ProposeOptions {
  readonly template: string;
  readonly dataset: string;
  readonly compliance: string;
  readonly purpose: string;
  readonly profile: string;
  readonly target?: string;
  readonly reference?: string;
  readonly questions: string;
  readonly days?: string;
  readonly reason: string;
}

/** Keys for scheduled runs. One person asks, a content holder who is somebody else makes the file. */
export function addServiceKeyCommands(program: Command): void {
  const keys = program
    .command('service-keys')
    .description('keys for scheduled runs: one pipeline on one dataset, made by two people, for a time');

  keys
    .command('list')
    .description('every key, its scope, who asked and who made it, when it was last used')
    .action(async (_: unknown, command: Command) => {
      await atWork(command, async ({ client, terminal }) => {
        show(terminal, await client.call('serviceKeys.list', {}));
      });
    });

  keys
    .command('propose <name>')
    .description('ask for a key; somebody else who holds the content keys makes it')
    .requiredOption('--template <name>', 'the one pipeline that it runs')
    .requiredOption('--dataset <id>', 'the one dataset that it runs on')
    .requiredOption('--compliance <profile>', 'compliance profile, such as hipaa')
    .requiredOption('--purpose <word>', `what it is for: ${Purpose.options.join(', ')}`)
    .requiredOption('--reason <text>', 'why; recorded')
    .option('--profile <word>', 'de-identification: strict or limited', 'strict')
    .option('--target <column>', 'the outcome column, for the search for leakage')
    .option('--reference <code>', 'the data use agreement (limited)')
    .option('--questions <word>', 'what policy would ask a person: wait or deny', 'wait')
    .option('--days <number>', 'how long it is good for; 90 unless told, less where the profile says so')
    .action(async (name: string, options: ProposeOptions, command: Command) => {
      const scope = readScope(options);
      const days = options.days === undefined ? {} : { days: readDays(options.days) };
      await atWork(command, async ({ client, terminal, passwords, options: common }) => {
        const password = await passwords.get(String(common.user));
        const asked = { name, scope, ...days, reason: options.reason, password };
        show(terminal, await client.call('serviceKeys.propose', asked));
      });
    });

  for (const [word, verb, text] of [
    ['create', 'serviceKeys.make', 'agree to a key that somebody else asked for, and write its file'],
    ['rotate', 'serviceKeys.rotate', 'write a new file for a key; the file before opens nothing any more'],
  ] as const)
    keys
      .command(`${word} <key>`)
      .description(`${text}; shown this once`)
      .requiredOption('--out <file>', 'where the key file goes; readable by you alone')
      .action(async (given: string, { out }: { out: string }, command: Command) => {
        await atWork(command, async ({ client, terminal, passwords, options: common }) => {
          const key = find(await client.call('serviceKeys.list', {}), given).id;
          const password = await passwords.get(String(common.user));
          const made = await client.withFile('save', typedPath(out), () =>
            client.call(verb, { key, password }),
          );
          if (made === null) return;
          terminal.say(
            `Wrote ${made.file}. It counts on this workstation alone, and nothing shows it again.`,
          );
          terminal.say(`Run by it: swarm pipelines run --service-key ${made.file}`);
          terminal.result(made);
        });
      });

  for (const [word, verb, text] of [
    ['decline', 'serviceKeys.decline', 'refuse a key that was asked for'],
    ['revoke', 'serviceKeys.revoke', 'take a key away: its file opens nothing any more'],
  ] as const)
    keys
      .command(`${word} <key>`)
      .description(text)
      .requiredOption('--reason <text>', 'why; recorded')
      .action(async (given: string, { reason }: { reason: string }, command: Command) => {
        await atWork(command, async ({ client, terminal, passwords, options: common }) => {
          const key = find(await client.call('serviceKeys.list', {}), given).id;
          const password = await passwords.get(String(common.user));
          show(terminal, await client.call(verb, { key, reason, password }));
        });
      });
}

function show(terminal: Terminal, view: ServiceKeysView): void {
  if (view.keys.length === 0) terminal.say('No service keys. Ask for one: swarm service-keys propose --help');
  else {
    const rows = view.keys.map((key) => [
      key.id.slice(0, 8),
      key.name,
      key.state,
      key.scope.template,
      key.table ?? key.scope.dataset.slice(0, 8),
      day(key.expiresAtMs),
      day(key.lastUsedAtMs),
      String(key.uses),
      key.proposedBy,
      key.madeBy === undefined ? '' : `${key.madeBy}${key.makerHasLeft ? ' (has left)' : ''}`,
    ]);
    const head = [
      'key',
      'name',
      'state',
      'pipeline',
      'table',
      'until',
      'last used',
      'uses',
      'asked by',
      'made by',
    ];
    for (const line of table([head, ...rows], [7])) terminal.say(line);
  }
  terminal.result(view);
}

function day(ms: number | undefined): string {
  return ms === undefined ? '' : new Date(ms).toISOString().slice(0, 10);
}

/** By id, the first characters of it, or name. @throws Problem `not_found` */
function find({ keys }: ServiceKeysView, given: string): ServiceKeyView {
  const wanted = given.normalize('NFC').trim().toLowerCase();
  const found = keys.filter(
    ({ id, name }) => name.toLowerCase() === wanted || (wanted.length >= 8 && id.startsWith(wanted)),
  );
  const [key] = found;
  if (key !== undefined && found.length === 1) return key;
  throw new Problem(
    'not_found',
    found.length === 0 ? `there is no service key \`${given}\`` : `more than one is called \`${given}\``,
    'List them and name one by its key: swarm service-keys list',
  );
}

function readScope(options: ProposeOptions): ServiceScope {
  const purpose = Purpose.options.find((word) => word === options.purpose);
  const { profile, questions } = options;
  if (purpose === undefined)
    throw new Problem(
      'wrong_usage',
      'there is no such purpose',
      `Use one of: ${Purpose.options.join(', ')}.`,
    );
  if (profile !== 'strict' && profile !== 'limited')
    throw new Problem('wrong_usage', 'a service key runs under `strict` or `limited`', 'Use one of them.');
  if (questions !== 'wait' && questions !== 'deny')
    throw new Problem('wrong_usage', 'questions are left to `wait`, or answered `deny`', 'Use one of them.');
  const dataset: DatasetId = readDatasetId(options.dataset);
  return {
    ...{ template: options.template, dataset, purpose, deidProfile: profile, questions },
    complianceProfile: options.compliance,
    ...(options.target === undefined ? {} : { target: options.target }),
    ...(options.reference === undefined ? {} : { reference: options.reference }),
  };
}

function readDays(text: string): number {
  const days = Number(text);
  if (Number.isInteger(days) && days > 0) return days;
  throw new Problem('wrong_usage', `\`${text}\` is no number of days`, 'Days count from 1.');
}
