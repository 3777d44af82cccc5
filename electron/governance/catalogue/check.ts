import type { AgentFile, ComplianceProfileFile, PipelineFile } from '../../../shared/formats/index.ts';
import { formatPath, quoteWord, suggestionHint, type ConfigProblem } from '../documents/index.ts';
import type { ReadFile } from './read-files.ts';
import { USUAL_TOOLS } from './usual-tools.ts';

type Report = (path: readonly PropertyKey[], message: string, hint?: string) => void;

function reporter(file: ReadFile<unknown>, problems: ConfigProblem[]): Report {
  return (path, message, hint) => {
    problems.push({ file: file.file, ...file.place(path), path: formatPath(path), message, hint });
  };
}

/** A file is found by its name, so both must agree. */
export function checkNames(files: readonly ReadFile<{ readonly name: string }>[]): ConfigProblem[] {
  const problems: ConfigProblem[] = [];
  for (const file of files) {
    if (file.value.name !== file.stem)
      reporter(file, problems)(
        ['name'],
        `${quoteWord(file.value.name)} stands in a file of another name`,
        `Name the file \`${file.value.name}.yaml\`, or write \`name: ${file.stem}\`.`,
      );
  }
  return problems;
}

export function checkAgents(agents: readonly ReadFile<AgentFile>[]): ConfigProblem[] {
  const problems: ConfigProblem[] = [];
  for (const agent of agents) {
    const report = reporter(agent, problems);
    const { permissions, phi_access, allowed_tools, allowed_endpoints } = agent.value;
    if (phi_access !== (permissions.includes('read_phi') || permissions.includes('write_phi')))
      report(
        ['phi_access'],
        `\`phi_access\` is ${String(phi_access)} while the permissions say otherwise`,
        'Make `permissions` and `phi_access` agree.',
      );
    for (const [index, permission] of permissions.entries())
      if (permission === 'admin' || permission === 'external_api' || permission === 'file_access')
        report(
          ['permissions', index],
          `no agent can be given ${quoteWord(permission)} here`,
          'Agents reach tables through the gate, and no policy, file or network; take it away.',
        );
    if (!permissions.includes('tool_call'))
      report(['permissions'], 'an agent without `tool_call` can do nothing', 'Add `tool_call`.');
    if (!allowed_tools.includes('finish'))
      report(['allowed_tools'], 'an agent needs `finish` to end its step', 'Add `finish`.');
    if (allowed_endpoints.length > 0)
      report(['allowed_endpoints'], 'no endpoint can be reached from here', 'Leave the list empty.');
    for (const [index, tool] of allowed_tools.entries())
      if (allowed_tools.indexOf(tool) !== index)
        report(['allowed_tools', index], `${quoteWord(tool)} stands here twice`);
  }
  return problems;
}

export function checkProfiles(
  profiles: readonly ReadFile<ComplianceProfileFile>[],
  policies: readonly string[],
): ConfigProblem[] {
  const problems: ConfigProblem[] = [];
  for (const profile of profiles) {
    const report = reporter(profile, problems);
    for (const field of ['floor', 'policies'] as const)
      for (const [index, policy] of profile.value[field].entries())
        if (!policies.includes(policy))
          report(
            [field, index],
            `there is no policy file ${quoteWord(policy)}`,
            suggestionHint(policy, policies),
          );
    for (const [index, policy] of profile.value.policies.entries())
      if (profile.value.floor.includes(policy))
        report(
          ['policies', index],
          `${quoteWord(policy)} is the floor, which a site cannot replace`,
          'Name it under `floor` alone.',
        );
    for (const [category, places] of Object.entries(profile.value.residency))
      if (places.includes('network'))
        report(['residency', category], 'no data may go to a network from here', 'Take `network` away.');
  }
  return problems;
}

export function checkPipelines(
  pipelines: readonly ReadFile<PipelineFile>[],
  agents: ReadonlyMap<string, AgentFile>,
  profiles: readonly string[],
): ConfigProblem[] {
  const problems: ConfigProblem[] = [];
  for (const pipeline of pipelines) {
    const report = reporter(pipeline, problems);
    const { steps, compliance_profile: profile } = pipeline.value;
    if (profile !== undefined && !profiles.includes(profile))
      report(
        ['compliance_profile'],
        `there is no compliance profile ${quoteWord(profile)}`,
        suggestionHint(profile, profiles),
      );
    for (const [index, step] of steps.entries()) {
      if (steps.findIndex(({ id }) => id === step.id) !== index)
        report(['steps', index, 'id'], `the id ${quoteWord(step.id)} is taken by an earlier step`);
      const agent = agents.get(step.agent);
      if (agent === undefined)
        report(
          ['steps', index, 'agent'],
          `there is no agent ${quoteWord(step.agent)}`,
          suggestionHint(step.agent, [...agents.keys()]),
        );
      else checkTools(step.findings, agent, index, report);
    }
    checkDates(pipeline.value, report);
  }
  return problems;
}

function checkTools(
  findings: PipelineFile['steps'][number]['findings'],
  agent: AgentFile,
  step: number,
  report: Report,
): void {
  for (const [index, kind] of findings.entries()) {
    const missing = USUAL_TOOLS[kind].filter((tool) => !agent.allowed_tools.includes(tool));
    if (missing.length > 0)
      report(
        ['steps', step, 'findings', index],
        `${quoteWord(agent.name)} lacks ${missing.join(', ')}, the usual answer to ${quoteWord(kind)}`,
        'Allow the agent these tools, or give the finding to another agent.',
      );
  }
}

/** Dates become intervals before they become years: afterwards the days between them are lost. */
function checkDates({ steps }: PipelineFile, report: Report): void {
  const years = steps.findIndex(({ findings }) => findings.includes('date_of_event'));
  const intervals = steps.findIndex(({ findings }) => findings.includes('date_pair'));
  if (years !== -1 && intervals > years)
    report(
      ['steps', years],
      'dates become years here, before a later step can make intervals of them',
      'Put `date_pair` into this step or an earlier one.',
    );
}
