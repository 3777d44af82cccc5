import { chownSync, copyFileSync, existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { homedir, tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromium, type BrowserContext } from 'playwright';

const CHROMIUM_FILES = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'];
/** The account `nobody` of every Linux; owns no file. */
const NOBODY = 65534;

export interface Browser {
  readonly context: BrowserContext;
  /** Everything the browser writes; gone when it is closed. */
  readonly folder: string;
  /** How the browser's own sandbox stands. */
  readonly sandbox: string;
  close(): Promise<void>;
}

/** Playwright's own list of switched-off features already holds ours, and the last list given wins. */
const PLAYWRIGHT_SETS = new Set(['disable-features']);

/** A window without address bar, and without the bar that warns of our look-up rule. */
const HEADED = [
  '--app=data:text/html,<title>Swarm Clinical</title>',
  '--window-size=1440,900',
  '--test-type',
];

/**
 * Starts Chromium with a profile that is thrown away afterwards. As root it runs as `nobody`, because
 * Chromium's sandbox refuses root; so the sandbox is on in every case.
 *
 * @throws Error that names the missing program
 */
export async function startBrowser(
  switches: readonly (readonly [string, string])[],
  headed: boolean,
): Promise<Browser> {
  const executable = CHROMIUM_FILES.find((file) => existsSync(file));
  if (executable === undefined) {
    throw new Error('chromium is not installed; on Debian: sudo apt-get install chromium');
  }
  const folder = mkdtempSync(join(tmpdir(), 'swarm-stand-in-'));
  const remove = (): void => {
    rmSync(folder, { recursive: true, force: true });
  };
  const profile = join(folder, 'profile');
  mkdirSync(profile, { mode: 0o700 });
  const isRoot = process.getuid?.() === 0;
  try {
    const context = await chromium.launchPersistentContext(profile, {
      executablePath: isRoot ? unprivilegedStarter(folder, profile, executable) : executable,
      chromiumSandbox: true,
      // The main process quits in order first; the browser follows it.
      handleSIGINT: false,
      handleSIGTERM: false,
      handleSIGHUP: false,
      headless: !headed,
      acceptDownloads: false,
      serviceWorkers: 'block',
      viewport: headed ? null : { width: 1440, height: 900 },
      args: [
        ...switches.flatMap(([name, value]) =>
          PLAYWRIGHT_SETS.has(name) ? [] : [value === '' ? `--${name}` : `--${name}=${value}`],
        ),
        '--no-first-run',
        '--password-store=basic',
        ...(headed ? HEADED : []),
      ],
    });
    return {
      context,
      folder,
      sandbox: isRoot ? 'on, as user nobody' : 'on',
      close: async () => {
        await context.close();
        remove();
      },
    };
  } catch (error) {
    remove();
    throw error;
  }
}

/** A starter that gives up root before Chromium begins. Chromium writes only into `folder`. */
function unprivilegedStarter(folder: string, profile: string, executable: string): string {
  const starter = join(folder, 'chromium-as-nobody');
  const become = `setpriv --reuid=${NOBODY} --regid=${NOBODY} --clear-groups --no-new-privs`;
  const authority = join(folder, 'x-authority');
  const environment = `HOME='${folder}' XAUTHORITY='${authority}'`;
  writeFileSync(starter, `#!/bin/sh\nexec ${become} env ${environment} ${executable} "$@"\n`, {
    mode: 0o755,
  });
  // The display's password, which only root may read where it lies.
  const ours = process.env.XAUTHORITY ?? join(homedir(), '.Xauthority');
  if (existsSync(ours)) copyFileSync(ours, authority);
  else writeFileSync(authority, '', { mode: 0o600 });
  for (const owned of [folder, profile, authority]) chownSync(owned, NOBODY, NOBODY);
  return starter;
}
