import { useEffect, useState } from 'react';
import { invoke, onNotice } from './bridge.ts';

/** How many approvals wait. */
export function useWaitingCount(): number {
  const [waiting, setWaiting] = useState(0);
  useEffect(() => {
    let told = false;
    const stop = onNotice('approvals.changed', (body) => {
      told = true;
      setWaiting(body.waiting);
    });
    void invoke('approvals.list', {}).then((answer) => {
      if (!told && answer.ok) setWaiting(answer.value.filter(({ state }) => state === 'waiting').length);
    });
    return stop;
  }, []);
  return waiting;
}
