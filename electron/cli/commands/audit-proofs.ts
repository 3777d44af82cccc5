import type { Command } from 'commander';
import { Problem } from '../../../shared/domain/index.ts';
import type { DrillView, WitnessStateView } from '../../../shared/ipc/index.ts';
import { systemClock } from '../../core/index.ts';
import { runDemoDrill } from '../../evidence/index.ts';
import { toDrillView } from '../../verbs/index.ts';
import { typedPath } from '../client.ts';
import { bar, openTerminal, type Terminal } from '../terminal.ts';
import { atWork, commonOptions } from './context.ts';

/** `audit prove`, `audit witness ...` and `audit drill`. */
export function addProofCommands(audit: Command): void {
  addProve(audit);
  addWitness(audit);
  addDrill(audit);
}

function addProve(audit: Command): void {
  audit
    .command('prove')
    .description('write a proof of one entry that others can check without this application')
    .requiredOption('--entry <n>', 'which entry, by its position')
    .requiredOption('--out <file>', 'where to write the C2SP tlog-proof')
    .action(async (options: { entry: string; out: string }, command: Command) => {
      await atWork(command, async ({ client, terminal }) => {
        const seq = readCount(options.entry, '--entry');
        const proof = await client.withFile('save', typedPath(options.out), () =>
          client.call('audit.prove', { seq, save: true }),
        );
        const witnessed =
          proof.witnesses.length === 0
            ? 'no witness cosigned it'
            : `cosigned by ${proof.witnesses.join(', ')}`;
        terminal.say(`Entry ${seq} stands under the checkpoint over ${proof.size} entries; ${witnessed}.`);
        terminal.say(
          `Wrote ${proof.savedTo ?? options.out}. It holds the entry itself: give it to those who may see it.`,
        );
        terminal.result(proof);
      });
    });
}

function addWitness(audit: Command): void {
  const witness = audit.command('witness').description('checkpoints kept outside this machine');
  witness
    .command('status')
    .description('what is known outside this machine, and what is not yet')
    .action(async (_: unknown, command: Command) => {
      await atWork(command, async ({ client, terminal }) => {
        const state = await client.call('audit.getWitnessState', {});
        terminal.say(riskWindow(state));
        terminal.say(`Key of this journal, for those who cosign it:  ${state.logKey}`);
        terminal.say(`Key of this workspace as a witness of others:  ${state.witnessKey}`);
        terminal.result(state);
      });
    });
  witness
    .command('export')
    .description('sign a checkpoint over everything so far and write it to a file')
    .requiredOption('--out <file>', 'where to write it: a stick, a share that others keep')
    .option('--from <n>', 'size that the witness cosigned last, where it says another than is known here')
    .action(async (options: { out: string; from?: string }, command: Command) => {
      await atWork(command, async ({ client, terminal }) => {
        const from = options.from === undefined ? {} : { fromSize: readCount(options.from, '--from') };
        const file = await client.withFile('save', typedPath(options.out), () =>
          client.call('audit.exportWitness', from),
        );
        if (file === null) throw new Problem('cancelled', 'nothing was written');
        terminal.say(`Wrote ${file.file}: the checkpoint over ${file.size} entries.`);
        terminal.say('It counts as long as it is kept where nobody who runs this machine can change it.');
        terminal.say(`Key for those who cosign it: ${file.key}`);
        terminal.result(file);
      });
    });
  witness
    .command('sign <file>')
    .description('cosign a checkpoint of another workspace')
    .requiredOption('--out <file>', 'where to write the cosigned checkpoint')
    .option('--log-key <key>', 'key of that journal as its workspace shows it; wanted the first time')
    .action(async (path: string, options: { out: string; logKey?: string }, command: Command) => {
      await atWork(command, async ({ client, terminal }) => {
        const key = options.logKey === undefined ? {} : { logKey: options.logKey };
        const file = await client.withFile('open', typedPath(path), () =>
          client.withFile('save', typedPath(options.out), () => client.call('audit.signWitness', key)),
        );
        if (file === null) throw new Problem('cancelled', 'nothing was written');
        terminal.say(`Cosigned ${file.size} entries of ${file.origin}; wrote ${file.file}.`);
        terminal.say(`Key for those who take it in: ${file.key}`);
        terminal.result(file);
      });
    });
  witness
    .command('import <file>')
    .description('take in a cosigned checkpoint of this journal')
    .option('--witness-key <key>', 'key of the witness as its workspace shows it; wanted the first time')
    .action(async (path: string, options: { witnessKey?: string }, command: Command) => {
      await atWork(command, async ({ client, terminal }) => {
        const key = options.witnessKey === undefined ? {} : { witnessKey: options.witnessKey };
        const file = await client.withFile('open', typedPath(path), () =>
          client.call('audit.importWitness', key),
        );
        if (file === null) throw new Problem('cancelled', 'no file was read');
        terminal.say(`${file.witness ?? 'A witness'} holds the checkpoint over ${file.size} entries.`);
        terminal.say(riskWindow(await client.call('audit.getWitnessState', {})));
        terminal.result(file);
      });
    });
}

/** The risk window in one sentence. */
export function riskWindow(state: WitnessStateView): string {
  const { unanchoredEntries, lastAnchored } = state;
  if (lastAnchored === undefined)
    return `Risk window: all ${unanchoredEntries} entries. No checkpoint has left this machine yet.`;
  const how = {
    report: 'in a report that was saved',
    file: 'on a file that was handed out',
    workspace: `cosigned by ${lastAnchored.witness ?? 'another workspace'}`,
  }[lastAnchored.kind];
  return `Risk window: ${unanchoredEntries} entries since the checkpoint over ${lastAnchored.size}, ${how}.`;
}

function addDrill(audit: Command): void {
  audit
    .command('drill')
    .description('attack a copy of the journal in every known way, and see what verifying it says')
    .option('--demo', 'on a small journal of its own: needs no workspace and no password')
    .action(async (options: { demo?: true }, command: Command) => {
      if (options.demo === true) {
        const terminal = openTerminal(commonOptions(command).json === true);
        const result = await runDemoDrill(systemClock, {
          onProgress: (done, total, message) => {
            terminal.progress(`${bar(done, total)}  ${message}`);
          },
        });
        terminal.progress(undefined);
        finish(terminal, toDrillView(result, systemClock.wallMs()));
        return;
      }
      await atWork(command, async ({ client, terminal }) => {
        const cancel = (): void => void client.call('audit.cancelDrill', {});
        process.once('SIGINT', cancel);
        try {
          const view = await client.listening(
            (name, body) => {
              if (name !== 'task.progress' || !('task' in body) || body.task !== 'drill') return;
              terminal.progress(`${bar(body.done, body.total)}  ${body.message ?? ''}`);
            },
            () => client.call('audit.drill', {}),
          );
          terminal.progress(undefined);
          finish(terminal, view);
        } finally {
          process.off('SIGINT', cancel);
        }
      });
    });
}

const POWER = {
  files: 'the files',
  database_key: 'the database key',
  mac_key: 'the MAC key too',
  all_keys: 'every key',
} as const;
const WIDTHS = { what: 66, power: 18, without: 20 } as const;

/** The table of a drill, and what it means. */
function finish(terminal: Terminal, view: DrillView): void {
  const head = [
    'attack'.padEnd(WIDTHS.what),
    'who holds'.padEnd(WIDTHS.power),
    'without a witness'.padEnd(WIDTHS.without),
  ];
  terminal.say(terminal.paint('bold', `  ${head.join(' ')} with a witness`));
  for (const row of view.rows) {
    const verdict = (name: string, width = 0): string =>
      terminal.paint(name === 'ok' ? 'red' : 'green', name.replaceAll('_', ' ').padEnd(width));
    const mark = row.asExpected ? ' ' : terminal.paint('red', '!');
    terminal.say(
      `${mark} ${row.what.padEnd(WIDTHS.what)} ${POWER[row.power].padEnd(WIDTHS.power)} ` +
        `${verdict(row.without.verdict, WIDTHS.without)} ${verdict(row.with.verdict)}`,
    );
  }
  terminal.say();
  const unseen = view.rows.filter(({ onlyWitness }) => onlyWitness).length;
  terminal.say(
    `${view.rows.length} attacks on a copy of ${view.size} entries. ${unseen} of them show only to somebody who kept a` +
      ' checkpoint elsewhere: hand one out with `swarm audit witness export`.',
  );
  terminal.say(
    view.asExpected
      ? terminal.paint('green', 'Every attack got the verdict that it should get.')
      : terminal.paint('red', 'An attack marked ! did NOT get the verdict that it should get.'),
  );
  terminal.result(view);
  if (!view.asExpected) process.exitCode = 1;
}

function readCount(text: string, option: string): number {
  const value = Number(text);
  if (/^\d{1,15}$/.test(text)) return value;
  throw new Problem('wrong_usage', `\`${option}\` wants a number`, 'Give it as digits alone.');
}
