import { expect, test } from 'vitest';
import type { CallView, RunView } from '../../../shared/ipc/index.ts';
import {
  argsText,
  cancelText,
  changeText,
  goneText,
  meanSpeed,
  rulesInOrder,
  timelineOf,
} from './call-words.ts';
import { findingRows } from './finding-rows.ts';

const plain = (text: string): string => text.replaceAll('\u00a0', ' ');
const nothing = {
  cellsChanged: 0,
  rowsRemoved: 0,
  columnsRemoved: [],
  columnsAdded: [],
  valuesLost: 0,
  redactions: {},
};

test('a change is said in counts, and none at all is said too', () => {
  expect(changeText(nothing)).toBe('nothing changed');
  expect(
    plain(
      changeText({ ...nothing, columnsRemoved: ['a'], cellsChanged: 412, rowsRemoved: 1, valuesLost: 9 }),
    ),
  ).toBe('1 column removed, 1 row removed, 412 cells changed, 9 values lost');
});

test('arguments leave out what stands beside them', () => {
  expect(argsText({ finding: 'F3', table: 't', column: 'age', method: 'median', limit: 3 })).toBe(
    'column age, method median, limit 3',
  );
});

test('an empty cell after a removal is the row or column that is gone', () => {
  expect([goneText('drop_duplicates'), goneText('drop_column'), goneText('cast_column')]).toEqual([
    'row removed',
    'column removed',
    undefined,
  ]);
});

test('deciding rules come before overruled ones', () => {
  const rule = { behaviour: 'allow', reason: '', file: 'f', line: 1 } as const;
  const decision = {
    behaviour: 'deny',
    ruleId: 'B-002',
    reason: '',
    matched: [
      { ...rule, id: 'A-001', decided: false },
      { ...rule, id: 'B-002', decided: true },
    ],
  } as unknown as Parameters<typeof rulesInOrder>[0];
  expect(rulesInOrder(decision).map(({ id }) => id)).toEqual(['B-002', 'A-001']);
});

const step = { id: 's', agent: 'a', description: '', findings: 1, closed: 0 };
const call = (id: string, at: number): CallView => ({ id, step: at }) as unknown as CallView;

test('the timeline shows steps that have begun, each with its own calls', () => {
  const rows = timelineOf({
    steps: [
      { ...step, index: 0, state: 'done' },
      { ...step, index: 1, state: 'running' },
      { ...step, index: 2, state: 'pending' },
    ],
    callList: [call('x', 0), call('z', 1), call('y', 0)],
  });
  expect(rows.map((row) => row.call?.id ?? row.step?.index)).toEqual([0, 'x', 'y', 1, 'z']);
});

test('findings left for a person come first, each with the last call on it', () => {
  const finding = (id: string, state: string): RunView['findings'][number] =>
    ({ id, state }) as unknown as RunView['findings'][number];
  const on = (id: string, about: string): CallView => ({ id, finding: { id: about } }) as unknown as CallView;
  const rows = findingRows({
    findings: [
      finding('F1', 'closed'),
      finding('F2', 'open'),
      finding('F3', 'refused'),
      finding('F4', 'closed'),
    ],
    callList: [on('a', 'F1'), on('b', 'F3'), on('c', 'F1')],
  });
  expect(rows.map((row) => [row.finding.id, row.call?.id])).toEqual([
    ['F3', 'b'],
    ['F2', undefined],
    ['F1', 'c'],
    ['F4', undefined],
  ]);
});

test('mean speed is weighted by tokens and unknown before the first answer', () => {
  expect(meanSpeed([])).toBeUndefined();
  expect(meanSpeed([{ answerTokens: 0, modelMs: 1, tokensPerSecond: 0 }])).toBeUndefined();
  expect(
    meanSpeed([
      { answerTokens: 100, modelMs: 1000, tokensPerSecond: 100 },
      { answerTokens: 100, modelMs: 4000, tokensPerSecond: 25 },
    ]),
  ).toBe(40);
});

test('cancelling says what stays with the real numbers', () => {
  const run = {
    table: 'admissions',
    versions: { before: 1, after: 11 },
    callList: [{ state: 'done' }, { state: 'denied' }],
    findings: [{ state: 'open' }, { state: 'open' }, { state: 'closed' }],
  } as unknown as Pick<RunView, 'callList' | 'findings' | 'versions' | 'table'>;
  expect(cancelText(run).map(plain).slice(0, 2)).toEqual([
    '1 call done so far stays recorded, and admissions stays at version 11.',
    '2 findings stay open. A call that is running now ends first.',
  ]);
});
