import type { App, WebContents } from 'electron';

type HardenedContents = Pick<WebContents, 'on' | 'setWindowOpenHandler'>;

/** SEC-09: no page of ours navigates, opens windows or embeds others, whoever asks it to. */
export function hardenContents(contents: HardenedContents): void {
  contents.setWindowOpenHandler(() => ({ action: 'deny' }));
  contents.on('will-navigate', (event) => {
    event.preventDefault();
  });
  contents.on('will-frame-navigate', (event) => {
    event.preventDefault();
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
export function hardenAllContents(app: Pick<App, 'on'>): void {
  app.on('web-contents-created', (_event, contents) => {
    hardenContents(contents);
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
