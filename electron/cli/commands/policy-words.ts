import type {
  PolicyDiffView,
  PolicyExplainView,
  PolicyFindingView,
  PolicyListView,
  PolicyReplayView,
  PolicyRuleExplainView,
  PolicyVersionView,
} from '../../../shared/ipc/index.ts';
import type { Paint, Terminal } from '../terminal.ts';

// What the command line says of policies, as lines.

const COLOURS = { error: 'red', warning: 'yellow', undecided: 'cyan', note: 'dim' } as const;

export function describeFinding(finding: PolicyFindingView, paint: Paint): string[] {
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

export function describeList({ profiles, versions, site }: PolicyListView, paint: Paint): string[] {
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

export function describeReplay(view: PolicyReplayView): string[] {
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

export function describeDiff({
  left,
  right,
  rules,
  settings,
  decisions,
  complete,
}: PolicyDiffView): string[] {
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

export function describeWhy(view: PolicyExplainView): string[] {
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

export function showRule(view: PolicyRuleExplainView, terminal: Terminal): void {
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
