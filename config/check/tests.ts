import { relative } from 'node:path';

/** What vitest's JSON report says of a run. Every line names a file, a test in it, and why it failed. */
export interface Tests {
  readonly passed: number;
  /** The tests that failed, and the files that could not be run at all. */
  readonly failures: readonly string[];
  /** The tests that failed first and passed when tried again: they want mending too. */
  readonly secondTries: readonly string[];
  /** Of each file in which something failed: how many of its tests passed. */
  readonly passedBeside: ReadonlyMap<string, number>;
}

interface Report {
  readonly numPassedTests: number;
  readonly testResults: readonly {
    readonly name: string;
    readonly status: string;
    readonly message?: string;
    readonly assertionResults: readonly {
      readonly status: string;
      readonly fullName: string;
      readonly failureMessages?: readonly string[] | null;
    }[];
  }[];
}

/** Reads vitest's JSON report. One that was never finished tells of no test. */
export function testsOf(report: string, root: string): Tests {
  let parsed: Report;
  try {
    parsed = JSON.parse(report) as Report;
  } catch {
    return { passed: 0, failures: [], secondTries: [], passedBeside: new Map() };
  }
  const tests = parsed.testResults.flatMap((file) =>
    file.assertionResults.map(({ status, fullName, failureMessages }) => ({
      status,
      tried: failureMessages?.length ?? 0,
      line: `${relative(root, file.name)}: ${fullName}: ${firstLine(failureMessages?.[0])}`,
    })),
  );
  const unrun = parsed.testResults.filter(
    (file) => file.status === 'failed' && !file.assertionResults.some(({ status }) => status === 'failed'),
  );
  return {
    passed: parsed.numPassedTests,
    failures: [
      ...tests.filter(({ status }) => status === 'failed').map(({ line }) => line),
      ...unrun.map((file) => `${relative(root, file.name)}: ${firstLine(file.message)}`),
    ],
    secondTries: tests
      .filter(({ status, tried }) => status === 'passed' && tried > 0)
      .map(({ line }) => line),
    passedBeside: new Map(
      parsed.testResults
        .filter(({ status }) => status === 'failed')
        .map((file) => [
          relative(root, file.name),
          file.assertionResults.filter(({ status }) => status === 'passed').length,
        ]),
    ),
  };
}

/** Whether a run of the window's specs printed that nothing left and nothing tried to. */
export function keptTheAirGap(output: string): boolean {
  return /^air gap: 0 packets left the namespace, (?:0 calls|calls not traced)/m.test(output);
}

/**
 * Files whose process the JavaScript engine ended by a fault of its own, before it could say what passed: V8's book of
 * WebAssembly code is at times in disorder where many threads come and go (`jit_page_`, node issue 64500). Code of ours
 * that ends a process some other way is not among them.
 */
export function lostToTheEngine(output: string): readonly string[] {
  if (!output.includes('Check failed: jit_page_')) return [];
  const lost = output.matchAll(/with signal SIGTRAP during \w+ state while running test file (\S+)/g);
  return [...new Set([...lost].map(([, file = '']) => file))];
}

function firstLine(text = ''): string {
  return text.trim().split('\n', 1)[0]?.slice(0, 300) ?? '';
}
