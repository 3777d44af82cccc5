import type { Machine } from './machine.ts';

/** A process and all that it started, by the system's own tables; the process itself comes first. */
export function familyOf(machine: Machine, pid: number): readonly number[] {
  const found = new Set<number>();
  const look = (of: number): void => {
    if (found.has(of)) return;
    found.add(of);
    for (const task of machine.list(`/proc/${of}/task`))
      for (const child of (machine.read(`/proc/${of}/task/${task}/children`) ?? '').split(/\s+/))
        if (child !== '') look(Number(child));
  };
  look(pid);
  return [...found];
}

/** Processes of the window that show pages, by their own command line, and how many of them are filtered. */
export function pagesOf(
  machine: Machine,
  pid: number,
): { readonly running: number; readonly filtered: number } {
  const pages = familyOf(machine, pid).filter((of) =>
    (machine.read(`/proc/${of}/cmdline`) ?? '').split('\0').includes('--type=renderer'),
  );
  return { running: pages.length, filtered: pages.filter((of) => isFiltered(machine, String(of))).length };
}

/** Whether the system filters the calls of a process (`Seccomp:` of proc_pid_status(5), 2: by a program). */
export function isFiltered(machine: Machine, process: string): boolean {
  return /^Seccomp:\s+2$/m.test(machine.read(`/proc/${process}/status`) ?? '');
}
