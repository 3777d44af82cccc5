import type { Command } from 'commander';
import { missingReference, Problem } from '../../../shared/domain/index.ts';
import {
  lintTable,
  PROFILE_WORDS,
  REDACTION_PROFILES,
  type RedactionProfile,
} from '../../runtime/phi/index.ts';
import { describeLint } from '../phi/lint-words.ts';
import { evaluate, scoreTables } from '../phi/evaluate.ts';
import { endingWith, openInput, openOutput, readHead } from '../phi/files.ts';
import { openVault, type VaultOptions } from '../phi/vault-file.ts';
import { redactDocuments, type RedactHooks } from '../phi/redact-documents.ts';
import { openTerminal, type Terminal } from '../terminal.ts';
import { cancellable } from './cancellable.ts';
import { commonOptions } from './context.ts';
import { addPhiMeasure } from './phi-measure.ts';

/** The redactor by itself: no workspace, no sign-in, nothing recorded. */
export function addPhiCommands(program: Command): void {
  const phi = program.command('phi').description('find and replace identifiers in files of documents');
  phi
    .command('redact')
    .description('replace identifiers in documents, one JSON line {id, text, kind?: note|table} each')
    .requiredOption('--in <file>', 'documents to read, or - for standard input')
    .requiredOption('--out <file>', 'where to write {id, text, spans} lines, or - for standard output')
    .option('--profile <name>', `how to replace them: ${REDACTION_PROFILES.join(', ')}`, 'strict')
    .option('--reference <text>', 'the data use agreement (limited) or the method on file (expert)')
    .option('--realistic', 'surrogates that read like values', false)
    .option('--vault <file>', 'keep surrogates and date shifts from one time to the next in a sealed file')
    .option('--vault-key <file>', 'the 32 bytes that seal the vault, kept apart from it')
    .action(async (options: RedactOptions, command: Command) => {
      const terminal = openTerminal(commonOptions(command).json === true);
      await redactFile(terminal, options);
    });
  phi
    .command('lint <table>')
    .description('look for columns of hashes of identifiers and of codes derived from the person')
    .action(async (file: string, _: unknown, command: Command) => {
      const terminal = openTerminal(commonOptions(command).json === true);
      await lintFile(terminal, file);
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
  addPhiMeasure(phi);
}

interface RedactOptions extends VaultOptions {
  readonly in: string;
  readonly out: string;
  readonly profile: string;
  readonly reference?: string;
  readonly realistic: boolean;
}

async function redactFile(terminal: Terminal, options: RedactOptions): Promise<void> {
  const profile = readProfile(options.profile);
  const missing = profile === 'mask' ? undefined : missingReference(profile, options.reference);
  if (missing !== undefined)
    throw new Problem(
      'wrong_usage',
      `the profile ${profile} is ${PROFILE_WORDS[profile]}; it wants ${missing}`,
      'Give it with --reference.',
    );
  const vault = await openVault(options);
  const rendering = {
    ...{ profile, vault: vault.vault, realistic: options.realistic },
    currentYear: new Date().getFullYear(),
  };
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
    const totals = await cancellable(terminal, (signal) =>
      redactDocuments(endingWith(input, signal), output.stream, rendering, hooks, signal),
    );
    await vault.keep();
    await output.keep();
    const seconds = (performance.now() - began) / 1000;
    const rate = totals.characters / 1e6 / Math.max(seconds, 1e-3);
    terminal.progress(undefined);
    const sentence = `Redacted ${totals.documents.toLocaleString('en')} documents (${megabytes(totals.characters)} MB) in ${seconds.toFixed(1)} s, ${rate.toFixed(1)} MB/s: ${totals.identifiers.toLocaleString('en')} identifiers under the profile ${profile} (${PROFILE_WORDS[profile]}).`;
    if (output.standard) terminal.note(sentence);
    else terminal.say(sentence);
    if (!output.standard) terminal.result({ ...totals, profile, reference: options.reference, seconds });
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

/** Text of a table that a lint looks at. */
const LINTED_BYTES = 4 << 20;

async function lintFile(terminal: Terminal, file: string): Promise<void> {
  const lints = lintTable(await readHead(file, LINTED_BYTES));
  if (lints === undefined)
    throw new Problem('invalid_input', `\`${file}\` is not a table`, 'Name a file of delimited text.');
  for (const lint of lints) terminal.say(describeLint(lint));
  terminal.result(lints);
  if (lints.length > 0)
    throw new Problem(
      'check_failed',
      `${lints.length} columns must not leave so`,
      'Replace them by surrogates.',
    );
  terminal.say('No column of hashes and no derived code found.');
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
