import { readFile } from 'node:fs/promises';
import type { Command } from 'commander';
import { Problem } from '../../../shared/domain/index.ts';
import type { RecoveryView } from '../../../shared/ipc/index.ts';
import { typedPath } from '../client.ts';
import { askHidden, type Terminal } from '../terminal.ts';
import { atWork } from './context.ts';
import { personNamed } from './people-names.ts';

interface MakeOptions {
  readonly out: string;
  readonly sheets: string;
  readonly needed: string;
  readonly witness: string;
  readonly witnessCode?: string;
  readonly reason: string;
}

/** Sealed sheets of paper: the one other way in. Letters come from a file or a prompt, never an argument. */
export function addRecoveryCommands(program: Command): void {
  const recovery = program.command('recovery').description('sealed sheets, the one other way in');

  recovery
    .command('status')
    .description('which sheets are good, and when they were last tried')
    .action(async (_: unknown, command: Command) => {
      await atWork(command, async ({ client, terminal }) => {
        show(await client.call('recovery.get', {}), terminal);
      });
    });

  recovery
    .command('make')
    .description('make a new set, one PDF for each sheet; the sheets before open nothing any more')
    .requiredOption('--out <file>', 'name of the PDFs; each gets its number behind it')
    .option('--sheets <count>', 'how many are made', '3')
    .option('--needed <count>', 'how many are needed together', '2')
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
          client.call('recovery.makeSheets', {
            ...{ count: Number(options.sheets), threshold: Number(options.needed), reason: options.reason },
            ...{ witness: personNamed(client, options.witness), password, witnessPassword },
            ...(options.witnessCode !== undefined && { witnessCode: options.witnessCode }),
          }),
        );
        if (made === null) return;
        for (const file of made.files) terminal.say(`Wrote ${file}`);
        terminal.say('They are the keys, in clear: print and seal each, then destroy the files.');
        terminal.result(made);
      });
    });

  recovery
    .command('drill')
    .description(
      'try sheets: each against what was made; the key is put together only where enough are given',
    )
    .option('--sheet-file <file>', 'the letters, one sheet in each line; asked for unless given')
    .action(async ({ sheetFile }: { sheetFile?: string }, command: Command) => {
      await atWork(command, async ({ client, terminal }) => {
        const sheets = await readSheets(sheetFile, 1);
        const { sheets: found, opened, state } = await client.call('recovery.drill', { sheets });
        for (const [index, { number, good, problem }] of found.entries())
          terminal.say(
            good ? `Sheet ${number} is good.` : `Sheet typed as ${index + 1}: ${problem ?? 'not good'}`,
          );
        if (opened) terminal.say('Together they open the workspace; what they opened was wiped at once.');
        terminal.result({ sheets: found, opened, untried: state.untried });
        if (found.some(({ good }) => !good))
          throw new Problem(
            'check_failed',
            'not every sheet is good',
            'Make new sheets, and destroy the old.',
          );
      });
    });

  recovery
    .command('use <name>')
    .description('give a person a new password by sheets; the password file holds the new one')
    .option('--sheet-file <file>', 'the letters, one sheet in each line; asked for unless given')
    .option('--medium-lost', 'the key file or token is lost: passwords alone open the content keys again')
    .requiredOption('--reason <text>', 'why')
    .action(
      async (
        name: string,
        options: { sheetFile?: string; mediumLost?: boolean; reason: string },
        command: Command,
      ) => {
        await atWork(
          command,
          async ({ client, terminal, passwords }) => {
            const { recovery: known } = client.status;
            const sheets = await readSheets(options.sheetFile, known?.threshold ?? 2);
            const newPassword = await passwords.get(`${name}, the new one`);
            const person = personNamed(client, name);
            const status = await client.call('recovery.use', {
              ...{ person, newPassword, sheets, reason: options.reason },
              ...(options.mediumLost === true && { leavesCustody: true }),
            });
            terminal.say(
              `${name} can sign in with the new password. The sheets have been seen: make new ones.`,
            );
            terminal.result({ workspace: status.workspace });
          },
          { signIn: false },
        );
      },
    );
}

function show(view: RecoveryView, terminal: Terminal): void {
  const { sheets, drills, untried } = view;
  if (sheets === undefined)
    terminal.say('No sheets were made. If nobody can sign in, the content stays shut for good.');
  else {
    terminal.say(
      `Set ${sheets.set}: ${sheets.threshold} of ${sheets.count} sheets, made ${day(sheets.madeAtMs)} by ${sheets.madeBy}, witnessed by ${sheets.witnessedBy}.`,
    );
    if (sheets.usedAtMs !== undefined) terminal.say(`Used ${day(sheets.usedAtMs)}: make new ones.`);
    for (const drill of drills)
      terminal.say(`Tried ${day(drill.wallMs)} by ${drill.person}: good ${drill.good.join(', ') || 'none'}.`);
    if (untried.length > 0) terminal.say(`Not tried in the last year: ${untried.join(', ')}.`);
  }
  terminal.say(`Report signer's root: SHA-256 ${view.rootSha256}`);
  terminal.result(view);
}

async function readSheets(file: string | undefined, atLeast: number): Promise<string[]> {
  if (file === undefined) {
    const sheets: string[] = [];
    for (let at = 1; at <= atLeast; at += 1) sheets.push(await askHidden(`Letters of sheet ${at}: `));
    return sheets;
  }
  const text = await readFile(typedPath(file), 'utf8').catch(() => {
    throw new Problem(
      'not_found',
      `the file \`${file}\` cannot be read`,
      'Check the path and its permissions.',
    );
  });
  return text.split(/\r?\n/).filter((line) => line.trim() !== '');
}

function day(ms: number): string {
  return new Date(ms).toISOString().slice(0, 16).replace('T', ' ');
}
