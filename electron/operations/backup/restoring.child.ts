import { appendFileSync } from 'node:fs';
import { restoreBackup } from './restore.ts';

/** Restores, and is killed at the step that it is told; for restore.test.ts. */
const [from = '', target = '', killAt = '-1', noted = ''] = process.argv.slice(2);
let step = 0;
const reached = (): void => {
  if (step === Number(killAt)) process.kill(process.pid, 'SIGKILL');
  step += 1;
};
await restoreBackup(
  { from, target, signal: new AbortController().signal, onProgress: reached },
  {
    judge: (folder) => {
      reached();
      appendFileSync(`${folder}/spool/${noted}`, 'judged');
      reached();
      return Promise.resolve();
    },
  },
);
process.stdout.write(String(step));
