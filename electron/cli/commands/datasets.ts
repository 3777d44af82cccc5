import type { Command } from 'commander';
import { DatasetId, Problem, type DatasetSummary } from '../../../shared/domain/index.ts';
import type { Client } from '../client.ts';
import { typedPath } from '../client.ts';
import { describeLint } from '../phi/lint-words.ts';
import { bar, table, type Terminal } from '../terminal.ts';
import { sayCertificate } from './payloads.ts';
import { cancellable } from './cancellable.ts';
import { atWork } from './context.ts';
import { readProtection, sayProtection, withProtection, type ProtectionOptions } from './protection.ts';

type Delimiter = ',' | '\t' | '|' | ';';
const DELIMITERS: Record<string, Delimiter> = { comma: ',', tab: '\t', pipe: '|', semicolon: ';' };

export function addDatasetCommands(program: Command): void {
  const datasets = program.command('datasets').description('tables in the workspace');
  datasets
    .command('import <file>')
    .description('bring in a table (CSV, XLSX or Parquet)')
    .option(
      '--delimiter <name>',
      `what separates cells: ${Object.keys(DELIMITERS).join(', ')}; found out by itself`,
    )
    .action(async (file: string, options: { delimiter?: string }, command: Command) => {
      const delimiter = options.delimiter === undefined ? undefined : readDelimiter(options.delimiter);
      await atWork(command, async ({ client, terminal }) => {
        const summary = await importDataset(client, terminal, file, delimiter);
        terminal.result(summary);
      });
    });
  datasets
    .command('erase <id>')
    .description('destroy the key of a dataset for good and write a certificate; the journal still verifies')
    .requiredOption('--certificate <file>', 'where the certificate goes (PDF)')
    .requiredOption('--reason <text>', 'why; recorded')
    .option('--confirm <text>', "the dataset's first eight characters")
    .action(
      async (
        id: string,
        options: { certificate: string; reason: string; confirm?: string },
        command: Command,
      ) => {
        if (options.confirm !== id.slice(0, 8))
          throw new Problem(
            'wrong_usage',
            'erasing cannot be taken back: the key is destroyed, and with it every version of the table',
            `Confirm with --confirm ${id.slice(0, 8)}.`,
          );
        await atWork(command, async ({ client, terminal, passwords, options: common }) => {
          const dataset = readDatasetId(id);
          const password = await passwords.get(String(common.user));
          const erased = await client.withFile('save', typedPath(options.certificate), () =>
            client.call('datasets.erase', { dataset, reason: options.reason, password }),
          );
          if (erased === null) return;
          terminal.say(`Destroyed the key of dataset ${id.slice(0, 8)}.`);
          sayCertificate(terminal, erased);
          terminal.result(erased);
        });
      },
    );
  datasets
    .command('list')
    .description('what was imported, and which clear source files still wait for their fate')
    .action(async (_: unknown, command: Command) => {
      await atWork(command, async ({ client, terminal }) => {
        const list = await client.call('datasets.list', {});
        if (list.length === 0) terminal.say('No datasets yet. Bring one in: swarm datasets import FILE');
        else {
          const rows = list.map((item) => [
            item.id,
            item.table,
            String(item.version),
            item.rows.toLocaleString('en'),
            String(item.columns),
            item.sourceFate.fate,
          ]);
          for (const line of table(
            [['id', 'table', 'version', 'rows', 'columns', 'source file'], ...rows],
            [2, 3, 4],
          ))
            terminal.say(line);
        }
        terminal.result(list);
      });
    });
  datasets
    .command('damaged')
    .description('datasets whose files are damaged or whose keys do not fit')
    .action(async (_: unknown, command: Command) => {
      await atWork(command, async ({ client, terminal }) => {
        const list = await client.call('datasets.listDamaged', {});
        if (list.length === 0) terminal.say('Every dataset opens.');
        for (const { id, table: name, importedAtMs } of list) {
          const when = importedAtMs === undefined ? '' : `, imported ${new Date(importedAtMs).toISOString()}`;
          terminal.say(`${id}  ${name ?? 'not named in the journal'}${when}`);
        }
        if (list.length > 0)
          terminal.note('Nothing was changed by looking. Restore the workspace: swarm backup restore.');
        terminal.result(list);
      });
    });
  withProtection(datasets.command('export'))
    .description('take a table out, through policy')
    .requiredOption('--dataset <id>', 'which dataset')
    .option('--version <number>', 'which version; the newest unless told')
    .requiredOption('--out <file>', 'where to write')
    .requiredOption('--purpose <text>', 'what it is for; recorded')
    .option('--format <name>', 'csv or parquet', 'csv')
    .option('--raw', 'the table as it was imported; policy forbids this under hipaa', false)
    .option('--keep-formulas', 'leave cells that a spreadsheet would run as they are', false)
    .action(async (options: ExportOptions, command: Command) => {
      await atWork(command, async ({ client, terminal }) => {
        const dataset = readDatasetId(options.dataset);
        const summary = (await client.call('datasets.list', {})).find(({ id }) => id === dataset);
        if (summary === undefined)
          throw new Problem(
            'not_found',
            `there is no dataset \`${dataset}\``,
            'List them: swarm datasets list',
          );
        const version =
          options.version === undefined ? (options.raw ? 1 : summary.version) : readVersion(options.version);
        for (const lint of await client.call('datasets.lintCodes', { dataset, version }))
          terminal.note(describeLint(lint));
        const asked = {
          ...{ dataset, version, format: readFormat(options.format), purpose: options.purpose },
          ...{ raw: options.raw, formulas: options.keepFormulas ? ('keep' as const) : ('shield' as const) },
          ...readProtection(options),
        };
        const written = await cancellable(terminal, (signal) =>
          client.withFile('save', typedPath(options.out), () =>
            client.call('datasets.exportTable', asked, signal),
          ),
        );
        if (written !== null) {
          terminal.say(
            `Wrote ${written.rows.toLocaleString('en')} rows to ${written.file} (SHA-256 ${written.sha256}).`,
          );
          if (written.formulaLikeCells > 0) terminal.note(formulasInWords(written));
          sayProtection(terminal, written);
        }
        terminal.result(written);
      });
    });
  datasets
    .command('fate <dataset> <fate>')
    .description('record what became of the clear source file: deleted, moved or kept')
    .requiredOption('--reason <text>', 'why')
    .action(async (dataset: string, fate: string, options: { reason: string }, command: Command) => {
      await atWork(command, async ({ client, terminal }) => {
        const summary = await client.call('datasets.recordSourceFate', {
          dataset: readDatasetId(dataset),
          fate: readFate(fate),
          reason: options.reason,
        });
        terminal.say(`Recorded: the source file of ${summary.table} was ${summary.sourceFate.fate}.`);
        terminal.result(summary);
      });
    });
}

interface ExportOptions extends ProtectionOptions {
  readonly dataset: string;
  readonly version?: string;
  readonly out: string;
  readonly purpose: string;
  readonly format: string;
  readonly raw: boolean;
  readonly keepFormulas: boolean;
}

/** What a spreadsheet would do to some cells, and what was done about it. */
function formulasInWords(counts: {
  readonly formulaLikeCells: number;
  readonly shieldedCells: number;
}): string {
  const cells = `${counts.formulaLikeCells.toLocaleString('en')} cells begin like a formula`;
  return counts.shieldedCells > 0
    ? `${cells}; an apostrophe stands in front of each now (--keep-formulas leaves them).`
    : `${cells} and are written as they are: a spreadsheet may run them.`;
}

/** Imports a file with progress, and says what came in. */
export async function importDataset(
  client: Client,
  terminal: Terminal,
  file: string,
  delimiter?: Delimiter,
): Promise<DatasetSummary> {
  const summary = await client.withFile('open', typedPath(file), async () => {
    const chosen = await client.call('datasets.chooseFile', {});
    if (chosen === null) throw new Problem('cancelled', 'no file was chosen');
    return client.listening(
      (name, body) => {
        if (name !== 'task.progress') return;
        const progress = body as { done: number; total: number; secondsLeft?: number };
        terminal.progress(`${bar(progress.done, progress.total, progress.secondsLeft)}  importing`);
      },
      () =>
        cancellable(terminal, (signal) =>
          client.call(
            'datasets.importFile',
            { token: chosen.token, ...(delimiter === undefined ? {} : { delimiter }) },
            signal,
          ),
        ),
    );
  });
  terminal.say(
    `Imported ${summary.table}: ${summary.rows.toLocaleString('en')} rows, ${summary.columns} columns, encrypted. Dataset ${summary.id}.`,
  );
  terminal.say(
    'The clear source file still lies where it was. Record its fate: swarm datasets fate ' +
      summary.id +
      ' deleted --reason TEXT',
  );
  return summary;
}

export function readDatasetId(text: string): DatasetId {
  const parsed = DatasetId.safeParse(text);
  if (parsed.success) return parsed.data;
  throw new Problem(
    'wrong_usage',
    `\`${text}\` is not the id of a dataset`,
    'List them: swarm datasets list',
  );
}

function readDelimiter(name: string): Delimiter {
  const delimiter = Object.hasOwn(DELIMITERS, name) ? DELIMITERS[name] : undefined;
  if (delimiter !== undefined) return delimiter;
  throw new Problem(
    'wrong_usage',
    `\`${name}\` is no delimiter`,
    `Use one of: ${Object.keys(DELIMITERS).join(', ')}.`,
  );
}

function readVersion(text: string): number {
  const version = Number(text);
  if (Number.isInteger(version) && version > 0) return version;
  throw new Problem('wrong_usage', `\`${text}\` is no version`, 'Versions count from 1.');
}

function readFormat(name: string): 'csv' | 'parquet' {
  if (name === 'csv' || name === 'parquet') return name;
  throw new Problem('wrong_usage', `\`${name}\` is no format`, 'Use csv or parquet.');
}

function readFate(name: string): 'deleted' | 'moved' | 'kept' {
  if (name === 'deleted' || name === 'moved' || name === 'kept') return name;
  throw new Problem('wrong_usage', `\`${name}\` is no fate`, 'Use deleted, moved or kept.');
}
