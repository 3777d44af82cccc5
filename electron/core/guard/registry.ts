import { spawnSync } from 'node:child_process';
import { childEnvironment } from './environment.ts';
import { REGISTRY_QUERIES, registryProgram, type RegistryQuery } from './registry-program.ts';

const LIMIT_MS = 2000;
const MOST_BYTES = 16 * 1024 * 1024;

/** What the registry of Windows answers; undefined on other systems and for a key that is not there. */
export function readRegistry(query: RegistryQuery): string | undefined {
  const program = process.platform === 'win32' ? registryProgram(process.env.SystemRoot) : undefined;
  if (program === undefined) return undefined;
  const { status, stdout } = spawnSync(program, REGISTRY_QUERIES[query], {
    ...{ encoding: 'utf8', timeout: LIMIT_MS, maxBuffer: MOST_BYTES, windowsHide: true },
    env: childEnvironment(),
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  return status === 0 ? stdout : undefined;
}
