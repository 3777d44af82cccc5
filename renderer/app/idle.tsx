import { useEffect, useState, type ReactNode } from 'react';
import { invoke, onNotice } from '../api/bridge.ts';
import { Button } from '../ui/button.tsx';

/** Main is told this often at most that somebody is here. */
const TELL_MS = 10_000;
const SIGNS = ['pointerdown', 'pointermove', 'keydown', 'wheel'] as const;

/** Tells main that somebody is at the window, and the person when the session is about to end. */
export function Idle(): ReactNode {
  const [locksAtMs, setLocksAtMs] = useState<number | undefined>();

  useEffect(() => onNotice('session.idle', (soon) => setLocksAtMs(soon.locksAtMs)), []);

  useEffect(() => {
    let toldAt = 0;
    let later: ReturnType<typeof setTimeout> | undefined;
    const tell = (): void => {
      later = undefined;
      toldAt = performance.now();
      void invoke('session.touch', {});
    };
    const onSign = (event: Event): void => {
      // A script that makes up events is nobody.
      if (!event.isTrusted) return;
      setLocksAtMs(undefined);
      const waitMs = toldAt === 0 ? 0 : toldAt + TELL_MS - performance.now();
      if (waitMs <= 0) tell();
      else later ??= setTimeout(tell, waitMs);
    };
    for (const sign of SIGNS) window.addEventListener(sign, onSign, { capture: true, passive: true });
    return () => {
      clearTimeout(later);
      for (const sign of SIGNS) window.removeEventListener(sign, onSign, { capture: true });
    };
  }, []);

  if (locksAtMs === undefined) return null;
  return (
    <div className="idle-bar" role="alert">
      <span>
        Nobody seems to be here. This session ends at{' '}
        <strong className="figure">{new Date(locksAtMs).toLocaleTimeString()}</strong>, and runs pause.
      </span>
      <Button small onPress={() => setLocksAtMs(undefined)}>
        Stay signed in
      </Button>
    </div>
  );
}
