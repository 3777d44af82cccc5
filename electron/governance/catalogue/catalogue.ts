import { Problem, type Sha256Hex } from '../../../shared/domain/index.ts';
import {
  AgentFile,
  canonicalJson,
  ComplianceProfileFile,
  PipelineFile,
  PolicyFile,
} from '../../../shared/formats/index.ts';
import { sha256Hex } from '../../core/index.ts';
import { formatProblem, type ConfigProblem } from '../documents/index.ts';
import { checkPolicies, type PolicySource } from '../policy/index.ts';
import { composeProfile, type Profile } from '../profiles/index.ts';
import { checkAgents, checkNames, checkPipelines, checkProfiles } from './check.ts';
import { readFolder, type ReadFile } from './read-files.ts';

export interface Pipeline {
  readonly file: PipelineFile;
  readonly sha256: Sha256Hex;
}

/** Everything that is configured in files, checked, by name. */
export interface Catalogue {
  readonly profiles: ReadonlyMap<string, Profile>;
  readonly agents: ReadonlyMap<string, AgentFile>;
  readonly pipelines: ReadonlyMap<string, Pipeline>;
  /** Over the canonical JSON of all files of a kind; the first covers policies and profiles. */
  readonly hashes: {
    readonly policySha256: Sha256Hex;
    readonly agentsSha256: Sha256Hex;
    readonly pipelinesSha256: Sha256Hex;
  };
}

/** @returns the catalogue, or everything that is wrong with it */
export async function readCatalogue(
  resources: string,
): Promise<
  | { readonly ok: true; readonly catalogue: Catalogue }
  | { readonly ok: false; readonly problems: readonly ConfigProblem[] }
> {
  const policies = await readFolder(resources, 'policies', PolicyFile);
  const profiles = await readFolder(resources, 'profiles', ComplianceProfileFile);
  const agents = await readFolder(resources, 'agents', AgentFile);
  const pipelines = await readFolder(resources, 'pipelines', PipelineFile);

  const agentsByName = byName(agents.files);
  const profileNames = profiles.files.map(({ value }) => value.name);
  const unread = [policies, profiles, agents, pipelines].flatMap(({ problems }) => problems);
  const problems = [
    ...unread,
    ...checkNames([...profiles.files, ...agents.files, ...pipelines.files]),
    ...checkPolicies(withParts(policies.files, profiles.files), {
      agents: [...agentsByName.keys()],
      profiles: profileNames,
    }),
    ...checkAgents(agents.files),
    ...checkProfiles(
      profiles.files,
      policies.files.map(({ file }) => baseName(file)),
    ),
    ...checkPipelines(pipelines.files, agentsByName, profileNames),
  ];
  // A reference to a file that could not be read is a consequence, not a mistake of its own; it is still
  // reported, so that nobody corrects one and meets the next.
  if (problems.length > 0) return { ok: false, problems: problems.toSorted(byPlace) };
  return {
    ok: true,
    catalogue: {
      profiles: new Map(profiles.files.map(({ value }) => [value.name, profile(value, policies.files)])),
      agents: agentsByName,
      pipelines: new Map(
        pipelines.files.map(({ value }) => [value.name, { file: value, sha256: hashOf(value) }]),
      ),
      hashes: {
        policySha256: hashOf({ policies: values(policies.files), profiles: values(profiles.files) }),
        agentsSha256: hashOf(values(agents.files)),
        pipelinesSha256: hashOf(values(pipelines.files)),
      },
    },
  };
}

/** @throws Problem `invalid_input` that names the first mistake and says how to see all */
export async function loadCatalogue(resources: string): Promise<Catalogue> {
  const read = await readCatalogue(resources);
  if (read.ok) return read.catalogue;
  const [first, ...others] = read.problems;
  if (first === undefined) throw new Error('a catalogue that is neither good nor bad');
  const more = others.length === 0 ? '' : ` (and ${others.length} more)`;
  throw new Problem(
    'invalid_input',
    `${formatProblem(first)}${more}`,
    `${first.hint === undefined ? '' : `${first.hint} `}\`swarm config validate\` lists everything.`,
  );
}

function profile(file: ComplianceProfileFile, policies: readonly PolicySource[]): Profile {
  const named = (names: readonly string[]): PolicySource[] =>
    policies.filter((policy) => names.includes(baseName(policy.file)));
  return composeProfile(file, { floor: named(file.floor), rules: named(file.policies) });
}

/** A file that any profile has as its floor is checked as one. */
function withParts(
  policies: readonly PolicySource[],
  profiles: readonly ReadFile<ComplianceProfileFile>[],
): PolicySource[] {
  const floors = new Set(profiles.flatMap(({ value }) => value.floor));
  return policies.map((policy) =>
    floors.has(baseName(policy.file)) ? { ...policy, part: 'floor' as const } : policy,
  );
}

function byName<T extends { readonly name: string }>(files: readonly ReadFile<T>[]): ReadonlyMap<string, T> {
  return new Map(files.map(({ value }) => [value.name, value]));
}

function values(files: readonly ReadFile<unknown>[]): unknown {
  return files.map(({ file, value }) => ({ file, value }));
}

function hashOf(value: unknown): Sha256Hex {
  return sha256Hex(canonicalJson(value));
}

function baseName(file: string): string {
  return file.slice(file.indexOf('/') + 1);
}

function byPlace(left: ConfigProblem, right: ConfigProblem): number {
  if (left.file !== right.file) return left.file < right.file ? -1 : 1;
  return left.line - right.line || left.column - right.column;
}
