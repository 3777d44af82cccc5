import type { Session } from 'electron';
import { isOurPage } from '../pages/origin.ts';

/** What a page session offers that we close. */
type HardenedSession = Pick<
  Session,
  | 'enableNetworkEmulation'
  | 'on'
  | 'setBluetoothPairingHandler'
  | 'setCertificateVerifyProc'
  | 'setDevicePermissionHandler'
  | 'setDisplayMediaRequestHandler'
  | 'setPermissionCheckHandler'
  | 'setPermissionRequestHandler'
  | 'setSpellCheckerEnabled'
  | 'setUSBProtectedClassesHandler'
  | 'webRequest'
>;

/** Chromium's code for a certificate that is refused. */
const CERTIFICATE_REFUSED = -2;

/** The one thing a page may: put plain text on the clipboard, for the copy buttons of ids. Never read it. */
const GRANTED = 'clipboard-sanitized-write';

/**
 * SEC-09: a session that grants next to nothing, downloads nothing and requests nothing but our own pages.
 *
 * @param mayRequest for the one session whose pages are not ours: those of the hospital's sign-in
 */
export function hardenSession(
  session: HardenedSession,
  mayRequest: (address: string) => boolean = isOurPage,
): void {
  session.setPermissionRequestHandler((_contents, permission, answer, details) => {
    answer(permission === GRANTED && details.isMainFrame && isOurPage(details.requestingUrl));
  });
  session.setPermissionCheckHandler(
    (_contents, permission, _origin, details) =>
      permission === GRANTED && details.isMainFrame && isOurPage(details.requestingUrl ?? ''),
  );
  session.setDevicePermissionHandler(() => false);
  session.setDisplayMediaRequestHandler((_request, answer) => {
    answer(null);
  });
  session.setBluetoothPairingHandler((_details, answer) => {
    answer({ confirmed: false });
  });
  session.setUSBProtectedClassesHandler(({ protectedClasses }) => protectedClasses);
  session.setCertificateVerifyProc((_request, answer) => {
    answer(CERTIFICATE_REFUSED);
  });
  session.setSpellCheckerEnabled(false);
  session.enableNetworkEmulation({ offline: true });
  for (const event of ['select-hid-device', 'select-serial-port', 'select-usb-device'] as const) {
    denySelection(session, event);
  }
  session.on('file-system-access-restricted', (_event, _details, answer) => {
    answer('deny');
  });
  session.on('will-download', (event) => {
    event.preventDefault();
  });
  session.webRequest.onBeforeRequest((details, answer) => {
    answer({ cancel: !mayRequest(details.url) });
  });
}

function denySelection(
  session: HardenedSession,
  event: 'select-hid-device' | 'select-serial-port' | 'select-usb-device',
): void {
  // The three events differ in their types only; each hands the event first and the callback last.
  const on = session.on.bind(session) as unknown as (
    name: string,
    listener: (event: { preventDefault(): void }, ...rest: unknown[]) => void,
  ) => void;
  on(event, (selection, ...rest) => {
    selection.preventDefault();
    const answer = rest.at(-1);
    if (typeof answer === 'function') (answer as (chosen: string) => void)('');
  });
}
