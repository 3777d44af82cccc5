import type { Command } from 'commander';
import { Problem } from '../../../shared/domain/index.ts';
import { EXPORT_FORMATS, type ExportFormat } from '../../../shared/domain/export-formats.ts';
import {
  MOST_DRAWN,
  POPULATION_NAMES,
  POPULATIONS,
  SEED,
  type PopulationName,
} from '../../../shared/formats/sample.ts';
import { typedPath } from '../client.ts';
import { bar } from '../terminal.ts';
import { atWork, type Work } from './context.ts';
import { readPeriodDays } from './report.ts';

interface PeriodOptions {
  readonly from: string;
  readonly to: string;
  readonly out: string;
  readonly purpose: string;
}

/** `audit export` and `audit sample`: evidence that leaves the workspace. */
export function addExportCommands(audit: Command): void {
  withPeriod(
    audit
      .command('export')
      .description('write journal entries to a file: a signed bundle with proofs, or rows for other systems')
      .requiredOption('--format <name>', EXPORT_FORMATS.join(', ')),
  ).action(async (options: PeriodOptions & { format: string }, command: Command) => {
    const format = readFormat(options.format);
    const period = readPeriodDays(options.from, options.to);
    await atWork(command, async (work) => {
      const written = await exporting(work, options.out, (signal) =>
        work.client.call('audit.exportEntries', { format, ...period, purpose: options.purpose }, signal),
      );
      const { terminal } = work;
      if (written === null) throw new Problem('cancelled', 'nothing was written');
      terminal.say(`Wrote ${written.file}: ${written.entries} entries (SHA-256 ${written.sha256}).`);
      if (written.entries === 0) terminal.say('Nothing was recorded in this period.');
      if (written.withheld > 0)
        terminal.say(`${written.withheld} of them are given by their hash alone, as in reports.`);
      if (written.unreadable > 0)
        terminal.say(`${written.unreadable} positions of the journal cannot be read; they are not in it.`);
      terminal.result(written);
      if (written.unreadable > 0) process.exitCode = 1;
    });
  });
  withPeriod(
    audit
      .command('sample')
      .description('draw a sample that anybody can draw again, with all that shows its population')
      .requiredOption('--population <name>', POPULATION_NAMES.join(', '))
      .requiredOption('--seed <text>', 'typed by the auditor: 4 to 64 letters, figures and signs')
      .requiredOption('--size <n>', `how many entries, up to ${MOST_DRAWN}`),
  )
    .addHelpText('after', `\nPopulations:\n${populations()}`)
    .action(
      async (
        options: PeriodOptions & { population: string; seed: string; size: string },
        command: Command,
      ) => {
        const asked = {
          ...readPeriodDays(options.from, options.to),
          population: readPopulation(options.population),
          seed: readSeed(options.seed),
          size: readSize(options.size),
          purpose: options.purpose,
        };
        await atWork(command, async (work) => {
          const sample = await exporting(work, options.out, (signal) =>
            work.client.call('audit.drawSample', asked, signal),
          );
          const { terminal } = work;
          if (sample === null) throw new Problem('cancelled', 'nothing was written');
          terminal.say(
            `Population: ${POPULATIONS[asked.population].text}, ${sample.populationSize} entries.`,
          );
          terminal.say(sample.query);
          terminal.say(`Drawn: ${sample.drawn.length === 0 ? 'none' : sample.drawn.join(', ')}`);
          terminal.say(
            `Wrote ${sample.file} (SHA-256 ${sample.sha256}). It holds all ${sample.checkpointSize} entries under its checkpoint: give it to those who may read the journal.`,
          );
          terminal.say(
            'Completeness covers recorded events, and times are those of this workstation’s clock.',
          );
          terminal.result(sample);
        });
      },
    );
}

function withPeriod(command: Command): Command {
  return command
    .requiredOption('--from <day>', 'first day, as 2026-03-01; days are those of UTC')
    .requiredOption('--to <day>', 'last day')
    .requiredOption('--out <file>', 'where to write it; nothing that is there is replaced')
    .requiredOption('--purpose <text>', 'what it is for: it stands in the journal');
}

/** Shows how far it is; the first interrupt calls it off, and nothing is left of the file. */
async function exporting<T>(
  { client, terminal }: Work,
  out: string,
  act: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  const controller = new AbortController();
  const cancel = (): void => {
    terminal.note('Cancelling; nothing will be left of the file.');
    controller.abort();
  };
  process.once('SIGINT', cancel);
  try {
    return await client.listening(
      (name, body) => {
        if (name !== 'task.progress') return;
        const { done, total } = body as { done: number; total: number };
        terminal.progress(`${bar(done, total)}  entries`);
      },
      () => client.withFile('save', typedPath(out), () => act(controller.signal)),
    );
  } finally {
    process.off('SIGINT', cancel);
    terminal.progress(undefined);
  }
}

function readFormat(text: string): ExportFormat {
  const found = EXPORT_FORMATS.find((format) => format === text);
  if (found === undefined)
    throw new Problem(
      'wrong_usage',
      `\`${text}\` is no format known here`,
      `Use ${EXPORT_FORMATS.join(', ')}.`,
    );
  return found;
}

function readPopulation(text: string): PopulationName {
  const found = POPULATION_NAMES.find((name) => name === text.replaceAll('-', '_'));
  if (found === undefined)
    throw new Problem(
      'wrong_usage',
      `\`${text}\` is no population known here`,
      `Use ${POPULATION_NAMES.join(', ')}.`,
    );
  return found;
}

function readSeed(text: string): string {
  if (!SEED.test(text))
    throw new Problem(
      'wrong_usage',
      'a seed has 4 to 64 letters, figures and signs, without blanks at its ends',
      'Let the auditor choose it: dice, words, anything nobody could know before.',
    );
  return text;
}

function readSize(text: string): number {
  const size = /^\d{1,6}$/.test(text) ? Number(text) : 0;
  if (size < 1 || size > MOST_DRAWN)
    throw new Problem('wrong_usage', `\`${text}\` is no size of a sample`, `Give 1 to ${MOST_DRAWN}.`);
  return size;
}

function populations(): string {
  const width = Math.max(...POPULATION_NAMES.map(({ length }) => length));
  return POPULATION_NAMES.map((name) => `  ${name.padEnd(width)}  ${POPULATIONS[name].text}`).join('\n');
}
