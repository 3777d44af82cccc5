import { expect, test } from 'vitest';
import { keptTheAirGap, lostToTheEngine, testsOf } from './tests.ts';

const file = (name: string, status: string, assertionResults: unknown[], message = ''): unknown => ({
  name: `/house/${name}`,
  status,
  message,
  assertionResults,
});
const report = (...testResults: unknown[]): string => JSON.stringify({ numPassedTests: 2, testResults });

test('what failed is named with its file and its first words', () => {
  const tests = testsOf(
    report(
      file('a.test.ts', 'failed', [
        { status: 'passed', fullName: 'room is tidy', failureMessages: [] },
        {
          status: 'failed',
          fullName: 'room is shut',
          failureMessages: ['Error: open\n    at a', 'Error: ajar'],
        },
      ]),
    ),
    '/house',
  );
  expect(tests).toEqual({
    ...{ passed: 2, failures: ['a.test.ts: room is shut: Error: open'], secondTries: [] },
    passedBeside: new Map([['a.test.ts', 1]]),
  });
});

test('a file that could not be run is a failure', () => {
  const tests = testsOf(report(file('b.test.ts', 'failed', [], 'Error: no such module\nmore')), '/house');
  expect(tests.failures).toEqual(['b.test.ts: Error: no such module']);
});

test('a test that passed when tried again is told of', () => {
  const shaky = { status: 'passed', fullName: 'room is warm', failureMessages: ['Error: cold'] };
  const tests = testsOf(report(file('c.test.ts', 'passed', [shaky])), '/house');
  expect(tests).toMatchObject({ failures: [], secondTries: ['c.test.ts: room is warm: Error: cold'] });
});

test('a report that was never finished tells of no test', () => {
  expect(testsOf('{"numPassed', '/house')).toMatchObject({ passed: 0, failures: [], secondTries: [] });
});

test('only what nothing left, and nothing tried to leave, kept the air gap', () => {
  const end = (packets: number, calls: string): string =>
    `told before\nair gap: ${packets} packets left the namespace, ${calls}\n`;
  expect(keptTheAirGap(end(0, '0 calls towards a network by 4 programs of ours'))).toBe(true);
  expect(keptTheAirGap(end(0, 'calls not traced'))).toBe(true);
  expect(keptTheAirGap(end(3, '0 calls towards a network by 4 programs of ours'))).toBe(false);
  expect(keptTheAirGap(end(0, '1 calls towards a network by 4 programs of ours'))).toBe(false);
  expect(keptTheAirGap('it never came to the end')).toBe(false);
});

test('files whose process the engine ended are told by name, and no other end counts as that', () => {
  const ended = (signal: string, file: string): string =>
    `Caused by: Error: Worker exited unexpectedly with signal ${signal} during started state while running test file ${file}\n`;
  const fatal = '# Check failed: jit_page_->allocations_.erase(addr) == 1.\n';
  const [one, two] = ['/project/electron/one.test.ts', '/project/electron/two.test.ts'];
  expect(lostToTheEngine(fatal + ended('SIGTRAP', one) + ended('SIGTRAP', one))).toEqual([one]);
  expect(lostToTheEngine(fatal + ended('SIGTRAP', one) + ended('SIGSEGV', two))).toEqual([one]);
  expect(lostToTheEngine(ended('SIGTRAP', one))).toEqual([]);
  expect(lostToTheEngine(fatal)).toEqual([]);
});
