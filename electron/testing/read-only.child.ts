import { join } from 'node:path';
import { composeApplication, verifyPath } from '../compose.ts';
import { forkProcess } from '../core/index.ts';

/**
 * A process of its own for read-only.test.ts: everything is loaded, then the rights of whoever started it
 * are dropped, since an administrator may write everywhere. Tries to sign in, then to verify.
 */
const [userFolder = '', person = '', password = ''] = process.argv.slice(2);
const application = await composeApplication({
  resourcesFolder: join(import.meta.dirname, '../../resources'),
  userFolder,
  host: 'command-line',
  appVersion: '0.0.0',
  launchProcess: forkProcess,
  chooseFile: () => Promise.resolve(undefined),
  chooseSaveFile: () => Promise.resolve(undefined),
  notify: () => undefined,
});
const NOBODY = 65_534;
if (process.getuid?.() === 0) {
  process.setgroups?.([]);
  process.setgid?.(NOBODY);
  process.setuid?.(NOBODY);
}
const signedIn = await application.dispatch('session.signIn', { person, password });
await application.close();
const folder = join(userFolder, 'workspace');
const verified = await verifyPath(folder, {
  userFolder,
  workspaceFolder: folder,
  signIn: () => Promise.resolve({ person, password }),
  onProgress: () => undefined,
});
process.stdout.write(JSON.stringify({ signedIn, verified }));
