import { readFile } from 'node:fs/promises';
import { expect, test } from 'vitest';
import { runCommand } from './command.ts';

const options = { cwd: import.meta.dirname, env: process.env, limitMs: 30_000 };
const node = (script: string, limitMs = options.limitMs): ReturnType<typeof runCommand> =>
  runCommand(process.execPath, ['-e', script], { ...options, limitMs });

test('a command gives its exit code and everything it printed', async () => {
  const result = await node('console.log("out"); console.error("err"); process.exitCode = 3');
  expect(result.code).toBe(3);
  expect(result.output).toContain('out\n');
  expect(result.output).toContain('err\n');
});

test('a command that is not there fails with its name', async () => {
  const result = await runCommand('/nowhere/program', [], options);
  expect(result.code).toBe(127);
  expect(result.output).toContain('/nowhere/program');
});

test('a command that never ends is stopped with all it started, and is told from one that failed', async () => {
  const result = await node(
    `const { spawn } = require('node:child_process');
     const child = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)'], { stdio: 'inherit' });
     console.log(child.pid);
     setInterval(() => {}, 1000);`,
    3000,
  );
  expect(result.code).toBeUndefined();
  const grandchild = Number(result.output.trim());
  expect(grandchild).toBeGreaterThan(1);
  await expect.poll(() => isRunning(grandchild), { timeout: 10_000 }).toBe(false);
});

test('what a command leaves running with its output open does not keep its caller', async () => {
  const result = await node(
    `const { spawn } = require('node:child_process');
     const child = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)'], { stdio: 'inherit' });
     child.unref();
     console.log(child.pid);`,
  );
  expect(result.code).toBe(0);
  await expect.poll(() => isRunning(Number(result.output.trim())), { timeout: 10_000 }).toBe(false);
});

/** False as well for one that has ended and that nobody has asked about yet. */
async function isRunning(pid: number): Promise<boolean> {
  try {
    return !/^State:\s+Z/m.test(await readFile(`/proc/${pid}/status`, 'utf8'));
  } catch {
    return false;
  }
}
