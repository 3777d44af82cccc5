import { homedir } from 'node:os';
import { join } from 'node:path';
import { Problem, type PostureCheck } from '../shared/domain/index.ts';
import type { ContentKeysNow } from './compose-key-age.ts';
import { requireShippedFiles } from './compose-manifest.ts';
import { canIsolate, currentGuard, systemClock } from './core/index.ts';
import type { Journal } from './evidence/index.ts';
import type { DeviceSecretPlaces } from './keys/index.ts';
import { checkPosture, readFuses, routesOut, thisMachine, type OwnSignIn } from './operations/index.ts';
import { PostureDesk, spoolEvent, type ApplicationSettings } from './verbs/index.ts';

/** Whose posture it is, and where its secret lies. */
export interface PostureSources {
  readonly settings: ApplicationSettings;
  readonly deviceSecrets: DeviceSecretPlaces;
  keysNow(): Promise<ContentKeysNow | undefined>;
  /** Sign-in with accounts of the hospital; undefined where it is off. */
  signIn(): OwnSignIn | undefined;
}

/** The posture of this workstation, with everything that it is read from. */
export function openPosture(
  { settings, deviceSecrets, keysNow, signIn }: PostureSources,
  manifest: Omit<PostureCheck, 'id'>,
  lock: (reason: string) => Promise<unknown>,
): PostureDesk {
  const folder = folderOf(settings);
  return new PostureDesk({
    check: async (routesAccepted, journal, why) =>
      checkPosture(thisMachine, {
        host: settings.host,
        pid: process.pid,
        workspaceFolder: folder,
        deviceSecretFile: join(settings.userFolder, 'device-secret'),
        deviceSecret: await deviceSecrets.state(),
        refusals: currentGuard()?.refusals().length,
        childrenIsolated: settings.host !== 'electron' && canIsolate(),
        routesAccepted,
        signIn: signIn(),
        nowMs: systemClock.wallMs(),
        lastEntryMs: await newestEntryMs(journal),
        inference: await lastBackend(journal),
        contentKeys: await keysNow(),
        manifest: why === 'asked' ? await shippedFilesNow(settings) : manifest,
        program: process.execPath,
        environment: process.env,
        homeFolder: homedir(),
        // Electron sets the one in builds for the App Sandbox, macOS the other for whatever runs in it.
        inAppSandbox: process.mas && process.env.APP_SANDBOX_CONTAINER_ID !== undefined,
        fuses:
          why === 'asked' && settings.host === 'electron' ? await readFuses(process.execPath) : undefined,
      }),
    routes: () => routesOut(thisMachine),
    onRefusal: (listener) => currentGuard()?.onRefusal(listener),
    notify: settings.notify,
    nowMs: systemClock.wallMs,
    lock,
    recordEarly: (body) => spoolEvent(folder, 'posture.checked', body, systemClock.wallMs()),
    // A command signs in at once or not at all; a window may stand for days before anybody does.
    waitsForPeople: settings.host !== 'command-line',
  });
}

/** Every shipped file, read again. What is not as it was shipped is a finding now: the program runs already. */
async function shippedFilesNow(settings: ApplicationSettings): Promise<Omit<PostureCheck, 'id'>> {
  try {
    return await requireShippedFiles(settings, true);
  } catch (error) {
    if (!(error instanceof Problem)) throw error;
    return notAsShipped(error);
  }
}

function notAsShipped({ message }: Problem): Omit<PostureCheck, 'id'> {
  const sentence = `${message.charAt(0).toUpperCase()}${message.slice(1)}.`;
  return { grade: 'recorded', state: 'attention', finding: sentence.slice(0, 300) };
}

/**
 * SEC-29: the files of the program, before anything of the workspace is opened. A program that is not as it
 * was shipped does not start; that it tried waits for the journal.
 *
 * @throws Problem `damaged`
 */
export async function requireShipped(settings: ApplicationSettings): Promise<Omit<PostureCheck, 'id'>> {
  try {
    return await requireShippedFiles(settings);
  } catch (error) {
    if (error instanceof Problem) {
      const body = {
        ...{ why: 'start' as const, happenedAtMs: systemClock.wallMs() },
        checks: [{ id: 'manifest' as const, ...notAsShipped(error) }],
      };
      await spoolEvent(folderOf(settings), 'posture.checked', body, systemClock.wallMs()).catch(
        () => undefined,
      );
    }
    throw error;
  }
}

function folderOf(settings: ApplicationSettings): string {
  return settings.workspaceFolder ?? join(settings.userFolder, 'workspace');
}

/** Something that ends when it is closed, and ends `stop` with it. */
export function whileOpen<T extends { close(): Promise<void> }>(opened: T, stop: () => void): T {
  return {
    ...opened,
    close: async () => {
      stop();
      await opened.close();
    },
  };
}

async function newestEntryMs(journal: Journal | undefined): Promise<number | undefined> {
  const newest = await journal?.read.ofKinds(['workspace.opened', 'workspace.closed']);
  return newest?.at(-1)?.entry.wallMs;
}

async function lastBackend(journal: Journal | undefined): Promise<string | undefined> {
  const loads = await journal?.read.ofKinds(['model.load']);
  const { backend } = loads?.findLast(({ entry }) => entry.body.ok === true)?.entry.body ?? {};
  return typeof backend === 'string' ? backend.slice(0, 80) : undefined;
}
