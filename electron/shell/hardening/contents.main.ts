import type { App, WebContents } from 'electron';

type HardenedContents = Pick<WebContents, 'id' | 'on' | 'setWindowOpenHandler'>;

/** Whether the contents with this id may go to an address. */
export type MayNavigate = (contentsId: number, address: string) => boolean;
const NOWHERE: MayNavigate = () => false;

/** SEC-09: no page of ours navigates, opens windows or embeds others, whoever asks it to. */
export function hardenContents(contents: HardenedContents, mayNavigate: MayNavigate = NOWHERE): void {
  contents.setWindowOpenHandler(() => ({ action: 'deny' }));
  contents.on('will-navigate', (event) => {
    if (!mayNavigate(contents.id, event.url)) event.preventDefault();
  });
  contents.on('will-frame-navigate', (event) => {
    if (!mayNavigate(contents.id, event.url)) event.preventDefault();
  });
  contents.on('will-redirect', (event) => {
    event.preventDefault();
  });
  contents.on('will-attach-webview', (event) => {
    event.preventDefault();
  });
  contents.on('login', (event) => {
    event.preventDefault();
  });
}

/** SEC-09: the same for whatever contents are ever made, and no certificates of a client. */
export function hardenAllContents(app: Pick<App, 'on'>, mayNavigate: MayNavigate = NOWHERE): void {
  app.on('web-contents-created', (_event, contents) => {
    hardenContents(contents, mayNavigate);
  });
  app.on('certificate-error', (event, _contents, _url, _error, _certificate, answer) => {
    event.preventDefault();
    answer(false);
  });
  app.on('select-client-certificate', (event) => {
    event.preventDefault();
  });
  app.on('login', (event) => {
    event.preventDefault();
  });
}
