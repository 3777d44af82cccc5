import { readFile, stat } from 'node:fs/promises';
import type { Command } from 'commander';
import { Problem } from '../../../shared/domain/index.ts';
import { PolicyVersionRef, type PolicyCheckView } from '../../../shared/ipc/index.ts';
import { formatProblem } from '../../governance/index.ts';
import { checkShippedPolicy, explainShippedRule } from '../../compose-policy.ts';
import { resourcesFolder, typedPath } from '../client.ts';
import { openTerminal, type Terminal } from '../terminal.ts';
import { atWork, commonOptions } from './context.ts';
import { readMeaning } from './meaning.ts';
import {
  describeDiff,
  describeFinding,
  describeList,
  describeReplay,
  describeWhy,
  showRule,
} from './policy-words.ts';

/** The largest file that is read at all; the reader of policies refuses much smaller ones in its own words. */
const MOST_BYTES = 16 * 1024 * 1024;

interface ProfileOption {
  readonly profile: string;
}

export function addPolicyCommands(program: Command): void {
  const policy = program.command('policy').description('rules: draft, check, replay, activate, explain');
  const withProfile = (command: Command): Command =>
    command.option('--profile <name>', 'the compliance profile that the rules are for', 'hipaa');

  withProfile(policy.command('list'))
    .description('what is in effect, what waits, what was')
    .action(async (_: ProfileOption, command: Command) => {
      await atWork(command, async ({ client, terminal }) => {
        const list = await client.call('policy.list', {});
        for (const line of describeList(list, terminal.paint)) terminal.say(line);
        terminal.result(list);
      });
    });

  withProfile(policy.command('show [version]'))
    .description('the text of a version; the one in effect unless named')
    .action(async (version: string | undefined, { profile }: ProfileOption, command: Command) => {
      await atWork(command, async ({ client, terminal }) => {
        const view = await client.call('policy.get', { profile, version: readVersion(version) });
        terminal.say(view.text.trimEnd());
        terminal.result(view);
      });
    });

  withProfile(policy.command('check [version-or-file]'))
    .description(
      'prove what can be proven: of a file or the shipped rules without a workspace, else of a version',
    )
    .option('--as-documented', 'under the documented precedence: allow before deny, default allow')
    .action(
      async (
        what: string | undefined,
        { profile, asDocumented }: ProfileOption & { asDocumented?: true },
        command: Command,
      ) => {
        const version = PolicyVersionRef.safeParse(what);
        if (what !== undefined && version.success) {
          await atWork(command, async ({ client, terminal }) => {
            report(await client.call('policy.check', { profile, version: version.data }), terminal);
          });
          return;
        }
        const terminal = openTerminal(commonOptions(command).json === true);
        const text = what === undefined ? undefined : await readPolicyFile(what);
        report(
          await checkShippedPolicy(resourcesFolder, {
            ...{ profile, text, file: what, asDocumented: asDocumented === true },
          }),
          terminal,
        );
      },
    );

  withProfile(policy.command('draft <file>'))
    .description('keep a file of rules as a draft in the workspace')
    .requiredOption('--name <text>', 'what to call it')
    .option('--note <text>', 'why it is made', '')
    .action(
      async (
        file: string,
        { profile, name, note }: ProfileOption & { name: string; note: string },
        command: Command,
      ) => {
        const text = await readPolicyFile(file);
        await atWork(command, async ({ client, terminal }) => {
          const { version, problems } = await client.call('policy.draft', { profile, name, note, text });
          for (const { line, column, path, message, hint } of problems)
            terminal.note(
              `${file}:${line}:${column} ${path}: ${message}${hint === undefined ? '' : ` | ${hint}`}`,
            );
          terminal.result({ version, problems });
          if (version === undefined)
            throw new Problem(
              'invalid_input',
              `${problems.length} mistakes in the file`,
              'Mend the lines named above.',
            );
          terminal.say(`Drafted ${version.id}.`);
          terminal.say(`Check it next: swarm policy check ${version.id}`);
        });
      },
    );

  withProfile(policy.command('replay <version>'))
    .description('ask every recorded decision again under a version, and list what would change')
    .option('--from <entry>', 'only from this entry on')
    .action(async (what: string, { profile, from }: ProfileOption & { from?: string }, command: Command) => {
      await atWork(command, async ({ client, terminal }) => {
        const version = readVersion(what);
        const fromSeq = from === undefined ? undefined : Number(from);
        const view = await client.call('policy.replay', { profile, version, fromSeq });
        for (const line of describeReplay(view)) terminal.say(line);
        terminal.result(view);
      });
    });

  withProfile(policy.command('diff <left> [right]'))
    .description('two versions: what their rules say and decide differently; the second is the one in effect')
    .action(async (left: string, right: string | undefined, { profile }: ProfileOption, command: Command) => {
      await atWork(command, async ({ client, terminal }) => {
        const view = await client.call('policy.diff', {
          ...{ profile, left: readVersion(left), right: readVersion(right) },
        });
        for (const line of describeDiff(view)) terminal.say(line);
        terminal.result(view);
      });
    });

  withProfile(policy.command('activate <version>'))
    .description('put a draft of somebody else in effect; you sign with your password')
    .requiredOption('--reason <text>', 'why')
    .option('--meaning <word>', 'review, approval or responsibility', 'approval')
    .action(
      async (
        what: string,
        { profile, reason, meaning }: ProfileOption & { reason: string; meaning: string },
        command: Command,
      ) => {
        await atWork(command, async ({ client, terminal, passwords, options }) => {
          const view = await client.call('policy.activate', {
            ...{ profile, version: readVersion(what), reason, meaning: readMeaning(meaning) },
            password: await passwords.get(String(options.user)),
          });
          terminal.say(`In effect: ${view.name} (${view.rules} rules), drafted by ${view.draftedBy ?? '?'}.`);
          terminal.result(view);
        });
      },
    );

  withProfile(policy.command('withdraw <version>'))
    .description('withdraw a draft')
    .requiredOption('--reason <text>', 'why')
    .action(
      async (what: string, { profile, reason }: ProfileOption & { reason: string }, command: Command) => {
        await atWork(command, async ({ client, terminal }) => {
          const view = await client.call('policy.withdraw', { profile, version: readVersion(what), reason });
          terminal.say(`Withdrawn: ${view.name}.`);
          terminal.result(view);
        });
      },
    );

  withProfile(policy.command('explain [entry]'))
    .description('why an entry of the journal was decided so, or with --rule what a rule says')
    .option('--rule <id>', 'a rule; of the shipped rules without a workspace')
    .action(
      async (
        entry: string | undefined,
        { profile, rule }: ProfileOption & { rule?: string },
        command: Command,
      ) => {
        if ((entry === undefined) === (rule === undefined))
          throw new Problem(
            'wrong_usage',
            'say which entry, or which rule',
            'swarm policy explain --rule HIPAA-001',
          );
        const options = commonOptions(command);
        if (rule !== undefined && options.workspace === undefined && options.user === undefined) {
          const terminal = openTerminal(options.json === true);
          showRule(await explainShippedRule(resourcesFolder, { profile, rule }), terminal);
          return;
        }
        await atWork(command, async ({ client, terminal }) => {
          if (rule !== undefined) {
            showRule(await client.call('policy.explainRule', { profile, rule }), terminal);
            return;
          }
          const view = await client.call('policy.explain', { seq: Number(entry) });
          for (const line of describeWhy(view)) terminal.say(line);
          terminal.result(view);
        });
      },
    );
}

function readVersion(word: string | undefined): PolicyVersionRef {
  const version = PolicyVersionRef.safeParse(word ?? 'in_effect');
  if (version.success) return version.data;
  throw new Problem(
    'wrong_usage',
    `\`${word ?? ''}\` is no version of a policy`,
    'Name `shipped`, `in_effect` or an id out of swarm policy list.',
  );
}

async function readPolicyFile(path: string): Promise<string> {
  const full = typedPath(path);
  let size: number;
  try {
    ({ size } = await stat(full));
  } catch {
    throw new Problem('not_found', `there is no file \`${path}\``);
  }
  if (size > MOST_BYTES)
    throw new Problem('invalid_input', `\`${path}\` has more than ${MOST_BYTES} bytes`, 'Split it.');
  return readFile(full, 'utf8');
}

function report(view: PolicyCheckView, terminal: Terminal): void {
  for (const problem of view.problems)
    terminal.note(`${formatProblem(problem)}${problem.hint === undefined ? '' : ` | ${problem.hint}`}`);
  for (const finding of view.findings)
    for (const line of describeFinding(finding, terminal.paint)) terminal.say(line);
  terminal.result(view);
  const errors = view.findings.filter(({ severity }) => severity === 'error').length + view.problems.length;
  if (!view.ok)
    throw new Problem(
      'check_failed',
      `${errors} ${errors === 1 ? 'error' : 'errors'} in the policy`,
      'Mend what is named above.',
    );
  const count = (severity: string): number =>
    view.findings.filter((each) => each.severity === severity).length;
  terminal.say(
    `${view.rules} rules, proven over ${view.classes.toLocaleString('en')} kinds of requests: ${count('warning')} warnings, ${count('undecided')} undecided, ${count('note')} notes.`,
  );
}
