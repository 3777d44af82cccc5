import type { ReactNode } from 'react';
import { useQuery } from '../api/hooks.ts';
import { Time } from '../ui/text.tsx';
import { hrefOf, maySee, type Route } from './routes.ts';
import { useSignedIn } from './session.tsx';

/** On every screen of those who can do something about it: the content keys should have been changed by now. */
export function KeysBanner(): ReactNode {
  const { person } = useSignedIn();
  const keys = useQuery('keys.get', person.role === 'viewer' ? null : {});
  if (keys.status !== 'ready' || keys.value.state !== 'overdue') return null;
  const recovery: Route = { screen: 'recovery' };
  const where: Route = maySee(person.role, recovery) ? recovery : { screen: 'posture' };
  return (
    <div className="idle-bar" role="region" aria-label="Content keys">
      <span>
        <strong>The content keys are overdue</strong> since <Time ms={keys.value.dueAtMs} />.{' '}
        <a href={hrefOf(where)}>{person.role === 'admin' ? 'Ask for new keys' : 'Change them'}</a>
      </span>
    </div>
  );
}
