import { forkProcess } from '../core/index.ts';
import { composeApplication } from '../compose.ts';

/** Signs in and changes the content keys in a workspace that is there; killed on the way by `kill-at.ts`. */
const [, , userFolder = '', resourcesFolder = '', person = '', password = ''] = process.argv;
const application = await composeApplication({
  ...{ resourcesFolder, userFolder, host: 'stand-in', appVersion: '0.0.0', launchProcess: forkProcess },
  verifierPage: 'none',
  chooseFile: () => Promise.resolve(undefined),
  chooseSaveFile: () => Promise.resolve(undefined),
  notify: () => undefined,
});
const ask = async (...call: Parameters<typeof application.dispatch>): Promise<void> => {
  const answer = await application.dispatch(...call);
  if (!answer.ok) throw new Error(`${call[0]}: ${answer.code}`);
};
await ask('session.signIn', { person, password });
await ask('keys.rotate', { reason: 'a person left', password });
await application.close();
