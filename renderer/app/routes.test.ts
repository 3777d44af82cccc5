import { describe, expect, test } from 'vitest';
import { CONTRACT, type VerbName } from '../../shared/ipc/index.ts';
import { ROLES } from '../../shared/domain/index.ts';
import { hrefOf, maySee, parseRoute, SCREENS_OF, type Route, type ScreenName } from './routes.ts';

const RUN = '0b0e0c5e-6a5f-4d0e-9c1b-2f6f0a3f9d11';
const CALL = '7d1a4a4c-58a5-4f5b-8a3e-0f8f5a0c2b22';

describe('addresses', () => {
  const places: readonly (readonly [string, Route])[] = [
    ['#/today', { screen: 'today' }],
    ['#/datasets', { screen: 'datasets', dataset: undefined, column: undefined }],
    ['#/datasets/import', { screen: 'datasets', importing: true }],
    [`#/datasets/${RUN}`, { screen: 'datasets', dataset: RUN, column: undefined }],
    [`#/datasets/${RUN}/columns/age`, { screen: 'datasets', dataset: RUN, column: 'age' }],
    ['#/runs', { screen: 'runs', run: undefined, tab: undefined, call: undefined }],
    ['#/runs/new', { screen: 'runs', starting: { dataset: undefined } }],
    [`#/runs/new?dataset=${RUN}`, { screen: 'runs', starting: { dataset: RUN } }],
    [`#/runs/${RUN}/calls/${CALL}`, { screen: 'runs', run: RUN, tab: 'timeline', call: CALL }],
    [`#/runs/${RUN}/differences/${CALL}`, { screen: 'runs', run: RUN, tab: 'differences', call: CALL }],
    [`#/runs/${RUN}/statement`, { screen: 'runs', run: RUN, tab: 'statement', call: undefined }],
    ['#/redactor', { screen: 'redactor' }],
    ['#/redactor/coverage', { screen: 'redactor', tab: 'coverage' }],
    [`#/redactor/proof/${RUN}`, { screen: 'redactor', tab: 'proof', dataset: RUN }],
    ['#/policy', { screen: 'policy' }],
    ['#/policy/hipaa/draft', { screen: 'policy', profile: 'hipaa', drafting: true }],
    [`#/policy/hipaa/${RUN}`, { screen: 'policy', profile: 'hipaa', version: RUN }],
    ['#/denials', { screen: 'denials' }],
    ['#/denials/980', { screen: 'denials', tab: 'all', seq: 980 }],
    ['#/denials/rules', { screen: 'denials', tab: 'rules' }],
    [
      `#/denials/review/${encodeURIComponent('["A",null,"a/b",0]')}`,
      { screen: 'denials', tab: 'review', group: '["A",null,"a/b",0]' },
    ],
    [
      `#/journal/12?kind=tool.denied&run=${RUN}`,
      { screen: 'journal', seq: 12, kind: 'tool.denied', run: RUN },
    ],
    [
      '#/journal?q=HIPAA-001+%22drop+column%22&from=2026-11-22T03%3A00%3A00.000Z&person=application&phi=yes',
      {
        screen: 'journal',
        q: 'HIPAA-001 "drop column"',
        from: '2026-11-22T03:00:00.000Z',
        person: 'application',
        phi: 'yes',
      },
    ],
    ['#/integrity', { screen: 'integrity' }],
    ['#/posture', { screen: 'posture' }],
    ['#/posture/media', { screen: 'posture', part: 'media' }],
    ['#/recovery', { screen: 'recovery' }],
    ['#/emergency', { screen: 'emergency' }],
    ['#/reports/abc', { screen: 'reports', report: 'abc' }],
    ['#/reports/abc/pages', { screen: 'reports', report: 'abc', part: 'pages' }],
    [`#/approvals/${RUN}`, { screen: 'approvals', approval: RUN }],
    ['#/approvals/pace', { screen: 'approvals', part: 'pace' }],
    ['#/agents/data_cleaner', { screen: 'agents', agent: 'data_cleaner' }],
    ['#/people', { screen: 'people', person: undefined }],
    [`#/people/${RUN}`, { screen: 'people', person: RUN }],
    ['#/people/ceremonies', { screen: 'people', part: 'ceremonies', ceremony: undefined }],
    ['#/people/ceremonies/join', { screen: 'people', part: 'ceremonies', ceremony: 'join' }],
    ['#/people/service-keys', { screen: 'people', part: 'service-keys', key: undefined }],
    [`#/people/service-keys/${RUN}`, { screen: 'people', part: 'service-keys', key: RUN }],
    ['#/agents/duties', { screen: 'agents', part: 'duties' }],
  ];

  test.each(places)('%s is read and written alike', (address, route) => {
    expect(parseRoute(address)).toEqual(route);
    expect(hrefOf(route)).toBe(address);
  });

  test.each(['', '#', '#/', '#/nowhere', '#/%E0%A4%A', '#/constructor', '#//runs'])(
    'an address that means nothing leads to Today: `%s`',
    (address) => {
      expect(parseRoute(address)).toEqual({ screen: 'today' });
    },
  );

  test('a sequence number that is none is left out', () => {
    expect(parseRoute('#/journal/-1')).toMatchObject({ seq: undefined });
    expect(parseRoute('#/journal/1e9')).toMatchObject({ seq: undefined });
    expect(parseRoute('#/denials/9999999999999999')).toMatchObject({ seq: undefined });
  });

  test('parts with separators inside survive', () => {
    const route: Route = { screen: 'datasets', dataset: 'a/b?c#d', column: 'x y' };
    expect(parseRoute(hrefOf(route))).toEqual(route);
  });
});

describe('screens of a role', () => {
  /** What a screen asks main as soon as it opens. */
  const NEEDS: Readonly<Record<ScreenName, readonly VerbName[]>> = {
    today: ['runs.list', 'denials.list', 'journal.getIntegrity'],
    datasets: ['datasets.list', 'datasets.get'],
    runs: ['runs.list', 'runs.get'],
    approvals: ['approvals.list', 'approvals.open', 'approvals.answer'],
    redactor: ['phi.getCoverage', 'phi.getProof', 'datasets.list'],
    policy: ['policy.list', 'policy.get', 'policy.diff'],
    agents: ['agents.list'],
    people: ['people.list', 'people.changePassword', 'serviceKeys.list'],
    denials: ['denials.list'],
    journal: ['journal.searchEntries', 'journal.countEntries', 'journal.getEntry', 'journal.verify'],
    integrity: [
      ...(['journal.getIntegrity', 'journal.verify', 'audit.getWitnessState', 'audit.getLastDrill'] as const),
    ],
    posture: ['posture.get', 'posture.check', 'device.get', 'transfers.list'],
    recovery: ['recovery.get', 'recovery.drill', 'keys.get'],
    emergency: ['emergency.get', 'emergency.end'],
    reports: [
      'reports.list',
      'reports.read',
      'reports.getKnownRoots',
      'reports.verifyFile',
      'signing.getSigner',
    ],
  };

  test.each(ROLES)('main answers what the screens of %s ask', (role) => {
    for (const screen of SCREENS_OF[role]) {
      for (const verb of NEEDS[screen]) {
        const { roles } = CONTRACT[verb];
        expect(roles === 'anyone' || roles.includes(role), `${role}: ${verb}`).toBe(true);
      }
    }
  });

  test('only operator and compliance see datasets and approvals', () => {
    for (const screen of ['datasets', 'approvals'] as const) {
      expect(ROLES.filter((role) => maySee(role, { screen }))).toEqual(['operator', 'compliance']);
    }
  });
});
