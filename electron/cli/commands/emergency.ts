import { readFile } from 'node:fs/promises';
import type { Command } from 'commander';
import {
  CallId,
  DatasetId,
  EMERGENCY_MINUTES,
  EMERGENCY_REASONS,
  Problem,
  RunId,
  type EmergencyReason,
  type EmergencyScope,
} from '../../../shared/domain/index.ts';
import type { EmergencyView } from '../../../shared/ipc/index.ts';
import { typedPath } from '../client.ts';
import { askHidden, table, type Terminal } from '../terminal.ts';
import { atWork } from './context.ts';
import { personNamed } from './people-names.ts';
import { addEmergencyReviewCommands } from './emergency-review.ts';

const ROWS_AT_ONCE = 50;

/** Breaking the glass. Codes and words of one's own come from a file or a prompt, never from an argument. */
export function addEmergencyCommands(program: Command): void {
  const admin = program.command('admin').description('what is done in the name of the whole workspace');
  const glass = admin
    .command('break-glass')
    .description(
      'emergency access: one table or one run, for a while, with the code from the sealed envelope',
    );

  glass
    .command('status')
    .description('the envelope, who used it, and what waits for a review')
    .action(async (_: unknown, command: Command) => {
      await atWork(command, async ({ client, terminal }) => {
        show(await client.call('emergency.get', {}), terminal);
      });
    });

  glass
    .command('begin')
    .description('break the glass; compliance is told at once, and everything you open is on record')
    .option('--dataset <id>', 'the one table that you need')
    .option('--run <id>', 'or the one run')
    .requiredOption('--reason <word>', `why: ${EMERGENCY_REASONS.join(', ')}`)
    .option('--minutes <count>', 'how long', String(EMERGENCY_MINUTES.usual))
    .option('--note-file <file>', 'what happened, in your own words; asked for unless given')
    .option('--code-file <file>', 'the letters, one paper in each line; asked for unless given')
    .action(async (options: BeginOptions, command: Command) => {
      await atWork(command, async ({ client, terminal, passwords, options: common }) => {
        const scope = scopeOf(options);
        const reason = reasonNamed(options.reason);
        const { envelope } = await client.call('emergency.get', {});
        const papers = await readCodes(options.codeFile, envelope.papers ?? 1);
        const note =
          options.noteFile === undefined
            ? await askHidden('What happened (kept with the patients’ data, never in the journal): ')
            : await readText(options.noteFile);
        const password = await passwords.get(String(common.user));
        const view = await client.call('emergency.begin', {
          ...{ reason, note: note.trim(), scope, papers, password, minutes: Number(options.minutes) },
        });
        terminal.say(
          `Open until ${time(view.mine?.endsAtMs ?? 0)}. Keep the code: each command asks for it.`,
        );
        terminal.say('A compliance officer reviews this; until then every report says so on its first page.');
        terminal.result(view);
      });
    });

  glass
    .command('drill')
    .description('go the same way and open nothing; the result is on record and in reports')
    .option('--reason <word>', `as if: ${EMERGENCY_REASONS.join(', ')}`, 'other')
    .option('--code-file <file>', 'the letters, one paper in each line; asked for unless given')
    .action(async (options: { reason: string; codeFile?: string }, command: Command) => {
      await atWork(command, async ({ client, terminal }) => {
        const { envelope } = await client.call('emergency.get', {});
        const papers = await readCodes(options.codeFile, envelope.papers ?? 1);
        const view = await client.call('emergency.drill', { reason: reasonNamed(options.reason), papers });
        terminal.say('The code is good. Nothing was opened. Seal it again.');
        const [last] = view.drills;
        if (last?.taken === false) terminal.say('The log of the operating system did not take the alarm.');
        terminal.result(view.drills);
      });
    });

  glass
    .command('rows')
    .description('read rows of the table that was opened')
    .requiredOption('--dataset <id>', 'which')
    .option('--version <number>', 'which version; the newest unless told')
    .option('--offset <count>', 'rows to pass over', '0')
    .option('--limit <count>', 'rows to read', String(ROWS_AT_ONCE))
    .option('--code-file <file>', 'the letters, one paper in each line; asked for unless given')
    .action(async (options: RowsOptions, command: Command) => {
      await atWork(command, async ({ client, terminal }) => {
        await resume(client, options.codeFile);
        const dataset = DatasetId.parse(options.dataset);
        const version = options.version === undefined ? undefined : Number(options.version);
        const about = await client.call('emergency.describeTable', {
          dataset,
          ...(version !== undefined && { version }),
        });
        const rows = await client.call('emergency.getRows', {
          ...{
            dataset,
            version: about.version,
            offset: Number(options.offset),
            limit: Number(options.limit),
          },
        });
        for (const line of table([rows.columns, ...rows.rows.map((row) => row.map((cell) => cell ?? ''))]))
          terminal.say(line);
        terminal.result(rows);
      });
    });

  glass
    .command('prompt <run> <call>')
    .description('read what was said to the model in one call of the run that was opened')
    .option('--code-file <file>', 'the letters, one paper in each line; asked for unless given')
    .action(async (run: string, call: string, options: { codeFile?: string }, command: Command) => {
      await atWork(command, async ({ client, terminal }) => {
        await resume(client, options.codeFile);
        const said = await client.call('emergency.getPrompt', {
          ...{ run: RunId.parse(run), call: CallId.parse(call) },
        });
        terminal.say(said.prompt);
        terminal.say();
        terminal.say(said.answer);
        terminal.result(said);
      });
    });

  glass
    .command('end <entry>')
    .description('end an access before its time; the entry is the one that says it began')
    .action(async (entry: string, _: unknown, command: Command) => {
      await atWork(command, async ({ client, terminal }) => {
        const view = await client.call('emergency.end', { began: Number(entry) });
        terminal.say('Ended. It waits for its review.');
        terminal.result(view);
      });
    });

  glass
    .command('make')
    .description('make a new envelope, one PDF for each paper; the one before opens nothing any more')
    .requiredOption('--out <file>', 'name of the PDF')
    .option('--second-person', 'two papers, so that a second person has to be there', false)
    .requiredOption(
      '--witness <name>',
      'who stands by; their password is the second line of the password file',
    )
    .option('--witness-code <code>', 'of the authenticator of who stands by, where they have one')
    .requiredOption('--reason <text>', 'why')
    .action(async (options: MakeOptions, command: Command) => {
      await atWork(command, async ({ client, terminal, passwords, options: common }) => {
        const password = await passwords.get(String(common.user));
        const witnessPassword = await passwords.get(options.witness, 1);
        const made = await client.withFile('save', typedPath(options.out), () =>
          client.call('emergency.makeEnvelope', {
            ...{ papers: options.secondPerson ? 2 : 1, reason: options.reason, password },
            ...{ witness: personNamed(client, options.witness), witnessPassword },
            ...(options.witnessCode !== undefined && { witnessCode: options.witnessCode }),
          }),
        );
        if (made === null) return;
        for (const file of made.files) terminal.say(`Wrote ${file}`);
        terminal.say('It is the code, in clear: print it, seal it, put it in the safe, destroy the file.');
        terminal.result(made);
      });
    });

  glass
    .command('void')
    .description('take the envelope away: its code opens nothing any more')
    .requiredOption('--reason <text>', 'why')
    .action(async ({ reason }: { reason: string }, command: Command) => {
      await atWork(command, async ({ client, terminal, passwords, options: common }) => {
        const password = await passwords.get(String(common.user));
        const view = await client.call('emergency.voidEnvelope', { reason, password });
        terminal.say('The code opens nothing any more.');
        terminal.result(view.envelope);
      });
    });

  addEmergencyReviewCommands(glass);
}

interface BeginOptions {
  readonly dataset?: string;
  readonly run?: string;
  readonly reason: string;
  readonly minutes: string;
  readonly noteFile?: string;
  readonly codeFile?: string;
}

interface RowsOptions {
  readonly dataset: string;
  readonly version?: string;
  readonly offset: string;
  readonly limit: string;
  readonly codeFile?: string;
}

interface MakeOptions {
  readonly out: string;
  readonly secondPerson: boolean;
  readonly witness: string;
  readonly witnessCode?: string;
  readonly reason: string;
}

/** A command is a session of its own: the code goes on with what it began. */
async function resume(
  client: Parameters<typeof personNamed>[0],
  codeFile: string | undefined,
): Promise<void> {
  const { envelope } = await client.call('emergency.get', {});
  await client.call('emergency.resume', { papers: await readCodes(codeFile, envelope.papers ?? 1) });
}

async function readCodes(file: string | undefined, papers: number): Promise<string[]> {
  if (file !== undefined) return (await readText(file)).split(/\r?\n/).filter((line) => line.trim() !== '');
  const codes: string[] = [];
  for (let at = 1; at <= papers; at += 1)
    codes.push(await askHidden(papers === 1 ? 'Emergency code: ' : `Emergency code of paper ${at}: `));
  return codes;
}

async function readText(file: string): Promise<string> {
  return readFile(typedPath(file), 'utf8').catch(() => {
    throw new Problem(
      'not_found',
      `the file \`${file}\` cannot be read`,
      'Check the path and its permissions.',
    );
  });
}

/** @throws Problem `wrong_usage` unless exactly one of both is named */
function scopeOf({ dataset, run }: BeginOptions): EmergencyScope {
  if (dataset !== undefined && run === undefined)
    return { kind: 'dataset', dataset: DatasetId.parse(dataset) };
  if (run !== undefined && dataset === undefined) return { kind: 'run', run: RunId.parse(run) };
  throw new Problem(
    'wrong_usage',
    'name the one table or the one run that you need',
    'Use --dataset <id> or --run <id>; swarm datasets list and swarm runs list show them.',
  );
}

function reasonNamed(text: string): EmergencyReason {
  const reason = EMERGENCY_REASONS.find((candidate) => candidate === text);
  if (reason !== undefined) return reason;
  throw new Problem(
    'wrong_usage',
    `\`${text}\` is no reason that is known`,
    `Use one of: ${EMERGENCY_REASONS.join(', ')}.`,
  );
}

function show(view: EmergencyView, terminal: Terminal): void {
  const { envelope, uses, drills } = view;
  if (envelope.state === 'none')
    terminal.say('There is no emergency envelope: at night only content holders open content.');
  if (envelope.state === 'good')
    terminal.say(
      `Envelope ${envelope.set ?? ''} is good, ${envelope.papers === 2 ? 'two papers' : 'one paper'}, made ${time(envelope.madeAtMs ?? 0)} by ${envelope.madeBy ?? ''}, witnessed by ${envelope.witnessedBy ?? ''}.`,
    );
  if (envelope.state === 'void') terminal.say('The envelope was used and is void until its use is reviewed.');
  if (view.mine !== undefined)
    terminal.say(`Yours is open for another ${Math.ceil(view.mine.leftMs / 60_000)} minutes.`);
  for (const use of uses) {
    const state =
      use.review !== undefined
        ? `reviewed by ${use.review.by}: ${use.review.judgement.replace('_', ' ')}`
        : use.ended === undefined
          ? 'in use'
          : `${use.ended.how.replaceAll('_', ' ')}, not reviewed`;
    terminal.say(
      `#${use.began} ${time(use.beganAtMs)} ${use.person}, ${use.reason.replace('_', ' ')}, one ${use.scope.kind}, ${use.looks.length} looks: ${state}`,
    );
  }
  const [drill] = drills;
  if (drill !== undefined)
    terminal.say(`Last drill ${time(drill.wallMs)} by ${drill.person}: ${drill.good ? 'good' : 'not good'}.`);
  terminal.result(view);
}

function time(ms: number): string {
  return new Date(ms).toISOString().slice(0, 16).replace('T', ' ');
}
