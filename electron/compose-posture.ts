import { join } from 'node:path';
import type { PostureCheck } from '../shared/domain/index.ts';
import { requireShippedFiles } from './compose-manifest.ts';
import { canIsolate, currentGuard, systemClock } from './core/index.ts';
import type { Journal } from './evidence/index.ts';
import { checkPosture, routesOut, thisMachine } from './operations/index.ts';
import { PostureDesk, type ApplicationSettings } from './verbs/index.ts';

/** The posture of this workstation, with everything that it is read from. */
export function openPosture(
  settings: ApplicationSettings,
  manifest: Omit<PostureCheck, 'id'>,
  lock: (reason: string) => Promise<unknown>,
): PostureDesk {
  return new PostureDesk({
    check: async (routesAccepted, journal, why) =>
      checkPosture(thisMachine, {
        host: settings.host,
        pid: process.pid,
        workspaceFolder: settings.workspaceFolder ?? join(settings.userFolder, 'workspace'),
        deviceSecretFile: join(settings.userFolder, 'device-secret'),
        refusals: currentGuard()?.refusals().length,
        childrenIsolated: settings.host !== 'electron' && canIsolate(),
        routesAccepted,
        nowMs: systemClock.wallMs(),
        lastEntryMs: await newestEntryMs(journal),
        inference: await lastBackend(journal),
        manifest: why === 'asked' ? await requireShippedFiles(settings, true) : manifest,
      }),
    routes: () => routesOut(thisMachine),
    onRefusal: (listener) => currentGuard()?.onRefusal(listener),
    notify: settings.notify,
    nowMs: systemClock.wallMs,
    lock,
  });
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
