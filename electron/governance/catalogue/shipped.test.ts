import { fileURLToPath } from 'node:url';
import { beforeAll, describe, expect, it } from 'vitest';
import {
  COLUMN_LABELS,
  FINDING_KINDS,
  ROLES,
  TOOL_NAMES,
  type ColumnLabel,
  type PolicyRequest,
} from '../../../shared/domain/index.ts';
import { authorize, type PolicyFacts } from '../policy/index.ts';
import { loadCatalogue, type Catalogue } from './catalogue.ts';

/** What ships in `resources/`, as it decides. */
const resources = fileURLToPath(new URL('../../../resources', import.meta.url));
let catalogue: Catalogue;
beforeAll(async () => {
  catalogue = await loadCatalogue(resources);
});

const facts: PolicyFacts = { allowedTools: [...TOOL_NAMES] };
const agent = {
  by: 'agent',
  agent: 'deidentifier',
  role: 'operator',
  args: {},
  labels: [],
  purpose: 'model',
  complianceProfile: 'hipaa',
  deidProfile: 'strict',
  valuesLost: 0,
} as const;
const person = { ...agent, by: 'person', agent: undefined } as const;
const transform = { ...agent, tool: 'drop_column', effect: 'transform' } as const;
const exporting = { ...person, tool: 'export_table', effect: 'export' } as const;
const promote = { ...agent, tool: 'promote_challenger', effect: 'promote' } as const;

const decide = (request: object): string => {
  const { behaviour, ruleId } = authorize(
    request as PolicyRequest,
    catalogue.profiles.get('hipaa')!.policy,
    facts,
  );
  return `${behaviour} ${ruleId}`;
};

describe('the shipped policy', () => {
  it.each<[string, object, string]>([
    ['an agent transforms', transform, 'allow TRANSFORM-001'],
    [
      'an agent transforms identifiers',
      { ...transform, labels: ['direct_identifier'] },
      'allow TRANSFORM-001',
    ],
    ['values would be lost', { ...transform, valuesLost: 1 }, 'ask LOSS-001'],
    ['a person transforms by hand', { ...transform, by: 'person', agent: undefined }, 'deny DEFAULT-DENY'],
    ['an agent of a viewer', { ...transform, role: 'viewer' }, 'deny ROLE-001'],
    ['a step ends', { ...agent, tool: 'finish', effect: 'control' }, 'allow CONTROL-001'],

    ['a person exports raw data', { ...exporting, tool: 'export_raw_data' }, 'deny HIPAA-001'],
    ['an agent exports raw data', { ...agent, tool: 'export_raw_data', effect: 'export' }, 'deny HIPAA-001'],
    ['raw data without labels', { ...exporting, tool: 'export_raw_data', labels: [] }, 'deny HIPAA-001'],

    ['an agent searches the web', { ...agent, tool: 'web_search', effect: 'egress' }, 'deny HIPAA-002'],
    [
      'an agent that no rule names searches the web',
      { ...agent, agent: 'reporter', tool: 'web_search', effect: 'egress' },
      'deny HIPAA-002',
    ],
    [
      'a person searches the web with data',
      { ...person, tool: 'web_search', effect: 'egress', labels: ['clinical'] },
      'deny HIPAA-004',
    ],
    ['a person searches the web', { ...person, tool: 'web_search', effect: 'egress' }, 'deny DEFAULT-DENY'],

    ['promotion to prod', { ...promote, args: { env: 'prod' } }, 'ask HIPAA-003'],
    ['promotion to PROD', { ...promote, args: { env: 'PROD' } }, 'ask HIPAA-003'],
    ['promotion to Production', { ...promote, args: { env: ' Production ' } }, 'ask HIPAA-003'],
    ['promotion, nested', { ...promote, args: { env: { name: 'prod' } } }, 'ask HIPAA-003'],
    ['promotion to both', { ...promote, args: { env: ['dev', 'prod'] } }, 'ask HIPAA-003'],
    ['promotion to staging', { ...promote, args: { env: 'staging' } }, 'allow PROMOTE-001'],
    ['promotion to nobody knows where', { ...promote, args: { env: 'productoin' } }, 'deny DEFAULT-DENY'],
    ['promotion without a place', promote, 'deny DEFAULT-DENY'],

    ['a cleaned table leaves', { ...exporting, labels: ['clinical', 'surrogate'] }, 'allow EXPORT-001'],
    ['a table with redacted text', { ...exporting, labels: ['redacted_text'] }, 'allow EXPORT-001'],
    ['a table with names', { ...exporting, labels: ['direct_identifier'] }, 'deny HIPAA-005'],
    ['a table with patient keys', { ...exporting, labels: ['patient_key'] }, 'deny HIPAA-005'],
    ['a table with unread text', { ...exporting, labels: ['free_text'] }, 'deny HIPAA-005'],
    ['a table with dates, strict', { ...exporting, labels: ['date'] }, 'deny HIPAA-006'],
    [
      'a table with dates, limited',
      { ...exporting, labels: ['date'], deidProfile: 'limited' },
      'ask EXPORT-002',
    ],
    [
      'a table with dates, outside any run',
      { ...exporting, labels: ['date'], deidProfile: undefined },
      'deny DEFAULT-DENY',
    ],
    [
      'a limited table with names',
      { ...exporting, labels: ['direct_identifier'], deidProfile: 'limited' },
      'deny HIPAA-005',
    ],
    ['an agent exports', { ...exporting, by: 'agent', agent: 'deidentifier' }, 'deny HIPAA-007'],
    ['compliance exports', { ...exporting, role: 'compliance' }, 'deny ROLE-001'],
    ['an admin exports', { ...exporting, role: 'admin' }, 'deny ROLE-001'],
  ])('%s', (_, request, expected) => {
    expect(decide(request)).toBe(expected);
  });

  it('lets no table out that holds what identifies, whoever asks and however', () => {
    const identifying: ColumnLabel[] = ['direct_identifier', 'patient_key', 'free_text'];
    for (const label of identifying)
      for (const role of ROLES)
        for (const by of ['agent', 'person'])
          for (const tool of ['export_table', 'export_raw_data'])
            for (const deidProfile of ['strict', 'limited', undefined])
              expect(decide({ ...exporting, role, by, tool, deidProfile, labels: [label] })).toMatch(/^deny/);
  });

  it('lets nothing out to a network, whoever asks and whatever it holds', () => {
    for (const role of ROLES)
      for (const by of ['agent', 'person'])
        for (const labels of [[], [...COLUMN_LABELS]])
          expect(decide({ ...agent, by, role, tool: 'web_search', effect: 'egress', labels })).toMatch(
            /^deny/,
          );
  });

  it('gives every rule a sentence', () => {
    for (const { policy } of catalogue.profiles.values())
      for (const rule of policy.rules) expect(rule.reason).toMatch(/^[A-Z].{20,}\.$/);
  });
});

describe('the shipped pipeline', () => {
  it('decides every kind of finding once', () => {
    const { steps } = catalogue.pipelines.get('table_readiness')!.file;
    expect(steps.flatMap(({ findings }) => findings).toSorted()).toEqual(FINDING_KINDS.toSorted());
    expect(steps.map(({ id, agent: by }) => `${id} by ${by}`)).toEqual([
      'deduplicate by data_validator',
      'deidentify by deidentifier',
      'reduce_dates by deidentifier',
      'validate by data_validator',
      'clean by data_cleaner',
      'prepare by feature_engineer',
    ]);
  });

  it('has agents without a tool that lets anything out', () => {
    const used = new Set(
      [...catalogue.pipelines.values()].flatMap(({ file }) => file.steps.map(({ agent }) => agent)),
    );
    for (const name of used)
      for (const tool of ['export_table', 'export_raw_data', 'web_search', 'promote_challenger'])
        expect(catalogue.agents.get(name)!.allowed_tools).not.toContain(tool);
  });
});

it('ships a profile with its artefacts and floor', () => {
  expect(catalogue.profiles.get('hipaa')!.file).toMatchObject({
    retention_days: 2555,
    small_cell_threshold: 10,
    mandatory_artefacts: [
      ...['cleaned_dataset', 'data_profile', 'minimum_necessary', 'deidentification', 'access_audit'],
    ],
  });
});

describe('the documented roles', () => {
  it.each([
    [
      'phi_reader',
      ['ehr_lookup', 'drug_interaction_check'],
      [50_000, 100, 30],
      true,
      ['identifiers', 'free_text', 'financial'],
    ],
    [
      'report_generator',
      ['generate_pdf', 'send_secure_email'],
      [100_000, 200, 30],
      true,
      ['ssn', 'financial'],
    ],
    ['general_assistant', ['web_search', 'calculator', 'calendar'], [25_000, 100, 30], false, []],
  ])('%s has its tools, limits and data', (name, tools, limits, phi, excluded) => {
    const { allowed_tools, session_limits, phi_access, data_access } = catalogue.agents.get(name)!;
    expect(allowed_tools).toEqual([...tools, 'finish']);
    expect([
      session_limits.max_tokens,
      session_limits.max_tool_calls,
      session_limits.timeout_minutes,
    ]).toEqual(limits);
    expect([phi_access, data_access.excluded]).toEqual([phi, excluded]);
  });

  it('may use what is inside, and nothing that leaves', () => {
    const by = (name: string, tool: string, effect: string): string =>
      authorize(
        { ...agent, agent: name, tool, effect } as unknown as PolicyRequest,
        catalogue.profiles.get('hipaa')!.policy,
        {
          allowedTools: catalogue.agents.get(name)!.allowed_tools,
        },
      ).behaviour;
    expect(by('phi_reader', 'ehr_lookup', 'read')).toBe('allow');
    expect(by('general_assistant', 'calculator', 'read')).toBe('allow');
    expect(by('general_assistant', 'ehr_lookup', 'read')).toBe('deny');
    expect(by('general_assistant', 'web_search', 'egress')).toBe('deny');
    expect(by('report_generator', 'send_secure_email', 'export')).toBe('deny');
  });

  it.each([...['admin', 'external_api', 'file_access']])('none is given `%s`', (permission) => {
    for (const { permissions } of catalogue.agents.values()) expect(permissions).not.toContain(permission);
  });
});
