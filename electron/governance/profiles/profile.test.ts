import { fileURLToPath } from 'node:url';
import { beforeAll, describe, expect, it } from 'vitest';
import { COLUMN_LABELS, TOOL_NAMES, type PolicyRequest } from '../../../shared/domain/index.ts';
import { PolicyFile } from '../../../shared/formats/index.ts';
import { loadCatalogue, type Catalogue } from '../catalogue/index.ts';
import { authorize, type PolicySource } from '../policy/index.ts';
import { randomRequest, seeded } from '../policy/testing/random-policy.ts';
import { withSite, type Profile } from './profile.ts';

let catalogue: Catalogue;
beforeAll(async () => {
  catalogue = await loadCatalogue(fileURLToPath(new URL('../../../resources', import.meta.url)));
});

const site = (value: object): PolicySource => ({
  file: 'site/hipaa.yaml',
  value: PolicyFile.parse({ rules: [], ...value }),
  place: () => ({ line: 1, column: 1 }),
});
const profile = (name: string): Profile => catalogue.profiles.get(name)!;
const decide = (name: string, request: Partial<PolicyRequest>): string => {
  const { behaviour, ruleId } = authorize(
    {
      ...{ by: 'person', role: 'operator', tool: 'export_table', effect: 'export', args: {}, labels: [] },
      ...{ purpose: 'model', complianceProfile: name, deidProfile: 'strict', valuesLost: 0 },
      ...request,
    },
    profile(name).policy,
    { allowedTools: [...TOOL_NAMES] },
  );
  return `${behaviour} ${ruleId}`;
};

describe('the floor of a profile', () => {
  it.each(['hipaa', 'soc2', 'none'])('of %s holds whatever a site allows', (name) => {
    const everything = withSite(
      profile(name),
      site({ rules: [{ id: 'SITE-001', behaviour: 'allow', when: { tool: '*' }, priority: 999 }] }),
    );
    const random = seeded(5);
    let denied = 0;
    for (let at = 0; at < 3000; at += 1) {
      const { request, facts } = randomRequest(random);
      const floor = everything.policy.rules.filter(
        ({ part, fits }) => part === 'floor' && fits(request, facts),
      );
      const { behaviour } = authorize(request, everything.policy, facts);
      if (floor.some((rule) => rule.behaviour === 'deny')) {
        denied += 1;
        expect(behaviour).toBe('deny');
      } else if (floor.length > 0) expect(behaviour).not.toBe('allow');
    }
    expect(denied).toBeGreaterThan(100);
  });

  it('keeps its artefacts, places, retention and cells, whatever a site asks for', () => {
    const before = profile('hipaa');
    const relaxed = withSite(
      before,
      site({
        tighten: {
          ...{ retention_days: 1, small_cell_threshold: 0, mandatory_artefacts: ['model_sheet'] },
          residency: { datasets: ['workspace', 'network'] },
        },
      }),
    ).file;
    expect(relaxed).toMatchObject({ retention_days: 2555, small_cell_threshold: 10 });
    expect(relaxed.mandatory_artefacts).toEqual([...before.file.mandatory_artefacts, 'model_sheet']);
    expect(relaxed.residency.datasets).toEqual(['workspace']);
    const longer = withSite(
      before,
      site({ tighten: { retention_days: 3650, small_cell_threshold: 20 } }),
    ).file;
    expect(longer).toMatchObject({ retention_days: 3650, small_cell_threshold: 20 });
  });

  it('is in the hash of the pack, and so is everything else', () => {
    const hashes = [
      profile('hipaa'),
      profile('soc2'),
      withSite(profile('hipaa'), site({})),
      withSite(profile('hipaa'), site({ tighten: { retention_days: 3650 } })),
    ].map(({ sha256 }) => sha256);
    expect(new Set(hashes).size).toBe(4);
    expect(withSite(withSite(profile('hipaa'), site({})), undefined).sha256).toBe(hashes[0]);
  });
});

describe('the other profiles', () => {
  it.each<[string, Partial<PolicyRequest>, string]>([
    ['soc2', { labels: ['clinical'] }, 'allow EXPORT-001'],
    ['soc2', { labels: ['direct_identifier'] }, 'deny SOC2-004'],
    ['soc2', { labels: ['financial'] }, 'deny SOC2-004'],
    ['soc2', { labels: ['date'] }, 'deny SOC2-005'],
    ['soc2', { tool: 'export_raw_data' }, 'deny SOC2-001'],
    ['soc2', { tool: 'web_search', effect: 'egress', labels: ['clinical'] }, 'deny SOC2-003'],
    ['soc2', { tool: 'promote_challenger', effect: 'promote', args: { env: 'production' } }, 'ask SOC2-006'],
    ['none', {}, 'allow EXPORT-001'],
    ['none', { tool: 'web_search', effect: 'egress' }, 'deny NONE-002'],
  ])('%s: %j', (name, request, expected) => {
    expect(decide(name, request)).toBe(expected);
  });

  it('none takes no labelled data, whatever is done with it', () => {
    expect(profile('none').file.refuses_labelled_data).toBe(true);
    for (const label of COLUMN_LABELS) {
      expect(decide('none', { labels: [label] })).toBe('deny NONE-001');
      expect(
        decide('none', {
          by: 'agent',
          agent: 'data_cleaner',
          tool: 'keep_column',
          effect: 'read',
          labels: [label],
        }),
      ).toBe('deny NONE-001');
    }
  });

  it('come with artefacts, retention and a report of their own', () => {
    const packs = ['hipaa', 'soc2', 'none'].map((name) => profile(name).file);
    expect(packs.map((file) => [file.name, file.report_template, file.retention_days])).toEqual([
      ['hipaa', 'hipaa_run', 2555],
      ['soc2', 'soc2_run', 2555],
      ['none', 'plain_run', 2555],
    ]);
    for (const file of packs) expect(file.mandatory_artefacts).toContain('data_profile');
  });
});
