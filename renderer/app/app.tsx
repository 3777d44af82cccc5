import { lazy, Suspense, useState, type ReactNode } from 'react';
import { I18nProvider } from 'react-aria-components';
import { SignIn } from '../features/sign-in/sign-in.tsx';
import { Failure } from '../ui/states.tsx';
import { Frame } from './frame.tsx';
import { EmergencyAlarm } from './emergency-banner.tsx';
import { HostBanner } from './host-banner.tsx';
import { SignedInProvider, useSession } from './session.tsx';

const MustEnrol = lazy(async () => ({ default: (await import('./must-enrol.tsx')).MustEnrol }));
const MustLink = lazy(async () => ({ default: (await import('./must-link.tsx')).MustLink }));
const Welcome = lazy(async () => ({ default: (await import('../features/welcome/welcome.tsx')).Welcome }));

/** The whole window: who is here decides what stands in it. */
export function App(): ReactNode {
  return (
    <I18nProvider locale="en-US">
      <Phases />
    </I18nProvider>
  );
}

function Phases(): ReactNode {
  const session = useSession();
  const [enrolling, setEnrolling] = useState<string | undefined>();
  if (session.phase === 'loading' || session.phase === 'ended') return null;
  if (session.phase === 'failed') {
    return (
      <main className="gate-body">
        <Failure problem={session.problem} retry={session.retry} where="starting the window" />
      </main>
    );
  }
  const { session: view, accept } = session;
  // Stays until the recovery codes are kept, also when main already knows the second factor.
  if (view.mustEnrol === true && enrolling !== view.person?.id) setEnrolling(view.person?.id);
  if (view.person !== undefined && enrolling === view.person.id) {
    return (
      <SignedInProvider key={view.person.id} session={view} person={view.person} accept={accept}>
        <div className="gate">
          <HostBanner host={view.host} />
          <main className="gate-body">
            <Suspense>
              <MustEnrol onDone={() => setEnrolling(undefined)} />
            </Suspense>
          </main>
        </div>
      </SignedInProvider>
    );
  }
  if (view.person !== undefined && view.mustLink === true) {
    return (
      <SignedInProvider key={view.person.id} session={view} person={view.person} accept={accept}>
        <div className="gate">
          <HostBanner host={view.host} />
          <main className="gate-body">
            <Suspense>
              <MustLink />
            </Suspense>
          </main>
        </div>
      </SignedInProvider>
    );
  }
  if (view.person !== undefined && view.state === 'signed_in') {
    return (
      <SignedInProvider key={view.person.id} session={view} person={view.person} accept={accept}>
        <Frame />
      </SignedInProvider>
    );
  }
  return (
    <div className="gate">
      <HostBanner host={view.host} />
      <EmergencyAlarm emergency={view.emergency} />
      <main className="gate-body">
        {view.state === 'no_workspace' ? (
          <Suspense>
            <Welcome erased={view.erased} onDone={accept} />
          </Suspense>
        ) : (
          <SignIn session={view} onDone={accept} />
        )}
      </main>
    </div>
  );
}
