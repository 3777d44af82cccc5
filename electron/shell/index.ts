export type {
  Application,
  ApplicationSettings,
  ChooseFile,
  ChooseSaveFile,
  ComposeApplication,
  HostKind,
  Notify,
} from './application.ts';
export {
  GATES,
  type Caller,
  type Dispatch,
  type Gate,
  type RecordRefusal,
  type Refusal,
} from './ipc/port.ts';
export { fileChooser, saveFileChooser } from './dialogs/dialogs.main.ts';
export { closeOnFailure, describeFailure } from './failures/failures.main.ts';
export { hardenAllContents } from './hardening/contents.main.ts';
export { hardenProcess } from './hardening/process.main.ts';
export { hardenSession } from './hardening/session.main.ts';
export { registerVerbs } from './ipc/register.main.ts';
export { APP_SCHEMES, servePages } from './pages/protocol.main.ts';
export { lockOnPowerEvents } from './power/power.main.ts';
export { utilityProcessLauncher } from './processes/utility.main.ts';
export { focusWindow, notifier, openWindow } from './windows/main-window.main.ts';
export { menuTemplate } from './windows/menu.main.ts';
