import { createContext, use, useCallback, useEffect, useMemo, useRef, useState, type ReactNode } from 'react';
import type { Answer, PersonView, SessionView } from '../../shared/ipc/index.ts';
import { invoke, onNotice, type Refusal } from '../api/bridge.ts';
import { cache, followNotices } from '../api/hooks.ts';

/** How long the page waits for the one that takes its place. */
const NEW_PAGE_MS = 3_000;

interface SignedIn {
  readonly person: PersonView;
  readonly session: SessionView;
  readonly lock: () => void;
}

const SignedInContext = createContext<SignedIn | undefined>(undefined);

/** The person who is signed in. Only for parts inside the frame. */
export function useSignedIn(): SignedIn {
  const value = use(SignedInContext);
  if (value === undefined) throw new Error('this part stands outside the frame');
  return value;
}

export type SessionPhase =
  | { readonly phase: 'loading' }
  /** The session ended: this page shows nothing more, and main loads a new one in its place. */
  | { readonly phase: 'ended' }
  | { readonly phase: 'failed'; readonly problem: Refusal; readonly retry: () => void }
  | { readonly phase: 'known'; readonly session: SessionView };

/** Follows the session in main. Content is forgotten at once when nobody is signed in. */
export function useSession(): SessionPhase & { readonly accept: (session: SessionView) => void } {
  const [session, setSession] = useState<SessionView | undefined>();
  const [problem, setProblem] = useState<Refusal | undefined>();
  const [ended, setEnded] = useState(false);
  const last = useRef<SessionView | undefined>(undefined);

  useEffect(() => {
    if (!ended) return;
    // Where no new page comes, this one goes on; it holds nothing of the session.
    const timer = setTimeout(() => setEnded(false), NEW_PAGE_MS);
    return () => clearTimeout(timer);
  }, [ended]);

  const accept = useCallback((next: SessionView) => {
    const before = last.current?.person;
    last.current = next;
    if (next.person === undefined || before?.id !== next.person.id) cache.clear();
    if (next.person === undefined && before !== undefined) setEnded(true);
    setSession(next);
    setProblem(undefined);
  }, []);

  const receive = useCallback(
    (answer: Answer<'session.getStatus'>) => {
      if (answer.ok) accept(answer.value);
      else setProblem(answer);
    },
    [accept],
  );

  useEffect(() => {
    const stops = [onNotice('session.changed', accept), followNotices()];
    void invoke('session.getStatus', {}).then(receive);
    return () => {
      for (const stop of stops) stop();
    };
  }, [accept, receive]);

  const retry = useCallback(() => void invoke('session.getStatus', {}).then(receive), [receive]);
  if (problem !== undefined) return { phase: 'failed', problem, retry, accept };
  if (session === undefined) return { phase: 'loading', accept };
  if (ended) return { phase: 'ended', accept };
  return { phase: 'known', session, accept };
}

export function SignedInProvider(props: {
  readonly session: SessionView;
  readonly person: PersonView;
  readonly accept: (session: SessionView) => void;
  readonly children: ReactNode;
}): ReactNode {
  const { session, person, accept } = props;
  const value = useMemo(
    () => ({
      session,
      person,
      lock: () => {
        // Hidden at once; main confirms with the same state, or says what it is instead.
        accept({
          state: 'signed_out',
          host: session.host,
          workspace: session.workspace,
          people: session.people,
          logoff: session.logoff,
        });
        void invoke('session.lock', {}).then(async (answer) => {
          const state = answer.ok ? answer : await invoke('session.getStatus', {});
          if (state.ok) accept(state.value);
        });
      },
    }),
    [session, person, accept],
  );
  return <SignedInContext value={value}>{props.children}</SignedInContext>;
}
