import type { ReactNode } from 'react';
import { useQuery } from '../../api/hooks.ts';
import { useSignedIn } from '../../app/session.tsx';
import { Screen } from '../../ui/layout.tsx';
import { Failure, Skeleton } from '../../ui/states.tsx';
import { EnvelopePanel } from './envelope-panel.tsx';
import { OpenPanel } from './open-panel.tsx';
import { RequestPanel } from './request-panel.tsx';
import { UsesPanel } from './uses-panel.tsx';
import './emergency.css';

/** Breaking the glass: what is open, who used it, what waits for a review, and the envelope. */
export function Emergency(): ReactNode {
  const { person } = useSignedIn();
  const state = useQuery('emergency.get', {});
  return (
    <Screen title="Emergency">
      <div className="emergency">
        {state.status === 'loading' && <Skeleton label="emergency access" />}
        {state.status === 'failed' && (
          <Failure problem={state.problem} retry={state.reload} where="emergency access" />
        )}
        {state.status === 'ready' && (
          <>
            <OpenPanel view={state.value} onDone={state.reload} />
            {state.value.mine === undefined &&
              (person.role !== 'compliance' || state.value.envelope.state === 'good') && (
                <RequestPanel view={state.value} onDone={state.reload} />
              )}
            <UsesPanel view={state.value} onDone={state.reload} />
            <EnvelopePanel view={state.value} onDone={state.reload} />
          </>
        )}
      </div>
    </Screen>
  );
}
