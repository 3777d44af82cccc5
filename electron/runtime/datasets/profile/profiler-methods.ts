import { ColumnProfiler, type Profiled } from './column-profile.ts';

export type ProfilerMethods = ReturnType<typeof profilerMethods>;

/** Serves one column at a time: `begin`, any number of `add`, `finish`. */
export function profilerMethods() {
  let profiler: ColumnProfiler | undefined;
  const current = (): ColumnProfiler => {
    if (profiler === undefined) throw new Error('no column was begun');
    return profiler;
  };
  return {
    begin: (header: string): void => {
      profiler = new ColumnProfiler(header);
    },
    add: (bytes: Uint8Array): void => {
      current().add(bytes);
    },
    finish: (): Profiled => {
      const result = current().finish();
      profiler = undefined;
      return result;
    },
  };
}
