/** Our own scheme, so that pages are neither `file:` nor reachable by any other program. */
export const APP_SCHEME = 'app';
export const APP_ORIGIN = `${APP_SCHEME}://swarm`;
export const START_PAGE = `${APP_ORIGIN}/index.html`;

/** Whether an address lies in our origin. An empty or malformed address does not. */
export function isOurPage(address: string): boolean {
  if (!URL.canParse(address)) return false;
  const url = new URL(address);
  return (
    url.protocol === `${APP_SCHEME}:` &&
    url.host === 'swarm' &&
    url.username === '' &&
    url.password === '' &&
    url.port === ''
  );
}
