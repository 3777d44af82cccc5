import { composeApplication } from '../compose.ts';
import { forkProcess } from '../core/index.ts';

/** Makes, rotates or revokes a service key as Carla; killed on the way by `kill-at.ts`. */
const [, , folder = '', resourcesFolder = '', act = '', key = '', out = ''] = process.argv;
const application = await composeApplication({
  ...{ resourcesFolder, userFolder: folder, host: 'stand-in', appVersion: '0.0.0' },
  ...{ launchProcess: forkProcess, machinePolicyFile: `${folder}/none.json`, verifierPage: 'none' },
  chooseFile: () => Promise.resolve(undefined),
  chooseSaveFile: () => Promise.resolve(out),
  notify: () => undefined,
});
const password = 'password of carla';
await application.dispatch('session.signIn', { person: 'Carla', password });
if (act === 'revoke')
  await application.dispatch('serviceKeys.revoke', { key, reason: 'no longer needed', password });
else
  await application.dispatch(act === 'make' ? 'serviceKeys.make' : 'serviceKeys.rotate', { key, password });
await application.close();
