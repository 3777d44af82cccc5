import { renameSync } from 'node:fs';
import fs from 'node:fs/promises';
import { syncBuiltinESMExports } from 'node:module';
import { Worker } from 'node:worker_threads';
import { composeApplication } from '../compose.ts';
import { forkProcess } from '../core/index.ts';
import { askConfirming } from './confirming.ts';

/** Begins emergency access, and is killed at the step that it is told; for emergency-crash.test.ts. */
const [folder = '', resourcesFolder = '', dataset = '', paper = '', killAt = '-1'] = process.argv.slice(2);
let step = -1;
const reached = (): void => {
  if (step < 0) return;
  if (step === Number(killAt)) process.kill(process.pid, 'SIGKILL');
  step += 1;
};

// Every word to a thread that keeps something, and every file that takes another's place, is a step: before
// it, and for files after it too.
const post = Reflect.get(Worker.prototype, 'postMessage') as (this: Worker, ...words: unknown[]) => void;
Worker.prototype.postMessage = function said(this: Worker, ...words: unknown[]): void {
  reached();
  post.apply(this, words);
};
fs.rename = (from, to) => {
  reached();
  renameSync(from, to);
  reached();
  return Promise.resolve();
};
syncBuiltinESMExports();

const application = await composeApplication({
  ...{ resourcesFolder, userFolder: folder, host: 'stand-in', appVersion: '0.0.0' },
  ...{ launchProcess: forkProcess, machinePolicyFile: `${folder}/none.json` },
  chooseFile: () => Promise.resolve(undefined),
  chooseSaveFile: () => Promise.resolve(undefined),
  notify: () => undefined,
});
const password = 'password of ada';
await askConfirming(application, 'session.signIn', { person: 'Ada', password });
step = 0;
const begun = await askConfirming(application, 'emergency.begin', {
  ...{ reason: 'patient_care', note: 'nobody is on call', minutes: 60, papers: [paper], password },
  scope: { kind: 'dataset', dataset },
});
const steps = step;
step = -1;
await application.close();
process.stdout.write(begun.ok ? String(steps) : begun.message);
