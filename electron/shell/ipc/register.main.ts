import type { BrowserWindow, IpcMain, IpcMainInvokeEvent } from 'electron';
import type { ShellApplication } from '../application.ts';
import { answerMessage } from './answer.ts';
import { VERB_CHANNEL } from './channels.ts';
import type { Message } from './gates.ts';

type Windows = Pick<typeof BrowserWindow, 'fromWebContents'>;

/** SEC: the only place that listens to pages. One channel; every message passes the gates. */
export function registerVerbs(
  ipcMain: Pick<IpcMain, 'handle'>,
  windows: Windows,
  application: Pick<ShellApplication, 'dispatch' | 'recordRefusal' | 'status'>,
): void {
  ipcMain.handle(VERB_CHANNEL, (event, name: unknown, ...args: unknown[]) =>
    answerMessage({ name, args, ...senderOf(event, windows) }, application),
  );
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
