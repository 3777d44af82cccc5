import { join } from 'node:path';
import type { Command } from 'commander';
import { Client, defaultUserFolder, typedPath } from '../client.ts';
import { Passwords } from '../passwords.ts';
import { openTerminal, type Terminal } from '../terminal.ts';

/** Options that every command takes. */
export interface CommonOptions {
  readonly workspace?: string;
  readonly user?: string;
  readonly passwordFile?: string;
  /** Of the authenticator: it counts once and for a minute, so it may stand in an argument. */
  readonly code?: string;
  /** Acts in the role that the person stands in for. */
  readonly asDeputy?: boolean;
  /** What a compliance officer opens patients' data for. */
  readonly lookFor?: string;
  readonly json?: boolean;
}

export interface Work {
  readonly client: Client;
  readonly terminal: Terminal;
  readonly passwords: Passwords;
  readonly options: CommonOptions;
}

export function commonOptions(command: Command): CommonOptions {
  return command.optsWithGlobals();
}

export function workspaceFolder(options: CommonOptions): string {
  return options.workspace === undefined
    ? join(defaultUserFolder(), 'workspace')
    : typedPath(options.workspace);
}

/** The words to add to a suggested command so that it means the same workspace. */
export function workspaceHint(options: CommonOptions): string {
  return options.workspace === undefined ? '' : ` --workspace ${options.workspace}`;
}

/** Opens the workspace, signs in where asked, does the work and closes in order, whatever happens. */
export async function atWork<T>(
  command: Command,
  act: (work: Work) => Promise<T>,
  settings: { signIn: boolean } = { signIn: true },
): Promise<T> {
  const options = commonOptions(command);
  const terminal = openTerminal(options.json === true);
  const passwords = new Passwords(
    options.passwordFile === undefined || options.passwordFile === '-'
      ? options.passwordFile
      : typedPath(options.passwordFile),
  );
  const client = await Client.open({
    workspaceFolder: options.workspace === undefined ? undefined : typedPath(options.workspace),
    userFolder: defaultUserFolder(),
  });
  try {
    if (settings.signIn) await client.signIn(options.user, passwords, options);
    return await act({ client, terminal, passwords, options });
  } finally {
    terminal.progress(undefined);
    await client.close();
  }
}
