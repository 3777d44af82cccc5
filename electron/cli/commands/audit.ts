import type { Command } from 'commander';
import { Problem } from '../../../shared/domain/index.ts';
import type { VerifyView } from '../../../shared/ipc/index.ts';
import { readFingerprint } from '../../../shared/verify/index.ts';
import { verifyPath } from '../../compose.ts';
import { defaultUserFolder, typedPath } from '../client.ts';
import { Passwords } from '../passwords.ts';
import { openTerminal, type Terminal } from '../terminal.ts';
import { atWork, commonOptions, workspaceFolder } from './context.ts';
import { addExportCommands } from './audit-exports.ts';
import { addProofCommands } from './audit-proofs.ts';
import { addEpochCommand } from './epoch.ts';
import { readMeaning } from './meaning.ts';
import { readRunId } from './runs.ts';
import { addSignerCommands } from './signer.ts';
import { addPinCommand, readPins } from './pins.ts';

export function addAuditCommands(program: Command): void {
  const audit = program.command('audit').description('signed reports and proofs');
  audit
    .command('generate')
    .description('issue the signed audit PDF of a run')
    .requiredOption('--run <id>', 'which run')
    .requiredOption('--out <file>', 'where to write the PDF')
    .option(
      '--meaning <word>',
      'what your signature means: review, approval or responsibility',
      'responsibility',
    )
    .action(async (options: { run: string; out: string; meaning: string }, command: Command) => {
      await atWork(command, async ({ client, terminal, passwords, options: common }) => {
        const report = await client.call('reports.issue', {
          run: readRunId(options.run),
          password: await passwords.get(String(common.user)),
          meaning: readMeaning(options.meaning),
        });
        const saved = await client.withFile('save', typedPath(options.out), () =>
          client.call('reports.save', { report: report.id }),
        );
        terminal.say(
          `Report ${report.id}: ${report.pages} pages, signed, covers the journal up to entry ${report.throughSeq}.`,
        );
        if (saved !== null) terminal.say(`Wrote ${saved.file} (SHA-256 ${report.sha256}).`);
        terminal.result({ ...report, savedTo: saved?.file });
      });
    });
  addEpochCommand(audit);
  addProofCommands(audit);
  addExportCommands(audit);
  addSignerCommands(audit);
  addPinCommand(audit);
  audit
    .command('verify <path>')
    .description(
      'verify a report (PDF), an evidence bundle, a run folder or a whole workspace; changes nothing',
    )
    .option(
      '--witness <file>',
      'a checkpoint that was kept elsewhere; may be given more than once',
      (file: string, files: readonly string[]) => [...files, file],
      [] as readonly string[],
    )
    .option(
      '--root <fingerprint>',
      'a root fingerprint that you know by another way; may be given more than once',
      (text: string, roots: readonly string[]) => [...roots, readFingerprint(text)],
      [] as readonly string[],
    )
    .option('--journal <folder>', 'a workspace whose journal the report is held against; needs --user')
    .addHelpText(
      'after',
      '\nA workspace needs --user and a password; a report, bundle or run folder needs none, and is judged against the root of --workspace, those given with --root, and those pinned with swarm audit pin.',
    )
    .action(async (path: string, own: VerifyOptions, command: Command) => {
      const { witness, root, journal } = own;
      const options = commonOptions(command);
      const terminal = openTerminal(options.json === true);
      const passwords = new Passwords(options.passwordFile);
      const view = await verifyPath(typedPath(path), {
        userFolder: defaultUserFolder(),
        workspaceFolder: workspaceFolder(options),
        signIn: async (people) => {
          if (options.user === undefined) {
            throw new Problem(
              'wrong_usage',
              'a workspace is verified with its keys',
              `Name yourself with --user. There are: ${people.join(', ')}.`,
            );
          }
          return { person: options.user, password: await passwords.get(options.user) };
        },
        witnessFiles: witness.map(typedPath),
        roots: [...root, ...(await readPins())],
        journalFolder: journal === undefined ? undefined : typedPath(journal),
        onProgress: (done, total) => {
          terminal.progress(`${done} of ${total} pages`);
        },
      });
      terminal.progress(undefined);
      printVerdict(terminal, view);
      terminal.result(view);
      if (!view.ok) process.exitCode = 1;
    });
}

interface VerifyOptions {
  readonly witness: readonly string[];
  readonly root: readonly string[];
  readonly journal?: string;
}

const WORDS = { ok: 'ok', failed: 'FAILED', unknown: 'unknown', not_checked: 'not checked' } as const;
const COLOURS = { ok: 'green', failed: 'red', unknown: 'yellow', not_checked: 'dim' } as const;

/** One line per statement, then the verdict over all. */
export function printVerdict(terminal: Terminal, view: VerifyView): void {
  for (const line of view.lines) {
    const where = line.firstBad === undefined ? '' : ` (first at ${line.firstBad})`;
    terminal.say(
      `  ${terminal.paint(COLOURS[line.verdict], WORDS[line.verdict].padEnd(11))} ${line.what}: ${line.detail}${where}`,
    );
  }
  terminal.say(
    `${view.subject}: ${view.ok ? terminal.paint('green', 'verified') : terminal.paint('red', 'NOT verified')}`,
  );
}
