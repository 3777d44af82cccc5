import type { App, Dialog } from 'electron';
import { Problem } from '../../../shared/domain/index.ts';

const TITLE = 'Swarm Clinical has to close';

/**
 * SEC-13: a bug ends the program. Electron's own dialog would show the error's text and stack, which can
 * quote data; ours shows the words of a Problem or the class of the error, nothing else.
 */
export function closeOnFailure(app: Pick<App, 'exit'>, dialog: Pick<Dialog, 'showErrorBox'>): void {
  const fail = (error: unknown): void => {
    dialog.showErrorBox(TITLE, describeFailure(error));
    app.exit(1);
  };
  process.on('uncaughtException', fail);
  process.on('unhandledRejection', fail);
}

/** What a person is told of a failure. */
export function describeFailure(error: unknown): string {
  if (error instanceof Problem) {
    const sentence = error.message.charAt(0).toUpperCase() + error.message.slice(1);
    return error.hint === undefined ? `${sentence}.` : `${sentence}. ${error.hint}`;
  }
  const name = error instanceof Error ? error.name : 'failure';
  return `Unexpected ${name}. Your work up to the last recorded step is safe. Start the application again.`;
}
