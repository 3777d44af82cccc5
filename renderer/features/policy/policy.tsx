import { Scale } from 'lucide-react';
import type { ReactNode } from 'react';
import type { PolicyListView, PolicyVersionView } from '../../../shared/ipc/index.ts';
import { useQuery } from '../../api/hooks.ts';
import { go } from '../../app/navigation.ts';
import type { Route } from '../../app/routes.ts';
import { useSignedIn } from '../../app/session.tsx';
import { Button } from '../../ui/button.tsx';
import { plural } from '../../ui/format.ts';
import { ListGrid } from '../../ui/grid.tsx';
import type { GridColumn } from '../../ui/grid-line.tsx';
import { Screen } from '../../ui/layout.tsx';
import { Callout, Empty, Failure, Skeleton } from '../../ui/states.tsx';
import { Badge, Chip, Time } from '../../ui/text.tsx';
import { DraftPage } from './draft-page.tsx';
import { VERSION_STATES, wayOf } from './policy-words.ts';
import { VersionDrawer } from './version-drawer.tsx';
import './policy.css';

const COLUMNS: readonly GridColumn<PolicyVersionView>[] = [
  {
    id: 'state',
    header: 'State',
    width: '7.5rem',
    cell: (row) => <Badge tone={VERSION_STATES[row.state].tone}>{VERSION_STATES[row.state].text}</Badge>,
  },
  { id: 'profile', header: 'Profile', width: '7rem', cell: (row) => <Chip>{row.profile}</Chip> },
  {
    id: 'name',
    header: 'Policy',
    width: 'minmax(12rem, 2fr)',
    cell: (row) => (
      <span className="grid-two">
        <span className="strong">{row.name}</span>
        <span className="clip">{wayOf(row)}</span>
      </span>
    ),
  },
  { id: 'rules', header: 'Rules', width: '4.5rem', end: true, cell: (row) => row.rules },
  { id: 'by', header: 'Drafted by', width: 'minmax(8rem, 1fr)', cell: (row) => row.draftedBy ?? 'shipped' },
  {
    id: 'since',
    header: 'In effect since',
    width: '9rem',
    cell: (row) => {
      const since = row.inEffect.at(-1)?.fromMs;
      return since === undefined ? '' : <Time ms={since} />;
    },
  },
];
const BESIDE: ReadonlySet<string> = new Set(['state', 'name']);

/** The rules of each compliance profile, and the way of a new one: draft, check, replay, activate. */
export function Policy(props: { readonly route: Route & { readonly screen: 'policy' } }): ReactNode {
  const { route } = props;
  const { person } = useSignedIn();
  const list = useQuery('policy.list', {});
  const mayDraft = person.role === 'compliance' || person.role === 'admin';
  if (list.status === 'loading')
    return (
      <Screen title="Policy">
        <Skeleton label="policies" />
      </Screen>
    );
  if (list.status === 'failed')
    return (
      <Screen title="Policy">
        <Failure problem={list.problem} retry={list.reload} where="list of policies" />
      </Screen>
    );
  if (route.drafting === true && route.profile !== undefined && mayDraft)
    return <DraftPage profile={route.profile} onKept={list.reload} />;
  const { versions } = list.value;
  const chosen = versions.find(({ id, profile }) => id === route.version && profile === route.profile);
  return (
    <Screen
      title="Policy"
      fill
      meta={<span>{plural(list.value.profiles.length, 'compliance profile')}</span>}
      actions={
        mayDraft
          ? list.value.profiles.map(({ profile }) => (
              <Button
                key={profile.name}
                onPress={() => go({ screen: 'policy', profile: profile.name, drafting: true })}
              >
                Draft for {profile.name}
              </Button>
            ))
          : undefined
      }
      drawer={
        chosen === undefined ? undefined : (
          <VersionDrawer
            key={`${chosen.profile} ${chosen.id}`}
            version={chosen}
            isKeeper={mayDraft}
            onChanged={list.reload}
          />
        )
      }
    >
      <Unreadable profiles={list.value.profiles} />
      <ListGrid
        label="Policies"
        columns={chosen === undefined ? COLUMNS : COLUMNS.filter((column) => BESIDE.has(column.id))}
        rows={versions}
        rowHeight={3}
        keyOf={(row) => `${row.profile} ${row.id}`}
        selected={chosen === undefined ? undefined : `${chosen.profile} ${chosen.id}`}
        onOpen={(row) => go({ screen: 'policy', profile: row.profile, version: row.id }, 'replace')}
        empty={
          <Empty title="No policy" icon={<Scale size={20} aria-hidden="true" />}>
            Without a policy everything is denied.
          </Empty>
        }
      />
    </Screen>
  );
}

function Unreadable(props: { readonly profiles: PolicyListView['profiles'] }): ReactNode {
  const broken = props.profiles.filter(({ unreadable }) => unreadable !== undefined);
  if (broken.length === 0) return null;
  return (
    <div className="bar">
      {broken.map(({ profile, unreadable }) => (
        <Callout key={profile.name} tone="bad" title={`Everything is denied under ${profile.name}`}>
          {unreadable}
        </Callout>
      ))}
    </div>
  );
}
