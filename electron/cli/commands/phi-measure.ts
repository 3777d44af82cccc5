import { randomBytes } from 'node:crypto';
import type { Command } from 'commander';
import { LEAST_IDENTITIES, Problem } from '../../../shared/domain/index.ts';
import { endingWith, openInput } from '../phi/files.ts';
import { measureFile } from '../phi/measure-file.ts';
import { describeMeasured, type Measured } from '../phi/measured.ts';
import { bar, openTerminal, type Terminal } from '../terminal.ts';
import { cancellable } from './cancellable.ts';
import { atWork, commonOptions } from './context.ts';
import { readDatasetId } from './datasets.ts';

const MOST_IDENTITIES = 2_000;

interface MeasureOptions {
  readonly dataset?: string;
  readonly in?: string;
  readonly identities: string;
  readonly seed?: string;
}

/** `phi measure`: on a dataset of the workspace, recorded; or on a file of documents, kept nowhere. */
export function addPhiMeasure(phi: Command): void {
  phi
    .command('measure')
    .description('plant invented people into copies of notes and count per class what is found of them')
    .option('--dataset <id>', 'a dataset of the workspace: recorded, and what exports of its text rest on')
    .option('--in <file>', 'documents, one JSON line {id, text} each, or - for standard input: not recorded')
    .option('--identities <number>', `invented people, from ${LEAST_IDENTITIES}`, String(LEAST_IDENTITIES))
    .option('--seed <number>', 'repeats a measuring of a file')
    .action(async (options: MeasureOptions, command: Command) => {
      const identities = readNumber(options.identities, 'identities', LEAST_IDENTITIES, MOST_IDENTITIES);
      if ((options.dataset === undefined) === (options.in === undefined))
        throw new Problem(
          'wrong_usage',
          'measure either a dataset or a file',
          'Give --dataset with its id, or --in with a file.',
        );
      if (options.in === undefined) await measureDataset(command, options.dataset ?? '', identities);
      else await measureDocuments(command, options.in, identities, options.seed);
    });
}

async function measureDataset(command: Command, given: string, identities: number): Promise<void> {
  const dataset = readDatasetId(given);
  await atWork(command, async ({ client, terminal }) => {
    const proof = await cancellable(terminal, (signal) =>
      client.listening(
        (name, body) => {
          if (name !== 'task.progress') return;
          const { done, total } = body as { done: number; total: number };
          terminal.progress(`${bar(done, total)}  measuring`);
        },
        () => client.call('phi.measure', { dataset, identities }, signal),
      ),
    );
    if (proof.measured !== undefined) tell(terminal, proof.measured);
  });
}

async function measureDocuments(
  command: Command,
  file: string,
  identities: number,
  seed: string | undefined,
): Promise<void> {
  const terminal = openTerminal(commonOptions(command).json === true);
  let bad = 0;
  const measured = await cancellable(terminal, async (signal) =>
    measureFile(
      endingWith(await openInput(file), signal),
      {
        identities,
        seed: seed === undefined ? randomBytes(4).readUInt32LE() : readNumber(seed, 'seed', 0, 2 ** 32 - 1),
      },
      {
        signal,
        onBadLine: ({ number, reason }) => {
          bad += 1;
          terminal.note(`Line ${number} was passed over: ${reason}.`);
        },
        onRead: (documents) => {
          if (documents % 500 === 0) terminal.progress(`${documents.toLocaleString('en')} documents read`);
        },
        onProgress: (share) => {
          terminal.progress(`${bar(share, 1)}  measuring`);
        },
      },
    ),
  );
  tell(terminal, measured);
  if (bad > 0)
    throw new Problem('check_failed', `${bad} lines were passed over`, 'Mend the lines named above.');
}

/** @throws Problem `check_failed` below the floor, so that a script notices */
function tell(terminal: Terminal, measured: Measured): void {
  for (const line of describeMeasured(measured)) terminal.say(line);
  terminal.result(measured);
  if (measured.below !== undefined)
    throw new Problem(
      'check_failed',
      `the redactor was measured below the floor: ${measured.below}`,
      'Look at the misses, correct the dictionary in a review, and measure again.',
    );
}

function readNumber(text: string, what: string, least: number, most: number): number {
  const number = Number(text);
  if (Number.isInteger(number) && number >= least && number <= most) return number;
  throw new Problem(
    'wrong_usage',
    `\`${text.slice(0, 20)}\` is no number of ${what}`,
    `Give a whole number from ${least} to ${most}.`,
  );
}
