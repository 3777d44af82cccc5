import { readFile, stat } from 'node:fs/promises';
import type { Command } from 'commander';
import { Problem, type RunId } from '../../../shared/domain/index.ts';
import type { ServiceRunView } from '../../../shared/ipc/index.ts';
import { typedPath, type Client } from '../client.ts';
import type { Terminal } from '../terminal.ts';
import { atWork } from './context.ts';

/** A key file is a few hundred bytes; a bigger one is none. */
const MAX_FILE_BYTES = 4096;

/**
 * Signs in by a key file and does the one run that it is good for. Exit 0 where its steps are done, 3 where it waits
 * for a person, 1 where it was stopped.
 */
export async function runByServiceKey(command: Command, path: string): Promise<void> {
  const file = await readKeyFile(typedPath(path));
  await atWork(
    command,
    async ({ client, terminal }) => {
      await client.call('service.signIn', { file });
      const view = await follow(client, terminal);
      terminal.say(`Run ${view.id}: ${describe(view)}`);
      terminal.result(view);
      if (view.state === 'waiting_for_approval') process.exitCode = 3;
      else if (view.state === 'stopped' || view.state === 'interrupted') process.exitCode = 1;
    },
    { signIn: false },
  );
}

async function follow(client: Client, terminal: Terminal): Promise<ServiceRunView> {
  let wake: () => void = () => undefined;
  return client.listening(
    (name) => {
      if (name === 'run.changed') wake();
    },
    async () => {
      const { run } = await client.call('service.startRun', {});
      const cancel = (): void => {
        terminal.note('Cancelling at the next safe point; what was done so far is kept.');
        void client.call('service.cancelRun', { run });
      };
      process.once('SIGINT', cancel);
      try {
        return await settled(client, run, (changed) => (wake = changed));
      } finally {
        process.off('SIGINT', cancel);
      }
    },
  );
}

async function settled(
  client: Client,
  run: RunId,
  onChange: (wake: () => void) => void,
): Promise<ServiceRunView> {
  for (;;) {
    const changed = new Promise<void>((resolve) => {
      onChange(resolve);
    });
    const view = await client.call('service.getRun', { run });
    if (view.state !== 'running') return view;
    await changed;
  }
}

/** What became of it, in figures: a service session sees nothing else of its run. */
function describe({ state, endReason, calls, denials, waiting }: ServiceRunView): string {
  const figures = `${calls} calls, ${denials} denied, ${waiting} waiting`;
  const why = endReason === undefined ? '' : ` (${endReason.replaceAll('_', ' ')})`;
  return `${state.replaceAll('_', ' ')}${why}; ${figures}.`;
}

/** The file as base64. It MUST be readable by its owner alone. */
async function readKeyFile(path: string): Promise<string> {
  let bytes: Buffer;
  let mode: number;
  try {
    const { size, mode: bits } = await stat(path);
    if (size > MAX_FILE_BYTES) throw new Error('too big');
    mode = bits;
    bytes = await readFile(path);
  } catch {
    throw new Problem(
      'not_found',
      `the key file \`${path}\` cannot be read`,
      'Check its path and permissions.',
    );
  }
  if (process.platform !== 'win32' && (mode & 0o077) !== 0)
    throw new Problem(
      'not_allowed',
      `the key file \`${path}\` can be read by other users of this workstation`,
      'Rotate the key, since it may be known, and keep the new file to yourself (`chmod 600`).',
    );
  const text = bytes.toString('base64');
  bytes.fill(0);
  return text;
}
