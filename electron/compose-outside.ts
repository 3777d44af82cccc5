import { join } from 'node:path';
import type { VerifyView } from '../shared/ipc/index.ts';
import { originOf, verifyJournal } from './compose-journal.ts';
import { systemClock } from './core/index.ts';
import { Attempts, formatProblem, readCatalogue } from './governance/index.ts';
import { fileDeviceSecretStore } from './keys/index.ts';
import { readBundledModels, type Restored } from './operations/index.ts';
import {
  restoreWorkspace as restoreAnyWorkspace,
  verifyPath as verifyAnyPath,
  type RestoreOrder,
  type VerifyPathPorts,
} from './verbs/index.ts';

/** Every problem of the configuration in a resources folder, as `file:line: sentence`. */
export async function validateConfiguration(
  folder: string,
): Promise<{ problems: string[]; summary: string }> {
  const read = await readCatalogue(folder);
  const problems = read.ok ? [] : read.problems.map(formatProblem);
  let models = 0;
  try {
    models = (await readBundledModels(folder)).length;
  } catch (error) {
    problems.push(error instanceof Error ? error.message : 'the models cannot be read');
  }
  if (!read.ok) return { problems, summary: '' };
  const { profiles, agents, pipelines } = read.catalogue;
  const rules = [...profiles.values()].reduce((sum, { policy }) => sum + policy.rules.length, 0);
  return {
    problems,
    summary: `${profiles.size} profile, ${rules} rules, ${agents.size} agents, ${pipelines.size} pipeline, ${models} model`,
  };
}

/** Verifies a report, a run folder or a workspace without opening it for work. */
export function verifyPath(
  path: string,
  ports: Omit<VerifyPathPorts, 'deviceSecrets' | 'verifyJournal'> & { readonly userFolder: string },
): Promise<VerifyView> {
  return verifyAnyPath(path, {
    ...ports,
    verifyJournal,
    deviceSecrets: fileDeviceSecretStore(ports.userFolder),
  });
}

/**
 * Wrong passwords at copies of workspaces, counted for window and command line together. They lie beside the
 * application's own files and not beside the copy, which comes back as often as somebody lays it there. Whoever
 * can write to that folder can take the count away, and has the device secret too: what is left then is what a
 * password costs to try.
 */
export function restoreAttempts(userFolder: string): Attempts {
  return new Attempts(
    join(userFolder, 'restore-attempts.json'),
    systemClock,
    'Wait, or open it with recovery sheets.',
  );
}

/** Brings a backup back to where no workspace stands, without opening it for work. */
export function restoreWorkspace(order: RestoreOrder, userFolder: string): Promise<Restored> {
  const deviceSecrets = fileDeviceSecretStore(userFolder);
  return restoreAnyWorkspace(order, {
    ...{ deviceSecrets, verifyJournal, originOf, wallMs: systemClock.wallMs },
    attempts: restoreAttempts(userFolder),
  });
}
