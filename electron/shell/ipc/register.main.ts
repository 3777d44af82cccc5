import type { BrowserWindow, IpcMain, IpcMainInvokeEvent } from 'electron';
import type { ShellApplication } from '../application.ts';
import { answerMessage } from './answer.ts';
import { VERB_CHANNEL } from './channels.ts';
import type { Message } from './gates.ts';

type Windows = Pick<typeof BrowserWindow, 'fromWebContents'>;

/**
 * SEC-01: the only place that listens to pages. One channel; every message passes the gates. Messages that
 * come while the application is still being composed wait for it.
 */
export function registerVerbs(
  ipcMain: Pick<IpcMain, 'handle'>,
  windows: Windows,
  composing: Promise<Pick<ShellApplication, 'dispatch' | 'recordRefusal' | 'status'>>,
): void {
  ipcMain.handle(VERB_CHANNEL, async (event, name: unknown, ...args: unknown[]) => {
    // Read before anything is awaited: the frame may be gone afterwards.
    const sender = senderOf(event, windows);
    return answerMessage({ name, args, ...sender }, await composing);
  });
}

function senderOf(
  event: IpcMainInvokeEvent,
  windows: Windows,
): Pick<Message, 'senderUrl' | 'senderIsTopFrame' | 'windowId'> {
  const frame = event.senderFrame;
  return {
    senderUrl: frame?.url ?? '',
    senderIsTopFrame: frame !== null && frame.parent === null,
    windowId: windows.fromWebContents(event.sender)?.id,
  };
}
