import type { ReactNode } from 'react';
import { EnrolSecondFactor } from '../features/people/enrol-second-factor.tsx';
import { Button } from '../ui/button.tsx';
import { Callout, Failure } from '../ui/states.tsx';
import { useSignedIn } from './session.tsx';

/** For somebody whose role signs in with a second factor here, and who has none yet: nothing else goes. */
export function MustEnrol(props: { readonly onDone: () => void }): ReactNode {
  const { lock } = useSignedIn();
  return (
    <div className="gate-card">
      <h1 className="gate-title">Get a second factor</h1>
      <EnrolSecondFactor
        onDone={props.onDone}
        frame={({ children, act, onAct, ready, pending, problem }) => (
          <div className="stack">
            <Callout tone="neutral" title="Your role signs in with a second factor here">
              The administrator of this workstation decided so. It takes a minute, and nothing else goes
              before.
            </Callout>
            {children}
            {problem !== undefined && <Failure problem={problem} where="second factor" />}
            <div className="row-apart">
              <Button onPress={lock} isDisabled={pending}>
                Lock
              </Button>
              <Button variant="primary" onPress={onAct} isDisabled={!ready || pending}>
                {act}
              </Button>
            </div>
          </div>
        )}
      />
    </div>
  );
}
