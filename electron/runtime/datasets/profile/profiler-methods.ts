import { ColumnProfiler, type Profiled } from './column-profile.ts';

export type ProfilerMethods = ReturnType<typeof profilerMethods>;

/** Serves several columns side by side: for each `begin`, any number of `add`, then `finish` or `drop`. */
export function profilerMethods() {
  const begun = new Map<number, ColumnProfiler>();
  const profilerOf = (column: number): ColumnProfiler => {
    const profiler = begun.get(column);
    if (profiler === undefined) throw new Error('that column was not begun');
    return profiler;
  };
  return {
    begin: ({ column, header }: { column: number; header: string }): void => {
      begun.set(column, new ColumnProfiler(header));
    },
    add: ({ column, bytes }: { column: number; bytes: Uint8Array }): void => {
      profilerOf(column).add(bytes);
    },
    finish: (column: number): Profiled => {
      const profiled = profilerOf(column).finish();
      begun.delete(column);
      return profiled;
    },
    drop: (column: number): void => {
      begun.delete(column);
    },
  };
}
