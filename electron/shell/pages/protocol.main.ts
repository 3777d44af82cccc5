import type { CustomScheme, Protocol } from 'electron';
import { serveAsset } from './assets.ts';
import { APP_SCHEME } from './origin.ts';

/** Every privilege of our scheme, written out. */
export const APP_SCHEMES: CustomScheme[] = [
  {
    scheme: APP_SCHEME,
    privileges: {
      standard: true,
      secure: true,
      bypassCSP: false,
      allowServiceWorkers: false,
      supportFetchAPI: false,
      corsEnabled: false,
      stream: false,
      codeCache: false,
      allowExtensions: false,
    },
  },
];

/** Serves the built renderer under our scheme. */
export function servePages(protocol: Pick<Protocol, 'handle'>, rendererFolder: string): void {
  protocol.handle(APP_SCHEME, (request) =>
    serveAsset(rendererFolder, { url: request.url, method: request.method }),
  );
}
