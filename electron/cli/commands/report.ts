import type { Command } from 'commander';
import { PERIOD_REPORT_KINDS, Problem, type PeriodReportKind } from '../../../shared/domain/index.ts';
import { PAPER_NAMES, type PaperName } from '../../../shared/formats/index.ts';
import type { ReportView } from '../../../shared/ipc/index.ts';
import { typedPath } from '../client.ts';
import { atWork, commonOptions, type Work } from './context.ts';
import { readMeaning } from './meaning.ts';
import { readRunId } from './runs.ts';

interface IssueOptions {
  /** Absent where the report is wanted as data alone. */
  readonly out?: string;
  readonly meaning: string;
  readonly paper?: string;
}
interface PeriodOptions extends IssueOptions {
  readonly from: string;
  readonly to: string;
}

const ABOUT: Readonly<Record<PeriodReportKind, string>> = {
  period: 'what people and agents did, and what of it is proven',
  access: 'who could do what, and who touched which dataset, model and export',
  activity: 'whether activity was recorded and examined, by whom and in time',
  deidentification: 'what was done so that people cannot be told from the data',
  denials: 'what was not allowed, by which rule, and what came of it',
  integrity: 'whether the record can be believed; the last tamper drill',
};

/** Signed reports of every kind. */
export function addReportCommands(program: Command): void {
  const report = program.command('report').description('signed reports: about a run, or about a period');
  withSignature(report.command('run').description('everything about one run'))
    .requiredOption('--run <id>', 'which run')
    .action(async (options: IssueOptions & { run: string }, command: Command) => {
      const run = readRunId(options.run);
      const { out } = asked(options, command);
      await atWork(command, async (work) => {
        if (out === undefined) {
          work.terminal.result(await work.client.call('reports.readModel', { run }));
          return;
        }
        const signature = await readSignature(work, options);
        await save(work, await work.client.call('reports.issue', { run, ...signature }), out);
      });
    });
  for (const kind of PERIOD_REPORT_KINDS)
    withSignature(report.command(kind).description(ABOUT[kind]))
      .requiredOption('--from <day>', 'first day, as 2026-03-01; days are those of UTC')
      .requiredOption('--to <day>', 'last day')
      .action(async (options: PeriodOptions, command: Command) => {
        const period = readPeriodDays(options.from, options.to);
        const { out } = asked(options, command);
        await atWork(command, async (work) => {
          if (out === undefined) {
            work.terminal.result(await work.client.call('reports.readPeriodModel', { kind, ...period }));
            return;
          }
          const signature = await readSignature(work, options);
          const issued = await work.client.call('reports.issuePeriod', { kind, ...period, ...signature });
          await save(work, issued, out);
        });
      });
  report
    .command('list')
    .description('every report that was issued, with its checkpoint')
    .action(async (_: unknown, command: Command) => {
      await atWork(command, async ({ client, terminal }) => {
        const reports = await client.call('reports.list', {});
        for (const one of reports) terminal.say(lineOf(one));
        if (reports.length === 0) terminal.say('No report was issued in this workspace yet.');
        terminal.result(reports);
      });
    });
}

function withSignature(command: Command): Command {
  return command
    .option('--out <file>', 'where to write the PDF; without it, --json gives the report as data, unsigned')
    .option('--paper <name>', `sheets: ${PAPER_NAMES.join(' or ')}`)
    .option('--meaning <word>', 'what your signature means: review, approval or responsibility', 'review');
}

/** A PDF wants a place; data alone goes to standard output. @throws Problem `wrong_usage` for neither */
function asked({ out }: IssueOptions, command: Command): { readonly out: string | undefined } {
  if (out === undefined && commonOptions(command).json !== true)
    throw new Problem(
      'wrong_usage',
      'it is not said where the report goes',
      'Name a file with --out, or ask for the data alone with --json.',
    );
  return { out };
}

async function readSignature(
  { passwords, options: common }: Work,
  { meaning, paper }: IssueOptions,
): Promise<{ password: string; meaning: ReturnType<typeof readMeaning>; paper?: PaperName }> {
  const sheets = PAPER_NAMES.find((name) => name === paper);
  if (paper !== undefined && sheets === undefined)
    throw new Problem(
      'wrong_usage',
      `\`${paper}\` is no paper known here`,
      `Use ${PAPER_NAMES.join(' or ')}.`,
    );
  return {
    meaning: readMeaning(meaning),
    ...(sheets === undefined ? {} : { paper: sheets }),
    password: await passwords.get(String(common.user)),
  };
}

const DAY_MS = 86_400_000;

/** Two days as a period: from the first moment of one to the first moment behind the other, UTC. */
export function readPeriodDays(from: string, to: string): { fromMs: number; toMs: number } {
  const [fromMs, lastMs] = [readDay(from), readDay(to)];
  if (lastMs < fromMs)
    throw new Problem('wrong_usage', 'the period ends before it begins', 'Give the earlier day with --from.');
  return { fromMs, toMs: lastMs + DAY_MS };
}

function readDay(text: string): number {
  const ms = /^\d{4}-\d{2}-\d{2}$/.test(text) ? Date.parse(`${text}T00:00:00Z`) : Number.NaN;
  // A thirtieth of February is read as a day of March.
  if (Number.isNaN(ms) || ms < 0 || new Date(ms).toISOString().slice(0, 10) !== text)
    throw new Problem('wrong_usage', `\`${text}\` is no day`, 'Write it as 2026-03-01.');
  return ms;
}

async function save({ client, terminal }: Work, report: ReportView, out: string): Promise<void> {
  const saved = await client.withFile('save', typedPath(out), () =>
    client.call('reports.save', { report: report.id }),
  );
  terminal.say(
    `Report ${report.id}: ${report.pages} pages, signed, covers the journal up to entry ${report.throughSeq}.`,
  );
  if (saved !== null) terminal.say(`Wrote ${saved.file} (SHA-256 ${report.sha256}).`);
  terminal.result({ ...report, savedTo: saved?.file });
}

function lineOf({ id, kind, pages, issuedBy, issuedAtMs, checkpoint }: ReportView): string {
  const when = new Date(issuedAtMs).toISOString().slice(0, 16).replace('T', ' ');
  const covers = checkpoint === undefined ? 'no checkpoint' : `checkpoint over ${checkpoint.size} entries`;
  return `${id}  ${kind.padEnd(16)} ${String(pages).padStart(4)} pages  ${when} UTC  ${issuedBy}, ${covers}`;
}
