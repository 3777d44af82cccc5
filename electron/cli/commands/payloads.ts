import type { Command } from 'commander';
import { Problem } from '../../../shared/domain/index.ts';
import type { CertificateView } from '../../../shared/ipc/index.ts';
import { typedPath } from '../client.ts';
import type { Terminal } from '../terminal.ts';
import { atWork } from './context.ts';
import { readProtection, sayProtection, withProtection, type ProtectionOptions } from './protection.ts';
import { readRunId } from './runs.ts';

interface ExportOptions extends ProtectionOptions {
  readonly run: string;
  readonly agent?: string;
  readonly out: string;
  readonly purpose: string;
}

interface EraseOptions {
  readonly run?: string;
  readonly agent?: string;
  readonly entry?: string;
  readonly reason: string;
  readonly certificate: string;
  readonly confirm?: string;
}

/** What was said in runs, and the destruction of the keys of payloads. */
export function addPayloadCommands(program: Command): void {
  const conversations = program
    .command('conversations')
    .description('what models were asked and what they answered');
  withProtection(conversations.command('export'))
    .description('write the conversations of a run as JSON lines; recorded')
    .requiredOption('--run <id>', 'which run')
    .option('--agent <name>', 'of which agent; all of them unless told')
    .requiredOption('--out <file>', 'where to write')
    .requiredOption('--purpose <text>', 'what it is for; recorded')
    .action(async (options: ExportOptions, command: Command) => {
      await atWork(command, async ({ client, terminal }) => {
        const written = await client.withFile('save', typedPath(options.out), () =>
          client.call('conversations.export', {
            run: readRunId(options.run),
            purpose: options.purpose,
            ...readProtection(options),
            ...(options.agent === undefined ? {} : { agent: options.agent }),
          }),
        );
        if (written !== null) {
          const gone = written.erased === 0 ? '' : `, ${written.erased} of them without their text`;
          terminal.say(`Wrote ${written.lines} lines${gone} to ${written.file} (SHA-256 ${written.sha256}).`);
          sayProtection(terminal, written);
        }
        terminal.result(written);
      });
    });
  program
    .command('payloads')
    .description('encrypted content that the journal cites')
    .command('erase')
    .description('destroy the keys of payloads for good; the journal still verifies')
    .option('--run <id>', 'all payloads of this run')
    .option('--agent <name>', 'of this agent alone')
    .option('--entry <number>', 'the payloads of one journal entry')
    .requiredOption('--certificate <file>', 'where the certificate goes (PDF)')
    .requiredOption('--reason <text>', 'why; recorded')
    .option('--confirm <text>', "the run's first eight characters, or the entry's number")
    .action(async (options: EraseOptions, command: Command) => {
      const scope = readScope(options);
      await atWork(command, async ({ client, terminal, passwords, options: common }) => {
        const password = await passwords.get(String(common.user));
        const erased = await client.withFile('save', typedPath(options.certificate), () =>
          client.call('payloads.erase', { ...scope, reason: options.reason, password }),
        );
        if (erased === null) return;
        const files = erased.files === 0 ? '' : ` and ${erased.files} files`;
        terminal.say(
          `Destroyed the keys of ${erased.erased} payloads${files}; nobody can read them any more.`,
        );
        sayCertificate(terminal, erased.certificate);
        for (const copy of erased.copies)
          terminal.say(`An encrypted copy under another key stays in the run's files: ${copy}`);
        terminal.result(erased);
      });
    });
}

/** Says where a certificate stands, and what still holds the keys. */
export function sayCertificate(terminal: Terminal, { file, backups }: CertificateView): void {
  terminal.say(`Certificate: ${file}`);
  if (backups > 0) terminal.say(`${backups} backups still hold the keys: destroy those copies as well.`);
}

/** @throws Problem `wrong_usage` until what goes is named twice */
function readScope(options: EraseOptions): {
  run?: ReturnType<typeof readRunId>;
  agent?: string;
  seq?: number;
} {
  const { run, agent, entry, confirm } = options;
  if ((run === undefined) === (entry === undefined))
    throw new Problem('wrong_usage', 'name a run or an entry, not both', 'Use --run ID or --entry NUMBER.');
  const word = run === undefined ? String(entry) : run.slice(0, 8);
  if (confirm !== word)
    throw new Problem(
      'wrong_usage',
      'erasing cannot be taken back: the keys are destroyed, and with them what was said',
      `Confirm with --confirm ${word}.`,
    );
  if (run !== undefined) return { run: readRunId(run), ...(agent === undefined ? {} : { agent }) };
  const seq = Number(entry);
  if (!Number.isInteger(seq) || seq < 0)
    throw new Problem(
      'wrong_usage',
      `\`${String(entry)}\` is no entry of the journal`,
      'Entries count from 0.',
    );
  return { seq };
}
