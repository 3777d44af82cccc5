import { writeSync } from 'node:fs';
import { systemClock } from '../../core/index.ts';
import { openJournal } from './journal.ts';
import { IN_RUN, TOOL_INTENT, TOOL_OUTCOME } from './temporary.ts';

/**
 * A process of its own for kill.test.ts: appends acts, several at once, and says each entry that was
 * acknowledged, until somebody kills it.
 */
const request = JSON.parse(process.env.JOURNAL_UNDER_TEST ?? '') as Record<
  'folder' | 'databaseKey' | 'macKey' | 'checkpointSeed' | 'origin',
  string
>;
const key = (name: 'databaseKey' | 'macKey' | 'checkpointSeed'): Uint8Array =>
  Buffer.from(request[name], 'hex');

const journal = await openJournal({
  folder: request.folder,
  origin: request.origin,
  databaseKey: key('databaseKey'),
  macKey: key('macKey'),
  checkpointSeed: key('checkpointSeed'),
  clock: systemClock,
});
// Straight to the pipe: what was said must not wait in a buffer of the process that is killed.
const say = (seq: number): void => {
  for (;;)
    try {
      writeSync(1, `${seq}\n`);
      return;
    } catch (error) {
      // The pipe is full: whoever reads it is slow today.
      if ((error as NodeJS.ErrnoException).code !== 'EAGAIN') throw error;
    }
};
const act = async (): Promise<void> => {
  const intent = await journal.intent('tool.call', TOOL_INTENT, IN_RUN);
  say(intent.seq);
  say((await journal.outcome('tool.call', intent, TOOL_OUTCOME, IN_RUN)).seq);
};
for (let round = 0; ; round += 1) {
  await Promise.all([act(), act(), act()]);
  if (round % 20 === 19) await journal.checkpoint('interval');
}
