import type { ReactNode } from 'react';
import { HospitalAccounts } from '../features/people/hospital-accounts.tsx';
import { Button } from '../ui/button.tsx';
import { Callout } from '../ui/states.tsx';
import { useSignedIn } from './session.tsx';

/** For somebody who signs in with a hospital account here, and has none linked yet: nothing else goes. */
export function MustLink(): ReactNode {
  const { lock } = useSignedIn();
  return (
    <div className="gate-card">
      <h1 className="gate-title">Link your hospital account</h1>
      <div className="stack">
        <Callout tone="neutral" title="On this workstation people sign in with their hospital account">
          Have yours linked, or agree to a colleague’s. When somebody has agreed to yours, lock and sign in
          with it.
        </Callout>
        <HospitalAccounts />
        <div>
          <Button onPress={lock}>Lock</Button>
        </div>
      </div>
    </div>
  );
}
