import type { Command } from 'commander';
import { Problem } from '../../../shared/domain/index.ts';
import { REDACTION_PROFILES, type RedactionProfile } from '../../runtime/phi/index.ts';
import { evaluate, scoreTables } from '../phi/evaluate.ts';
import { openInput, openOutput } from '../phi/files.ts';
import { redactDocuments, type RedactHooks } from '../phi/redact-documents.ts';
import { openTerminal, type Terminal } from '../terminal.ts';
import { commonOptions } from './context.ts';

/** The redactor by itself: no workspace, no sign-in, nothing recorded. */
export function addPhiCommands(program: Command): void {
  const phi = program.command('phi').description('find and replace identifiers in files of documents');
  phi
    .command('redact')
    .description('replace identifiers in documents, one JSON line {id, text, kind?: note|table} each')
    .requiredOption('--in <file>', 'documents to read, or - for standard input')
    .requiredOption('--out <file>', 'where to write {id, text, spans} lines, or - for standard output')
    .option('--profile <name>', `how to replace them: ${REDACTION_PROFILES.join(', ')}`, 'strict')
    .action(async (options: RedactOptions, command: Command) => {
      const terminal = openTerminal(commonOptions(command).json === true);
      await redactFile(terminal, options, readProfile(options.profile));
    });
  phi
    .command('eval <gold>')
    .description('measure the redactor on documents whose identifiers are marked')
    .option('--predicted <file>', 'measure these {id, spans} lines instead of redacting anew')
    .action(async (gold: string, options: { predicted?: string }, command: Command) => {
      const terminal = openTerminal(commonOptions(command).json === true);
      const predicted = options.predicted === undefined ? undefined : await openInput(options.predicted);
      let bad = 0;
      const score = await evaluate(await openInput(gold), predicted, {
        onBadLine: ({ number, reason }) => {
          bad += 1;
          terminal.note(`Line ${number} was passed over: ${reason}.`);
        },
      });
      if (score.missing > 0) terminal.say(`no prediction for ${score.missing} documents`);
      for (const line of scoreTables(score)) terminal.say(line);
      terminal.result(score);
      if (bad > 0)
        throw new Problem('check_failed', `${bad} lines were passed over`, 'Mend the lines named above.');
    });
}

interface RedactOptions {
  readonly in: string;
  readonly out: string;
  readonly profile: string;
}

async function redactFile(
  terminal: Terminal,
  options: RedactOptions,
  profile: RedactionProfile,
): Promise<void> {
  const input = await openInput(options.in);
  const output = await openOutput(options.out, options.in);
  const began = performance.now();
  const hooks: RedactHooks = {
    onBadLine: ({ number, reason }) => {
      terminal.note(`Line ${number} was passed over: ${reason}.`);
    },
    onWithheld: (line) => {
      terminal.note(`The text on line ${line} was withheld: not all of it could be searched.`);
    },
    onProgress: ({ documents, characters }) => {
      terminal.progress(`${documents.toLocaleString('en')} documents, ${megabytes(characters)} MB`);
    },
  };
  try {
    const totals = await redactDocuments(input, output.stream, profile, hooks);
    await output.keep();
    const seconds = (performance.now() - began) / 1000;
    const rate = totals.characters / 1e6 / Math.max(seconds, 1e-3);
    terminal.progress(undefined);
    const sentence = `Redacted ${totals.documents.toLocaleString('en')} documents (${megabytes(totals.characters)} MB) in ${seconds.toFixed(1)} s, ${rate.toFixed(1)} MB/s: ${totals.identifiers.toLocaleString('en')} identifiers under the profile ${profile}.`;
    if (output.standard) terminal.note(sentence);
    else terminal.say(sentence);
    if (!output.standard) terminal.result({ ...totals, profile, seconds });
    if (totals.badLines + totals.withheld > 0)
      throw new Problem(
        'check_failed',
        `${totals.badLines} lines were passed over and ${totals.withheld} texts withheld; all others were written`,
        'See the sentences above.',
      );
  } catch (error) {
    await output.drop();
    throw error;
  }
}

function readProfile(name: string): RedactionProfile {
  const profile = REDACTION_PROFILES.find((each) => each === name);
  if (profile !== undefined) return profile;
  throw new Problem(
    'wrong_usage',
    `\`${name}\` is no profile`,
    `Use one of: ${REDACTION_PROFILES.join(', ')}.`,
  );
}

function megabytes(characters: number): string {
  return (characters / 1e6).toFixed(1);
}
