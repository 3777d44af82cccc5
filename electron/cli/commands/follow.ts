import type { RunId } from '../../../shared/domain/index.ts';
import type { RunView } from '../../../shared/ipc/index.ts';
import type { Client } from '../client.ts';
import { RunPrinter } from '../run-printer.ts';
import type { Terminal } from '../terminal.ts';

/**
 * Starts or resumes a run and prints it until it ends or waits for a person. The first interrupt
 * cancels the run in order; a second one ends the program.
 */
export async function followRun(
  client: Client,
  terminal: Terminal,
  begin: () => Promise<{ run: RunId }>,
  printer = new RunPrinter(terminal),
): Promise<RunView> {
  let wake: () => void = () => undefined;
  return client.listening(
    (name) => {
      if (name === 'run.changed') wake();
    },
    async () => {
      const { run } = await begin();
      const cancel = (): void => {
        terminal.note('Cancelling at the next safe point; what was done so far is kept.');
        void client.call('runs.cancel', { run });
      };
      process.once('SIGINT', cancel);
      try {
        for (;;) {
          const changed = new Promise<void>((resolve) => (wake = resolve));
          const view = await client.call('runs.get', { run });
          printer.show(view);
          if (view.state !== 'running') return view;
          await changed;
        }
      } finally {
        process.off('SIGINT', cancel);
        terminal.progress(undefined);
      }
    },
  );
}
