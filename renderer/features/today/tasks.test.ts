import { expect, test } from 'vitest';
import type { DatasetSummary } from '../../../shared/domain/index.ts';
import type { ApprovalView, RunSummary } from '../../../shared/ipc/index.ts';
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
