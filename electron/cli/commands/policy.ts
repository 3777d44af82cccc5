import { readFile, stat } from 'node:fs/promises';
import type { Command } from 'commander';
import { Problem } from '../../../shared/domain/index.ts';
import {
  PolicyVersionRef,
  type PolicyCheckView,
  type PolicyDiffView,
  type PolicyExplainView,
  type PolicyFindingView,
  type PolicyListView,
  type PolicyReplayView,
  type PolicyRuleExplainView,
  type PolicyVersionView,
} from '../../../shared/ipc/index.ts';
import { formatProblem } from '../../governance/index.ts';
import { checkShippedPolicy, explainShippedRule } from '../../compose-policy.ts';
import { resourcesFolder, typedPath } from '../client.ts';
import { openTerminal, type Paint, type Terminal } from '../terminal.ts';
import { atWork, commonOptions } from './context.ts';
import { readMeaning } from './meaning.ts';

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
          await checkShippedPolicy(resourcesFolder, { profile, text, asDocumented: asDocumented === true }),
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

const COLOURS = { error: 'red', warning: 'yellow', undecided: 'cyan', note: 'dim' } as const;

function describeFinding(finding: PolicyFindingView, paint: Paint): string[] {
  const { severity, kind, file, line, message, hint, witness } = finding;
  const place = file === '' ? '' : `  ${file}:${line}`;
  return [
    `${paint(COLOURS[severity], severity)} ${kind.replaceAll('_', ' ')}: ${message}.${place}`,
    ...(witness === undefined
      ? []
      : [`  For example: ${witness.inWords} Decided: ${witness.behaviour} by ${witness.ruleId}.`]),
    ...(hint === undefined ? [] : [`  ${hint}`]),
  ];
}

function describeList({ profiles, versions, site }: PolicyListView, paint: Paint): string[] {
  const lines = profiles.flatMap(({ profile, version, rules, floorRules, packSha256, unreadable }) => [
    `${paint('bold', profile.name)}  pack ${profile.version}, ${rules} rules (${floorRules} of the floor), in effect: ${version}, ${packSha256.slice(0, 12)}`,
    ...(unreadable === undefined
      ? []
      : [`  ${paint('red', 'unreadable')}, so everything is denied: ${unreadable}`]),
  ]);
  if (site !== undefined) lines.push(`Packs of ${site.name} are taken (${site.fingerprint.slice(0, 16)}).`);
  return [...lines, '', ...versions.map(describeVersion)];
}

function describeVersion({
  id,
  profile,
  state,
  name,
  rules,
  draftedBy,
  inEffect,
  mayActivate,
}: PolicyVersionView): string {
  const times = inEffect
    .map(({ fromMs, untilMs }) => `${day(fromMs)} to ${untilMs === undefined ? 'now' : day(untilMs)}`)
    .join(', ');
  const by = draftedBy === undefined ? '' : ` by ${draftedBy}`;
  const next = state === 'draft' ? `  ${mayActivate.why}` : '';
  return `${id}  ${profile}  ${state.replaceAll('_', ' ')}  ${name}, ${rules} rules${by}${times === '' ? '' : `  ${times}`}${next}`;
}

function day(ms: number): string {
  return new Date(ms).toISOString().slice(0, 16).replace('T', ' ');
}

function describeReplay(view: PolicyReplayView): string[] {
  const { replayed, changed, outsidePolicy, notReplayable, otherProfile, groups } = view;
  const lines = [
    `${replayed.toLocaleString('en')} decisions asked again: ${changed.toLocaleString('en')} would change.`,
  ];
  const left = [
    outsidePolicy === 0 ? [] : [`${outsidePolicy} refused before policy was asked`],
    notReplayable === 0 ? [] : [`${notReplayable} recorded without what they were made from`],
    otherProfile === 0 ? [] : [`${otherProfile} under another profile`],
  ].flat();
  if (left.length > 0) lines.push(`Not asked: ${left.join(', ')}.`);
  for (const { before, after, reason, tool, agent, role, count, entries } of groups)
    lines.push(
      `${String(count).padStart(6)}  ${tool} by ${agent ?? role}: ${before.behaviour} (${before.ruleId}) becomes ${after.behaviour} (${after.ruleId}). ${reason}`,
      `        entries ${entries.join(', ')}`,
    );
  return lines;
}

function describeDiff({ left, right, rules, settings, decisions, complete }: PolicyDiffView): string[] {
  const lines = [`${left} against ${right}`];
  const field = ({ path, before, after }: PolicyDiffView['settings'][number]): string =>
    `    ${path}: ${before ?? 'nothing'} -> ${after ?? 'nothing'}`;
  for (const { id, change, fields } of rules) lines.push(`  ${change} ${id}`, ...fields.map(field));
  if (settings.length > 0) lines.push('  settings', ...settings.map(field));
  if (rules.length + settings.length === 0) lines.push('  They say the same.');
  for (const { before, after, witness } of decisions)
    lines.push(
      `  ${before.behaviour} (${before.ruleId}) becomes ${after.behaviour} (${after.ruleId}), for example: ${witness.inWords}`,
    );
  if (decisions.length === 0)
    lines.push(
      complete
        ? '  No request is decided differently.'
        : '  No request was found that is decided differently.',
    );
  else if (!complete) lines.push('  There may be more.');
  return lines;
}

function describeWhy(view: PolicyExplainView): string[] {
  const { decision, policy, today } = view;
  const lines = [
    `${decision.behaviour} by ${decision.ruleId}: ${decision.reason}`,
    `  ${view.inWords}  (${view.person}, entry ${view.seq})`,
  ];
  for (const { title, says, detail, rules } of view.contributions) {
    lines.push(`  ${title}: ${says}. ${detail}`);
    for (const { id, file, line } of rules) if (line > 0) lines.push(`    ${id}  ${file}:${line}`);
  }
  const known = policy.name === undefined ? '' : `, ${policy.name}`;
  lines.push(
    `  Policy ${policy.sha256}${known}${policy.inEffect ? ', in effect today' : ', no longer in effect'}.`,
  );
  if (today !== undefined && today.behaviour !== decision.behaviour)
    lines.push(`  Today it would be ${today.behaviour} by ${today.ruleId}.`);
  return lines;
}

function showRule(view: PolicyRuleExplainView, terminal: Terminal): void {
  const { rule, text, inWords, decides, findings, recorded } = view;
  terminal.say(`${rule.id} says ${rule.behaviour}, ${rule.file}:${rule.line} (${rule.part})`);
  terminal.say(`  ${inWords}`);
  terminal.say(`  Shown to people: ${rule.shownReason}`);
  terminal.say();
  for (const line of text.split('\n')) terminal.say(`  ${line}`);
  terminal.say();
  terminal.say(
    decides === undefined ? '  It never decides.' : `  It decides, for example: ${decides.inWords}`,
  );
  for (const finding of findings)
    for (const line of describeFinding(finding, terminal.paint)) terminal.say(line);
  if (recorded !== undefined)
    terminal.say(`  In this workspace it matched ${recorded.matched} times and decided ${recorded.decided}.`);
  terminal.result(view);
}
