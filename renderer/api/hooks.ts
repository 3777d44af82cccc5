import { useCallback, useEffect, useState, useSyncExternalStore } from 'react';
import type { NoticeBody, ProgressView, VerbInput, VerbName, VerbResult } from '../../shared/ipc/index.ts';
import { invoke, onNotice, type Refusal } from './bridge.ts';
import { QueryCache, type QueryState } from './cache.ts';

/** One cache for the window; cleared by the session when it locks. */
export const cache = new QueryCache(invoke);

const LOADING: QueryState<never> = { status: 'loading' };
const ignore = (): void => undefined;

export type Query<Value> = QueryState<Value> & { readonly reload: () => void };

/** Asks main and follows the answer; `null` asks nothing yet. */
export function useQuery<N extends VerbName>(name: N, args: VerbInput<N> | null): Query<VerbResult<N>> {
  const text = args === null ? null : JSON.stringify(args);
  const watch = useCallback(
    (listener: () => void) =>
      text === null ? ignore : cache.watch(name, JSON.parse(text) as VerbInput<N>, listener),
    [name, text],
  );
  const state = useSyncExternalStore(watch, () =>
    text === null ? LOADING : cache.read(name, JSON.parse(text) as VerbInput<N>),
  );
  const reload = useCallback(() => {
    if (text !== null) cache.reload(name, JSON.parse(text) as VerbInput<N>);
  }, [name, text]);
  return { ...state, reload };
}

/** Asks once more when a screen opens, where the frame follows the same answer and keeps it. */
export function useReloadOnOpen(query: { readonly reload: () => void }): void {
  const { reload } = query;
  useEffect(() => {
    reload();
  }, [reload]);
}

export interface Action<N extends VerbName> {
  readonly run: (args: VerbInput<N>) => Promise<VerbResult<N> | undefined>;
  readonly pending: boolean;
  readonly problem: Refusal | undefined;
  readonly dismiss: () => void;
}

/** Does something in main; resolves to `undefined` and keeps the problem when main refuses. */
export function useAction<N extends VerbName>(name: N): Action<N> {
  const [pending, setPending] = useState(false);
  const [problem, setProblem] = useState<Refusal | undefined>();
  const run = useCallback(
    async (args: VerbInput<N>) => {
      setPending(true);
      setProblem(undefined);
      const answer = await invoke(name, args);
      setPending(false);
      if (answer.ok) return answer.value;
      setProblem(answer);
      return undefined;
    },
    [name],
  );
  const dismiss = useCallback(() => setProblem(undefined), []);
  return { run, pending, problem, dismiss };
}

/** The last progress that main told for `task` while `active`. */
export function useProgress(
  task: 'import' | 'report' | 'verify' | 'measure' | 'drill' | 'backup' | 'restore' | 'export' | 'rotation',
  active: boolean,
): ProgressView | undefined {
  const [progress, setProgress] = useState<ProgressView | undefined>();
  useEffect(() => {
    if (!active) return;
    const stop = onNotice('task.progress', (body: NoticeBody<'task.progress'>) => {
      if (body.task === task) setProgress(body);
    });
    return () => {
      stop();
      setProgress(undefined);
    };
  }, [task, active]);
  return active ? progress : undefined;
}

/** Keeps answers fresh: what a notice names is asked again where a screen shows it. */
export function followNotices(): () => void {
  const stops = [
    onNotice('run.changed', ({ run }) => {
      const sameRun = (args: unknown): boolean => (args as { run?: string }).run === run;
      cache.invalidate('runs.get', sameRun);
      cache.invalidate('runs.getStatement', sameRun);
      cache.invalidate('runs.list');
      cache.invalidate('denials.list');
      cache.invalidate('denials.getQueue');
    }),
    onNotice('approvals.changed', () => {
      cache.invalidate('approvals.list');
      cache.invalidate('runs.list');
    }),
    onNotice('posture.changed', () => {
      cache.invalidate('posture.get');
    }),
    onNotice('keys.changed', () => {
      cache.invalidate('keys.get');
    }),
    onNotice('emergency.changed', () => {
      cache.invalidate('emergency.get');
    }),
    onNotice('people.changed', () => {
      cache.invalidate('people.list');
    }),
    onNotice('agents.changed', () => {
      cache.invalidate('agents.list');
    }),
  ];
  return () => {
    for (const stop of stops) stop();
  };
}
