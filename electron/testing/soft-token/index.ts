import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** The library of SoftHSM, where the system has it: tests with tokens are passed over elsewhere. */
export const SOFT_MODULE = [
  '/usr/lib/softhsm/libsofthsm2.so',
  '/usr/lib/x86_64-linux-gnu/softhsm/libsofthsm2.so',
].find((path) => existsSync(path));

const TOOL = 'softhsm2-util';

export interface SoftTokens {
  readonly modulePath: string;
  /** Where the objects lie; gone, the token is taken out. */
  readonly folder: string;
  /** Makes a token with PIN 1234. */
  insert(label: string): void;
  remove(): void;
}

/**
 * SoftHSM stands for a token: the same library interface, its objects in a folder of their own, which is
 * named to the library by the environment.
 */
export function softTokens(): SoftTokens {
  const folder = mkdtempSync(join(tmpdir(), 'soft-token-'));
  const tokens = join(folder, 'tokens');
  mkdirSync(tokens);
  const config = join(folder, 'softhsm2.conf');
  writeFileSync(config, `directories.tokendir = ${tokens}\nobjectstore.backend = file\n`);
  process.env.SOFTHSM2_CONF = config;
  return {
    modulePath: SOFT_MODULE ?? '',
    folder: tokens,
    insert: (label) => {
      execFileSync(TOOL, ['--init-token', '--free', '--label', label, '--pin', '1234', '--so-pin', '5678'], {
        timeout: 30_000,
        stdio: 'pipe',
      });
    },
    remove: () => {
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
