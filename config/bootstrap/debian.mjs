import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';

/** Where each package's program shows that it is there. */
const PROOF = {
  chromium: '/usr/bin/chromium',
  xvfb: '/usr/bin/Xvfb',
  'poppler-utils': '/usr/bin/pdfsig',
  openssl: '/usr/bin/openssl',
  softhsm2: '/usr/bin/softhsm2-util',
  strace: '/usr/bin/strace',
  iproute2: '/usr/sbin/ip',
  '7zip': '/usr/bin/7zz',
  age: '/usr/bin/age',
};
const ELSEWHERE = { iproute2: ['/sbin/ip', '/usr/bin/ip', '/bin/ip'] };

/** Installs Debian packages as root on Debian; otherwise names the command, and stops if they are required. */
export function ensureDebianPackages(packages, required) {
  if (process.platform !== 'linux') return;
  const missing = packages.filter(
    (name) => ![PROOF[name], ...(ELSEWHERE[name] ?? [])].some((path) => existsSync(path)),
  );
  if (missing.length === 0) return;
  const command = `apt-get install -y --no-install-recommends ${missing.join(' ')}`;
  const onDebian = existsSync('/etc/debian_version');
  if (onDebian && process.getuid?.() === 0) {
    console.error(`Installing Debian packages: ${missing.join(' ')} ...`);
    const environment = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
    const quiet = { stdio: ['ignore', 'ignore', 'inherit'], env: environment };
    spawnSync('apt-get', ['update', '-qq'], quiet);
    const result = spawnSync(
      'apt-get',
      ['install', '-y', '-qq', '--no-install-recommends', ...missing],
      quiet,
    );
    if (result.status === 0) return;
  }
  const message = `These programs are missing: ${missing.join(', ')}. Run: sudo ${command}`;
  if (required) throw new Error(message);
  console.error(message);
}
