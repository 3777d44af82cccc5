import { expect, test } from 'vitest';
import type { DatasetSummary } from '../../../shared/domain/index.ts';
import type {
  ApprovalView,
  EmergencyUseView,
  RunSummary,
  ServiceKeyView,
} from '../../../shared/ipc/index.ts';
import { tasksOf } from './tasks.ts';

const me = { id: 'me', role: 'operator' } as unknown as Parameters<typeof tasksOf>[0]['me'];
const approval = (id: string, requestedById: string, state = 'waiting'): ApprovalView =>
  ({
    id,
    requestedById,
    state,
    tool: 'drop_duplicates',
    table: 't',
    valuesLost: 3,
  }) as unknown as ApprovalView;
const run = (id: string, state: string): RunSummary => ({ id, state, table: 't' }) as unknown as RunSummary;
const dataset = (id: string, fate: string): DatasetSummary =>
  ({ id, table: 't', sourceFate: { fate, reason: '' } }) as unknown as DatasetSummary;
const facts = {
  approvals: [approval('own', 'me'), approval('theirs', 'other'), approval('old', 'other', 'approved')],
  runs: [run('sign', 'awaiting_attestation'), run('broken', 'interrupted'), run('fine', 'finished')],
  datasets: [dataset('clear', 'open'), dataset('gone', 'deleted')],
  nowMs: 1_000,
};

test('nobody is told to approve what they asked for', () => {
  const places = tasksOf({ me, ...facts }).map(({ where }) => where);
  expect(places).toEqual([
    { screen: 'approvals', approval: 'theirs' },
    { screen: 'runs', run: 'sign', tab: 'statement' },
    { screen: 'runs', run: 'broken' },
    { screen: 'datasets', dataset: 'clear' },
  ]);
});

test('who may not sign or resume is not asked to', () => {
  const viewer = { ...me, role: 'viewer' as const };
  expect(tasksOf({ me: viewer, ...facts, approvals: [], datasets: [] })).toEqual([]);
});

test('a good day has no task', () => {
  expect(tasksOf({ me, runs: [], approvals: [], datasets: [], nowMs: 1_000 })).toEqual([]);
});

test('compliance is told what to review, then what to sign, and nobody else is', () => {
  const nothing = { runs: [], approvals: [], datasets: [], nowMs: 1_000 };
  const officer = { ...me, role: 'compliance' as const };
  const due = { unreviewed: 2, overdue: 1, signatureDueMs: 900, groups: [] };
  const texts = (denials: object, role: typeof me = officer): string[] =>
    tasksOf({ me: role, ...nothing, denials: { ...due, ...denials } }).map(({ text }) => text);
  expect(texts({})).toEqual(['Review 2\u00a0denials']);
  expect(texts({ unreviewed: 0 })).toEqual(['Sign the review of denials']);
  expect(texts({ unreviewed: 0, signatureDueMs: 1_000 })).toEqual([]);
  expect(texts({}, me)).toEqual([]);
});

test('content holders are told of keys that wait to be made or end soon, each once', () => {
  const nothing = { runs: [], approvals: [], datasets: [], nowMs: 0 };
  const key = (id: string, more: object): ServiceKeyView =>
    ({
      id,
      name: id,
      state: 'good',
      mayMake: false,
      proposedBy: 'Ada',
      ...more,
    }) as unknown as ServiceKeyView;
  const serviceKeys = [
    key('asked', { state: 'proposed', mayMake: true }),
    key('own', { state: 'proposed' }),
    key('ending', { expiresAtMs: 24 * 3_600_000 }),
    key('lasting', { expiresAtMs: 60 * 24 * 3_600_000 }),
    key('over', { state: 'expired', expiresAtMs: -1 }),
  ];
  expect(tasksOf({ me, ...nothing, serviceKeys }).map(({ text, where }) => [text, where])).toEqual([
    ['asked is asked for', { screen: 'people', part: 'service-keys', key: 'asked' }],
    ['Rotate ending before it ends', { screen: 'people', part: 'service-keys', key: 'ending' }],
  ]);
});

test('compliance is told of each emergency access that nobody has judged, except their own', () => {
  const nothing = { runs: [], approvals: [], datasets: [], nowMs: 0 };
  const use = (began: number, more: object): EmergencyUseView =>
    ({ began, person: 'Ada', personId: 'ada', beganAtMs: began, ...more }) as unknown as EmergencyUseView;
  const uses = [
    use(1, {}),
    use(2, { ended: { how: 'ended_early' } }),
    use(3, { ended: { how: 'ended_early' }, review: { by: 'Carla' } }),
    use(4, { personId: 'me', ended: { how: 'ended_early' } }),
  ];
  const told = (role: typeof me.role): string[] =>
    tasksOf({ me: { ...me, role }, ...nothing, emergency: { uses } }).map(({ text }) => text);
  expect(told('compliance')).toEqual(['Ada has emergency access now', 'Review the access of Ada']);
  expect(told('operator')).toEqual([]);
});
