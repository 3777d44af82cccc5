import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { runCommand } from './command.ts';
import { keptTheAirGap, lostToTheEngine, testsOf, type Tests } from './tests.ts';

/**
 * Every check of the project in one go. Each tool counts as one check, each test as one; the last
 * line adds up. `npm test -- NAME ...` runs only the named steps.
 */
interface Step {
  readonly name: string;
  readonly command: readonly string[];
  /** A vitest run, whose tests are counted one by one. */
  readonly counts?: true;
  /** Its tests stand each for itself: one that fails is tried once more, and told of. */
  readonly tryAgain?: true | undefined;
  /** Its files are walks of many steps: one that fails is walked once more from the start, and told of. */
  readonly trySpecsAgain?: true | undefined;
}

/** What hangs is a failure with a name. Several times what a step takes on a busy machine of two cores. */
const STEP_LIMIT_MS = 6 * 60_000;
const TESTS_LIMIT_MS = 45 * 60_000;
/** More files lost or failed at once are no mishap. */
const MOST_AGAIN = 3;
/** All steps together. */
const LIMIT_MS = 75 * 60_000;

const root = join(import.meta.dirname, '../..');
const bin = join(root, 'node_modules/.bin');
const sides = ['shared', 'node', 'preload', 'renderer', 'e2e'];
const steps: readonly Step[] = [
  {
    name: 'format',
    command: [
      'prettier',
      '--config',
      'config/prettier.config.mjs',
      '--ignore-path',
      'config/.prettierignore',
      '--check',
      '.',
    ],
  },
  ...sides.map((side) => ({ name: `types-${side}`, command: ['tsc', '-p', `config/tsconfig.${side}.json`] })),
  { name: 'lint', command: ['eslint', '--config', 'config/eslint.config.mjs', '--max-warnings', '0', '.'] },
  {
    name: 'module-graph',
    command: ['depcruise', '--config', 'config/dependency-cruiser.cjs', 'electron', 'shared', 'renderer'],
  },
  { name: 'dead-code', command: ['knip', '--config', 'config/knip.json'] },
  { name: 'configuration', command: ['node', 'out/electron/swarm.main.js', 'config', 'validate'] },
  {
    name: 'unit',
    command: ['vitest', 'run', '--config', 'config/vitest.config.ts'],
    counts: true,
    tryAgain: true,
  },
  {
    name: 'whole',
    command: ['vitest', 'run', '--config', 'config/vitest.whole.config.ts'],
    counts: true,
    tryAgain: true,
  },
  { name: 'e2e', command: ['node', 'config/e2e.mjs'], counts: true, trySpecsAgain: true },
];

interface Outcome {
  readonly passed: number;
  readonly failed: number;
  readonly output: string;
  /** What failed, by name. */
  readonly failures: readonly string[];
  /** What passed only when tried again. */
  readonly secondTries: readonly string[];
}

const wanted = process.argv.slice(2);
const chosen =
  wanted.length === 0 ? steps : steps.filter((step) => wanted.some((name) => step.name.startsWith(name)));
const unknown = wanted.filter((name) => !steps.some((step) => step.name.startsWith(name)));
if (unknown.length > 0) {
  say(`unknown step \`${unknown.join(', ')}\`; there are: ${steps.map((step) => step.name).join(', ')}`);
  process.exit(2);
}

for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.once(signal, () => process.exit(130));
const scratch = await mkdtemp(join(tmpdir(), 'swarm-check-'));
let passed = 0;
let failed = 0;
const failures: string[] = [];
try {
  for (const step of chosen) {
    const started = performance.now();
    const outcome = await run(step);
    passed += outcome.passed;
    failed += outcome.failed;
    const seconds = ((performance.now() - started) / 1000).toFixed(1);
    const verdict = outcome.failed === 0 ? 'ok' : 'FAILED';
    const count = step.counts ? `  ${outcome.passed} passed, ${outcome.failed} failed` : '';
    say(`${verdict.padEnd(7)}${step.name.padEnd(16)}${seconds.padStart(7)} s${count}`);
    for (const line of outcome.output.split('\n'))
      if (/^(?:e2e host|air gap): /.test(line)) say(`       ${line}`);
    for (const line of outcome.secondTries) say(`       passed at the second try only: ${line}`);
    for (const line of outcome.failures) say(`       ${line}`);
    if (outcome.failed > 0) say(indent(outcome.output));
    failures.push(...outcome.failures);
  }
} finally {
  await rm(scratch, { recursive: true, force: true });
}
for (const line of failures) say(`FAILED ${line}`);
say(`${passed} passed, ${failed} failed`);
process.exitCode = failed === 0 ? 0 : 1;

async function run(step: Step): Promise<Outcome> {
  const [program = '', ...rest] = step.command;
  const report = join(scratch, `${step.name}.json`);
  const more = step.counts ? ['--reporter=default', '--reporter=json', `--outputFile.json=${report}`] : [];
  if (step.tryAgain === true) more.push('--retry=1');
  const environment = {
    ...process.env,
    PATH: `${bin}:${process.env.PATH ?? ''}`,
    NO_COLOR: '1',
    FORCE_COLOR: '0',
  };
  const limitMs = Math.min(step.counts ? TESTS_LIMIT_MS : STEP_LIMIT_MS, LIMIT_MS - performance.now());
  const result = await runCommand(join(bin, program), [...rest, ...more], {
    cwd: root,
    env: environment,
    limitMs: Math.max(0, limitMs),
  });
  const { code } = result;
  const late = `\nstopped after ${(limitMs / 60_000).toFixed(0)} minutes: it did not end by itself\n`;
  const output = code === undefined ? result.output + late : result.output;
  if (step.counts !== true)
    return code === 0
      ? { passed: 1, failed: 0, output, failures: [], secondTries: [] }
      : { passed: 0, failed: 1, output, failures: [step.name], secondTries: [] };
  const told = testsOf(await readFile(report, 'utf8').catch(() => ''), root);
  const first = outcomeOf(step, code, told, output);
  const lost = step.tryAgain === true ? lostToTheEngine(output).map((file) => relative(root, file)) : [];
  if (lost.length > 0 && lost.length <= MOST_AGAIN)
    return runAgain(step, first, told, lost, (file) => `${file}: the engine ended its process`);
  // The steps of a spec go on from each other, so that it is tried again as a whole; what left the namespace is final.
  const specs = step.trySpecsAgain === true && keptTheAirGap(output) ? [...told.passedBeside.keys()] : [];
  if (specs.length > 0 && specs.length <= MOST_AGAIN)
    return runAgain(
      step,
      first,
      told,
      specs,
      (file) => first.failures.find((line) => line.startsWith(file)) ?? file,
    );
  return first;
}

/** Runs files of a step once more, by themselves; each has to pass whole. */
async function runAgain(
  step: Step,
  first: Outcome,
  { passedBeside }: Tests,
  files: readonly string[],
  why: (file: string) => string,
): Promise<Outcome> {
  const again = await run({
    ...step,
    command: [...step.command, ...files],
    tryAgain: undefined,
    trySpecsAgain: undefined,
  });
  const kept = first.failures.filter((line) => !files.some((file) => line.startsWith(file)));
  const counted = files.reduce((sum, file) => sum + (passedBeside.get(file) ?? 0), 0);
  return {
    passed: first.passed - counted + again.passed,
    failed: kept.length + again.failed,
    output: `${first.output}\n${again.output}`,
    failures: [...kept, ...again.failures],
    secondTries: [...first.secondTries, ...(again.failed === 0 ? files.map(why) : [])],
  };
}

function outcomeOf(step: Step, code: number | undefined, told: Tests, output: string): Outcome {
  // What fails outside of any test still fails the run.
  const failures =
    code !== 0 && told.failures.length === 0 ? [`${step.name}, outside of any test`] : told.failures;
  return { ...told, failures, failed: failures.length, output };
}

function indent(text: string): string {
  return text
    .trimEnd()
    .split('\n')
    .slice(-200)
    .map((line) => `    ${line}`)
    .join('\n');
}

function say(line: string): void {
  process.stdout.write(`${line}\n`);
}
