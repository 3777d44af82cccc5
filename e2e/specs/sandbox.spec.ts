import { readdirSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { CHROMIUM_SWITCHES } from '../../electron/shell/hardening/switches.ts';
import { electronProgram } from '../driver/host.ts';
import { startBrowser } from '../host/owner/browser.ts';

interface Process {
  readonly pid: number;
  readonly parent: number;
  readonly uid: number;
  readonly seccomp: number;
  readonly noNewPrivs: number;
  readonly environment: string;
  readonly command: string;
}

/** Every process there is, with what the kernel says of it; those that end meanwhile are left out. */
function allProcesses(): Process[] {
  return readdirSync('/proc')
    .filter((name) => /^[0-9]+$/.test(name))
    .flatMap((pid) => {
      try {
        const status = readFileSync(`/proc/${pid}/status`, 'utf8');
        const number = (field: string): number =>
          Number(new RegExp(`^${field}:\\s+(\\d+)`, 'm').exec(status)?.[1]);
        return [
          {
            pid: Number(pid),
            parent: number('PPid'),
            uid: number('Uid'),
            seccomp: number('Seccomp'),
            noNewPrivs: number('NoNewPrivs'),
            environment: readFileSync(`/proc/${pid}/environ`, 'utf8'),
            command: readFileSync(`/proc/${pid}/cmdline`, 'utf8'),
          },
        ];
      } catch {
        return [];
      }
    });
}

/** The browser that keeps its files in `folder`, and everything it started. */
function processesOf(folder: string): Process[] {
  const all = allProcesses();
  const found = new Map<number, Process>();
  const take = (process: Process): void => {
    if (found.has(process.pid)) return;
    found.set(process.pid, process);
    all.filter(({ parent }) => parent === process.pid).forEach(take);
  };
  all.filter(({ environment }) => environment.includes(`HOME=${folder}\0`)).forEach(take);
  return [...found.values()];
}

// Only root can look into processes of another user; only the stand-in starts the browser itself.
const canLook = process.platform === 'linux' && process.getuid?.() === 0 && electronProgram() === undefined;

test.skipIf(!canLook)('started by root, the browser is nobody and its pages are in the sandbox', async () => {
  const browser = await startBrowser(CHROMIUM_SWITCHES, false);
  try {
    const [page] = browser.context.pages();
    await page?.goto('data:text/html,<p>here</p>');
    const processes = processesOf(browser.folder);
    const renderers = processes.filter(({ command }) => command.includes('--type=renderer'));
    expect(renderers.length).toBeGreaterThan(0);
    expect(new Set(processes.map(({ uid }) => uid))).toEqual(new Set([65534]));
    // 2: a system-call filter is in force.
    const states = renderers.map(({ seccomp, noNewPrivs }) => `${seccomp} ${noNewPrivs}`);
    expect(new Set(states)).toEqual(new Set(['2 1']));
  } finally {
    await browser.close();
  }
});
