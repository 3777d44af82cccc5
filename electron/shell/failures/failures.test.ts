import { expect, test } from 'vitest';
import { Problem } from '../../../shared/domain/index.ts';
import { describeFailure } from './failures.main.ts';

test('a failure is told without the words of the error', () => {
  expect([
    describeFailure(new Problem('in_use', 'the workspace is open elsewhere', 'Close it there.')),
    describeFailure(new Problem('in_use', 'the workspace is open elsewhere')),
    describeFailure(new TypeError('cannot read `Jane Doe` of /home/x')),
    describeFailure('Jane Doe'),
  ]).toEqual([
    'The workspace is open elsewhere. Close it there.',
    'The workspace is open elsewhere.',
    'Unexpected TypeError. Your work up to the last recorded step is safe. Start the application again.',
    'Unexpected failure. Your work up to the last recorded step is safe. Start the application again.',
  ]);
});
