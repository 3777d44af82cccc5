import { Lock, Search } from 'lucide-react';
import { lazy, Suspense, useEffect, useState, type ReactNode } from 'react';
import { mustStatePurpose } from '../../shared/domain/look-purpose.ts';
import { useWaitingCount } from '../api/waiting.ts';
import { Button } from '../ui/button.tsx';
import { Empty, Skeleton } from '../ui/states.tsx';
import { Key } from '../ui/text.tsx';
import { ROLE_WORDS } from '../ui/words.ts';
import { Mark } from '../ui/mark.tsx';
import { Confirm } from './confirm.tsx';
import { Copying } from './copying.tsx';
import { EmergencyBanner } from './emergency-banner.tsx';
import { NarrowedBanner } from './narrowed-banner.tsx';
import { HostBanner } from './host-banner.tsx';
import { Idle } from './idle.tsx';
import { useRoute } from './navigation.ts';
import { Posture as PostureLight } from './posture.tsx';
import { KeysBanner } from './keys-banner.tsx';
import { Prove } from './prove.tsx';
import { Purpose } from './purpose.tsx';
import { hrefOf, maySee, SCREENS_OF, type Route, type ScreenName } from './routes.ts';
import { SCREEN_WORDS } from './screens.ts';
import { useSignedIn } from './session.tsx';

const Palette = lazy(async () => ({ default: (await import('./palette.tsx')).Palette }));
const Today = lazy(async () => ({ default: (await import('../features/today/today.tsx')).Today }));
const Datasets = lazy(async () => ({
  default: (await import('../features/datasets/datasets.tsx')).Datasets,
}));
const Runs = lazy(async () => ({ default: (await import('../features/runs/runs.tsx')).Runs }));
const Approvals = lazy(async () => ({
  default: (await import('../features/approvals/approvals.tsx')).Approvals,
}));
const Denials = lazy(async () => ({ default: (await import('../features/denials/denials.tsx')).Denials }));
const Redactor = lazy(async () => ({
  default: (await import('../features/redactor/redactor.tsx')).Redactor,
}));
const Policy = lazy(async () => ({ default: (await import('../features/policy/policy.tsx')).Policy }));
const Agents = lazy(async () => ({ default: (await import('../features/agents/agents.tsx')).Agents }));
const People = lazy(async () => ({ default: (await import('../features/people/people.tsx')).People }));
const Journal = lazy(async () => ({ default: (await import('../features/journal/journal.tsx')).Journal }));
const Integrity = lazy(async () => ({
  default: (await import('../features/integrity/integrity.tsx')).Integrity,
}));
const Posture = lazy(async () => ({ default: (await import('../features/posture/posture.tsx')).Posture }));
const MediaLog = lazy(async () => ({
  default: (await import('../features/posture/media-log.tsx')).MediaLog,
}));
const Recovery = lazy(async () => ({
  default: (await import('../features/recovery/recovery.tsx')).Recovery,
}));
const Emergency = lazy(async () => ({
  default: (await import('../features/emergency/emergency.tsx')).Emergency,
}));
const Reports = lazy(async () => ({ default: (await import('../features/reports/reports.tsx')).Reports }));

const isMac = navigator.userAgent.includes('Macintosh');

/** Navigation on the left, who and where on top, one task in the middle. */
export function Frame(): ReactNode {
  const { person, session, lock } = useSignedIn();
  const route = useRoute();
  const [finding, setFinding] = useState(false);
  const screens = SCREENS_OF[person.role];

  useEffect(() => {
    document.title = `${SCREEN_WORDS[route.screen].text} · Swarm Clinical`;
  }, [route.screen]);

  useEffect(() => {
    const onKey = (event: KeyboardEvent): void => {
      if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === 'k') {
        event.preventDefault();
        setFinding((open) => !open);
      }
    };
    document.addEventListener('keydown', onKey);
    return () => document.removeEventListener('keydown', onKey);
  }, []);

  return (
    <div className="frame">
      <div className="frame-banner-slot">
        <HostBanner host={session.host} />
        <Idle />
        <EmergencyBanner />
        <Copying />
        <NarrowedBanner />
        <KeysBanner />
      </div>
      <nav className="frame-side" aria-label="Screens">
        <div className="brand">
          <Mark size={22} />
          <span className="brand-name">Swarm Clinical</span>
        </div>
        <div className="nav">
          {screens.map((screen) => (
            <NavigationEntry key={screen} screen={screen} current={route.screen === screen} />
          ))}
        </div>
        <div className="side-foot">Version {session.host.appVersion}</div>
      </nav>
      <header className="frame-top">
        <div className="top-workspace">
          <span className="unseen">Workspace</span>
          <span className="clip" title={session.workspace?.folder}>
            {folderName(session.workspace?.folder)}
          </span>
        </div>
        <div className="top-space" />
        <span>
          <Button small onPress={() => setFinding(true)} aria-label="Find a screen, run or dataset">
            <Search size={14} aria-hidden="true" />
            <span className="top-find-text">Find</span>
            <Key>{isMac ? '⌘ K' : 'Ctrl K'}</Key>
          </Button>
        </span>
        {mustStatePurpose(person.role) && <Purpose />}
        <PostureLight />
        <div className="top-person">
          <span className="strong">{person.name}</span>
          <span className="top-person-role">
            {session.deputyUntilMs === undefined || session.narrowedFrom !== undefined
              ? ROLE_WORDS[person.role]
              : `stands in for ${ROLE_WORDS[person.role].toLowerCase()}`}
          </span>
        </div>
        <Button small onPress={lock}>
          <Lock size={14} aria-hidden="true" />
          Lock
        </Button>
      </header>
      <main className="frame-main">
        <Suspense fallback={<Skeleton label="the screen" />}>
          {maySee(person.role, route) ? (
            <Place route={route} />
          ) : (
            <Empty title="This screen belongs to another role">
              You are signed in as {ROLE_WORDS[person.role].toLowerCase()}. Your screens stand on the left.
            </Empty>
          )}
        </Suspense>
      </main>
      <Confirm />
      <Prove />
      {finding && (
        <Suspense>
          <Palette onClose={() => setFinding(false)} />
        </Suspense>
      )}
    </div>
  );
}

function NavigationEntry(props: { readonly screen: ScreenName; readonly current: boolean }): ReactNode {
  const { text, icon: Icon } = SCREEN_WORDS[props.screen];
  return (
    <a
      href={hrefOf({ screen: props.screen })}
      {...(props.current ? { 'aria-current': 'page' as const } : {})}
    >
      <Icon size={16} aria-hidden="true" />
      <span className="nav-text">{text}</span>
      {props.screen === 'approvals' && <WaitingCount />}
    </a>
  );
}

function WaitingCount(): ReactNode {
  const waiting = useWaitingCount();
  if (waiting === 0) return null;
  return (
    <span className="nav-count">
      {waiting}
      <span className="unseen"> waiting</span>
    </span>
  );
}

function Place(props: { readonly route: Route }): ReactNode {
  const { route } = props;
  switch (route.screen) {
    case 'today':
      return <Today />;
    case 'datasets':
      return <Datasets route={route} />;
    case 'runs':
      return <Runs route={route} />;
    case 'approvals':
      return <Approvals route={route} />;
    case 'denials':
      return <Denials route={route} />;
    case 'redactor':
      return <Redactor route={route} />;
    case 'policy':
      return <Policy route={route} />;
    case 'agents':
      return <Agents route={route} />;
    case 'people':
      return <People route={route} />;
    case 'journal':
      return <Journal route={route} />;
    case 'posture':
      return route.part === 'media' ? <MediaLog /> : <Posture />;
    case 'integrity':
      return <Integrity />;
    case 'recovery':
      return <Recovery />;
    case 'emergency':
      return <Emergency />;
    case 'reports':
      return <Reports route={route} />;
  }
}

function folderName(folder: string | undefined): string {
  return folder?.split(/[\\/]/).findLast((part) => part !== '') ?? 'Workspace';
}
