// The window's specs inside a proven air gap: `node config/e2e.mjs [VITEST ARGUMENTS]`, also as
// `npm run airgap`. As root on Linux everything runs in a network namespace whose one wire is watched, and
// every process of ours runs under the system's tracer: a packet or a call towards a network is a failure.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { electronProgram } from '../e2e/driver/host.ts';
import { canWatch, runWatched } from './airgap/namespace.ts';
import { canTrace, readTraces, writeTracer } from './airgap/trace.ts';

const root = fileURLToPath(new URL('..', import.meta.url));
const vitest = [
  process.execPath,
  `${root}node_modules/vitest/vitest.mjs`,
  'run',
  '--config',
  'config/vitest.e2e.config.ts',
  ...process.argv.slice(2),
];
if (canWatch()) process.exit(await watched());
console.error('not root on Linux: the specs run without a network namespace, and nothing is counted');
const [program, ...rest] = vitest;
process.exit(spawnSync(program, rest, { cwd: root, stdio: 'inherit' }).status ?? 1);

async function watched() {
  const folder = mkdtempSync(join(tmpdir(), 'swarm-airgap-'));
  // A real Electron starts its own processes; there the packets alone are counted.
  const traced = canTrace() && electronProgram() === undefined;
  const env = {
    ...process.env,
    ...(traced ? { SWARM_E2E_NODE: writeTracer(folder, process.execPath) } : {}),
  };
  try {
    const { code, packets } = await runWatched(vitest, { cwd: root, env });
    const { programs, offences, agreed } = traced
      ? readTraces(folder)
      : { programs: 0, offences: [], agreed: [] };
    for (const offence of offences.slice(0, 20)) console.log(`call towards a network: ${offence}`);
    const calls = traced
      ? `${offences.length} calls towards a network by ${programs} programs of ours`
      : 'calls not traced';
    console.log(`air gap: ${packets} packets left the namespace, ${calls}`);
    // Told apart, and never counted as nothing: the one process that may, in the specs that pin a provider.
    if (agreed.length > 0)
      console.log(
        `sign-in process: ${agreed.length} connections to the one provider that the spec's machine policy pins (${[...new Set(agreed)].join(', ')})`,
      );
    const proven = packets === 0 && offences.length === 0 && (programs > 0 || !traced);
    return code === 0 && !proven ? 1 : code;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
