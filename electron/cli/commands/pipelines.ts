import type { Command } from 'commander';
import { DeidProfile, Problem, Purpose, type DatasetId } from '../../../shared/domain/index.ts';
import { typedPath } from '../client.ts';
import { describeEnd } from '../run-printer.ts';
import { atWork, workspaceHint } from './context.ts';
import { importDataset, readDatasetId } from './datasets.ts';
import { followRun } from './follow.ts';
import { runByServiceKey } from './service-run.ts';

interface RunOptions {
  readonly template: string;
  readonly dataset: string;
  readonly compliance: string;
  readonly purpose: string;
  readonly problem?: string;
  readonly target?: string;
  readonly profile: string;
  readonly model?: string;
  readonly unattended?: true;
  readonly reference?: string;
  readonly realistic?: true;
}

export function addPipelineCommands(program: Command): void {
  const pipelines = program.command('pipelines').description('plans of runs');
  pipelines
    .command('list')
    .description('the pipelines that ship')
    .action(async (_: unknown, command: Command) => {
      await atWork(
        command,
        async ({ client, terminal }) => {
          const list = await client.call('pipelines.list', {});
          for (const pipeline of list) {
            terminal.say(`${pipeline.name}: ${pipeline.description}`);
            for (const step of pipeline.steps)
              terminal.say(`  ${step.id} (${step.agent}): ${step.description}`);
          }
          terminal.result(list);
        },
        { signIn: false },
      );
    });
  pipelines
    .command('run')
    .description('run a pipeline on a table, governed and recorded')
    .option('--template <name>', 'which pipeline')
    .option('--dataset <file or id>', 'a file to import, or the id of a dataset')
    .option('--compliance <profile>', 'compliance profile, such as hipaa')
    .option('--purpose <word>', `what it is for: ${Purpose.options.join(', ')}`)
    .option('--service-key <file>', 'the run that this key is good for; nothing else needs to be said')
    .option('--problem <text>', 'the question behind it, in your words; stays in the workspace')
    .option('--target <column>', 'the outcome column, for the search for leakage')
    .option('--profile <word>', `de-identification: ${DeidProfile.options.join(', ')}`, 'strict')
    .option('--reference <code>', 'the data use agreement (limited) or the method on file (expert)')
    .option('--realistic', 'surrogates that read like values')
    .option('--unattended', 'nobody waits for an answer: what policy would ask is denied')
    .option('--model <file>', 'another GGUF model; its SHA-256 is pinned at first use')
    .action(async (given: Partial<RunOptions> & { serviceKey?: string }, command: Command) => {
      if (given.serviceKey !== undefined) {
        refuseScope(command);
        await runByServiceKey(command, given.serviceKey);
        return;
      }
      const options = requireScope(given);
      const purpose = readWord(Purpose.options, options.purpose, 'purpose');
      const deidProfile = readWord(DeidProfile.options, options.profile, 'profile');
      await atWork(command, async ({ client, terminal, options: common }) => {
        const dataset = await findOrImport(client, terminal, options.dataset);
        const model =
          options.model === undefined ? undefined : await pinModel(client, terminal, options.model);
        const run = await followRun(client, terminal, () =>
          client.call('runs.start', {
            template: options.template,
            dataset,
            purpose,
            deidProfile,
            complianceProfile: options.compliance,
            ...(options.problem === undefined ? {} : { problem: options.problem }),
            ...(options.target === undefined ? {} : { target: options.target }),
            ...(model === undefined ? {} : { model }),
            ...(options.reference === undefined ? {} : { reference: options.reference }),
            ...(options.realistic === undefined ? {} : { realistic: true }),
            ...(options.unattended === undefined ? {} : { unattended: true }),
          }),
        );
        terminal.say();
        for (const line of describeEnd(run, workspaceHint(common))) terminal.say(line);
        terminal.result(run);
        if (run.state === 'waiting_for_approval') process.exitCode = 3;
        else if (run.state === 'stopped' || run.state === 'interrupted') process.exitCode = 1;
      });
    });
}

/** What a run cannot do without. @throws Problem `wrong_usage` naming the first that is missing */
function requireScope(given: Partial<RunOptions>): RunOptions {
  const { template, dataset, compliance, purpose, profile } = given;
  const needed = { template, dataset, compliance, purpose, profile };
  for (const [name, value] of Object.entries(needed))
    if (value === undefined)
      throw new Problem('wrong_usage', `\`--${name}\` is missing`, 'See swarm pipelines run --help.');
  return given as RunOptions;
}

/** A service key says all there is to say. @throws Problem `wrong_usage` where more was said */
function refuseScope(command: Command): void {
  const said = command.options
    .map((option) => option.attributeName())
    .filter((name) => name !== 'serviceKey' && command.getOptionValueSource(name) === 'cli');
  if (said.length > 0)
    throw new Problem(
      'wrong_usage',
      `a service key says itself what is run; \`--${said[0] ?? ''}\` is too much`,
      'Ask for another key where something else is to be run.',
    );
}

type Work = Parameters<Parameters<typeof atWork>[1]>[0];

async function findOrImport(
  client: Work['client'],
  terminal: Work['terminal'],
  given: string,
): Promise<DatasetId> {
  if (!/^[0-9a-f]{8}-[0-9a-f-]{27}$/.test(given)) return (await importDataset(client, terminal, given)).id;
  const id = readDatasetId(given);
  const known = await client.call('datasets.list', {});
  if (known.some((dataset) => dataset.id === id)) return id;
  throw new Problem('not_found', `there is no dataset \`${id}\``, 'List them: swarm datasets list');
}

/** Copies a model file into the workspace and pins it by its hash. @returns the hash */
async function pinModel(client: Work['client'], terminal: Work['terminal'], file: string): Promise<string> {
  const pinned = await client.withFile('open', typedPath(file), () => client.call('models.pin', {}));
  if (pinned === null) throw new Problem('cancelled', 'no model was chosen');
  terminal.say(`Model ${pinned.name}, pinned by SHA-256 ${pinned.sha256}.`);
  return pinned.sha256;
}

function readWord<Word extends string>(words: readonly Word[], given: string, what: string): Word {
  const word = words.find((candidate) => candidate === given);
  if (word !== undefined) return word;
  throw new Problem('wrong_usage', `\`${given}\` is no ${what}`, `Use one of: ${words.join(', ')}.`);
}
