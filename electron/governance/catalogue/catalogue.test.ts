import { cp, mkdir, mkdtemp, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { formatProblem } from '../documents/index.ts';
import { loadCatalogue, readCatalogue } from './catalogue.ts';

const shipped = fileURLToPath(new URL('../../../resources/', import.meta.url));
let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'catalogue-'));
  for (const kind of ['policies', 'profiles', 'agents', 'pipelines'])
    await cp(join(shipped, kind), join(folder, kind), { recursive: true });
});
afterEach(() => rm(folder, { recursive: true }));

const complaints = async (): Promise<string[]> => {
  const read = await readCatalogue(folder);
  return read.ok ? [] : read.problems.map((problem) => `${formatProblem(problem)} | ${problem.hint ?? ''}`);
};
async function edit(file: string, from: string | RegExp, to: string): Promise<void> {
  const path = join(folder, file);
  const text = await readFile(path, 'utf8');
  const changed = text.replace(from, to);
  expect(changed).not.toBe(text);
  await writeFile(path, changed);
}

it('accepts a copy of what ships, with the same hashes', async () => {
  expect((await loadCatalogue(folder)).hashes).toEqual((await loadCatalogue(shipped)).hashes);
});

it('has hashes that say which kind changed, and none that a comment changes', async () => {
  const before = (await loadCatalogue(folder)).hashes;
  await edit('policies/hipaa.yaml', 'version: 1', '# a remark\nversion: 1');
  expect((await loadCatalogue(folder)).hashes).toEqual(before);
  await edit('agents/data_cleaner.yaml', 'max_tool_calls: 400', 'max_tool_calls: 401');
  const after = (await loadCatalogue(folder)).hashes;
  expect(after.agentsSha256).not.toBe(before.agentsSha256);
  expect({ ...after, agentsSha256: '' }).toEqual({ ...before, agentsSha256: '' });
});

describe('a mistake between files is named where it stands', () => {
  it.each<[string, string, string | RegExp, string, RegExp]>([
    [
      'an agent that does not exist',
      'pipelines/table_readiness.yaml',
      'agent: data_validator',
      'agent: data_validater',
      /^pipelines\/table_readiness\.yaml:\d+:12 steps\[0\]\.agent: there is no agent `data_validater` \| Did you mean `data_validator`\?$/,
    ],
    [
      'an agent without the tool it needs',
      'agents/deidentifier.yaml',
      /\n\s+- surrogate_key/,
      '',
      /steps\[1\]\.findings\[1\]: `deidentifier` lacks surrogate_key, the usual answer to `patient_key`/,
    ],
    [
      'a tool that does not exist',
      'agents/deidentifier.yaml',
      '- surrogate_key',
      '- surogate_key',
      /^agents\/deidentifier\.yaml:\d+:5 allowed_tools\[2\]: `surogate_key` is not known here \| Did you mean `surrogate_key`\?/,
    ],
    [
      'a kind of finding that does not exist',
      'pipelines/table_readiness.yaml',
      '- patient_key',
      '- patient_keys',
      /steps\[1\]\.findings\[1\]: `patient_keys` is not known here \| Did you mean `patient_key`\?/,
    ],
    [
      'years before intervals',
      'pipelines/table_readiness.yaml',
      /- date_pair([^]*)- date_of_event/,
      '- date_of_event$1- date_pair',
      /steps\[1\]: dates become years here/,
    ],
    [
      'a step id given twice',
      'pipelines/table_readiness.yaml',
      'id: clean',
      'id: validate',
      /steps\[4\]\.id: the id `validate` is taken/,
    ],
    [
      'a profile that does not exist',
      'pipelines/table_readiness.yaml',
      'compliance_profile: hipaa',
      'compliance_profile: hippa',
      /compliance_profile: there is no compliance profile `hippa` \| Did you mean `hipaa`\?/,
    ],
    [
      'a policy file that does not exist',
      'profiles/hipaa.yaml',
      'floor: [hipaa.yaml]',
      'floor: [hippa.yaml]',
      /floor\[0\]: there is no policy file `hippa\.yaml` \| Did you mean `hipaa\.yaml`\?/,
    ],
    [
      'a network',
      'profiles/hipaa.yaml',
      'datasets: [workspace,',
      'datasets: [network,',
      /residency\.datasets: no data may go to a network/,
    ],
    [
      'a retention below the floor',
      'profiles/hipaa.yaml',
      '2555',
      '2190',
      /retention_days: `2190` is below 2192/,
    ],
    [
      'a place for a missing category',
      'profiles/hipaa.yaml',
      /\n\s+artefacts: .*/,
      '',
      /residency\.artefacts: this field is missing/,
    ],
    [
      'a name unlike its file',
      'agents/data_cleaner.yaml',
      'name: data_cleaner',
      'name: cleaner',
      /name: `cleaner` stands in a file of another name/,
    ],
    [
      'rights that disagree',
      'agents/data_cleaner.yaml',
      'phi_access: true',
      'phi_access: false',
      /phi_access: `phi_access` is false while/,
    ],
    [
      'an agent that would administer',
      'agents/data_cleaner.yaml',
      'tool_call]',
      'tool_call, admin]',
      /permissions\[3\]: no agent can be given `admin` here/,
    ],
    [
      'a category that does not exist',
      'agents/report_generator.yaml',
      'excluded: [ssn,',
      'excluded: [snn,',
      /data_access\.excluded\[0\]: `snn` is not known here \| Did you mean `ssn`\?/,
    ],
    [
      'an agent that cannot end',
      'agents/data_cleaner.yaml',
      /\n\s+- finish/,
      '',
      /allowed_tools: an agent needs `finish`/,
    ],
    [
      'an endpoint',
      'agents/data_cleaner.yaml',
      'endpoints: []',
      "endpoints: ['https://x']",
      /no endpoint can be reached/,
    ],
    [
      'a misspelt tool in a rule',
      'policies/hipaa.yaml',
      'tool: export_raw_data',
      'tool: export_raw',
      /rules\[0\]\.when\.tool: `export_raw` names no tool/,
    ],
  ])('%s', async (_, file, from, to, expected) => {
    await edit(file, from, to);
    expect((await complaints()).some((line) => expected.test(line))).toBe(true);
  });

  it('reports everything at once, in order of place', async () => {
    await edit('policies/hipaa.yaml', 'behaviour: deny', 'behavior: deny');
    await edit('agents/data_cleaner.yaml', 'phi_access: true', 'phi_acess: true');
    await edit('pipelines/table_readiness.yaml', 'agent: feature_engineer', 'agent: nobody');
    const lines = await complaints();
    expect(lines.length).toBeGreaterThanOrEqual(5);
    expect(lines).toEqual(lines.toSorted((a, b) => (a.split(':')[0]! < b.split(':')[0]! ? -1 : 1)));
  });
});

describe('a folder', () => {
  it('that is missing is named', async () => {
    await rm(join(folder, 'agents'), { recursive: true });
    expect(await complaints()).toContainEqual(expect.stringMatching(/^agents: the folder is missing/));
  });

  it('with a file that would silently not be in force is refused', async () => {
    await rename(join(folder, 'policies/hipaa.yaml'), join(folder, 'policies/hipaa.yml'));
    await mkdir(join(folder, 'agents/more.yaml'));
    const lines = await complaints();
    expect(lines).toContainEqual(
      expect.stringMatching(/^policies\/hipaa\.yml: only `\.yaml` files belong here/),
    );
    expect(lines).toContainEqual(expect.stringMatching(/^agents\/more\.yaml: only/));
  });
});

it('says at start what is wrong first, and how to see the rest', async () => {
  await edit('policies/hipaa.yaml', 'tool: export_raw_data', 'tool: export_raw');
  await expect(loadCatalogue(folder)).rejects.toMatchObject({
    code: 'invalid_input',
    message: expect.stringMatching(
      /^policies\/hipaa\.yaml:\d+:\d+ rules\[0\]\.when\.tool: `export_raw` names no tool$/,
    ),
    hint: expect.stringMatching(/`swarm config validate` lists everything\.$/),
  });
});
