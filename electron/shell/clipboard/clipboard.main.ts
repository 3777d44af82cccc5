import type { Clipboard as SystemClipboard } from 'electron';
import type { Clipboard } from '../application.ts';

/** The clipboard of the system, in the words of the application. Read only to take back what was put there. */
export function systemClipboard(
  clipboard: Pick<SystemClipboard, 'clear' | 'readText' | 'writeText'>,
): Clipboard {
  return {
    write: async (text) => {
      await clipboard.writeText(text);
    },
    read: async () => clipboard.readText(),
    clear: () => {
      clipboard.clear();
      return Promise.resolve();
    },
  };
}
