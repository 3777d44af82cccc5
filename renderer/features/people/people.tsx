import { useState, type ReactNode } from 'react';
import { Users } from 'lucide-react';
import { useQuery } from '../../api/hooks.ts';
import { go } from '../../app/navigation.ts';
import type { Route } from '../../app/routes.ts';
import { useSignedIn } from '../../app/session.tsx';
import { Button } from '../../ui/button.tsx';
import { ListGrid } from '../../ui/grid.tsx';
import type { GridColumn } from '../../ui/grid-line.tsx';
import { Screen } from '../../ui/layout.tsx';
import { Empty, Failure, Skeleton } from '../../ui/states.tsx';
import { Badge } from '../../ui/text.tsx';
import { ROLE_WORDS } from '../../ui/words.ts';
import { Ceremonies } from './ceremonies.tsx';
import { HospitalAccounts } from './hospital-accounts.tsx';
import { OwnPassword } from './own-password.tsx';
import { CHANGE_WORDS, rowsOf, stateOf, type PersonRow } from './people-words.ts';
import { PersonDrawer } from './person-drawer.tsx';
import { OwnSecondFactor } from './second-factor.tsx';
import { ServiceKeys } from './service-keys.tsx';
import { ProposeDialog } from './propose-dialog.tsx';
import './people.css';

const COLUMNS: readonly GridColumn<PersonRow>[] = [
  {
    id: 'state',
    header: 'State',
    width: '8rem',
    cell: (row) => <Badge tone={stateOf(row).tone}>{stateOf(row).text}</Badge>,
  },
  {
    id: 'name',
    header: 'Person',
    width: 'minmax(12rem, 2fr)',
    cell: (row) => (
      <span className="grid-two">
        <span className="strong">{row.person.name}</span>
        {row.kind === 'proposal' && <span>{CHANGE_WORDS[row.person.change]}</span>}
      </span>
    ),
  },
  { id: 'role', header: 'Role', width: '9rem', cell: (row) => ROLE_WORDS[row.person.role] },
  {
    id: 'keys',
    header: 'Content keys',
    width: '10rem',
    cell: (row) =>
      row.kind === 'active' && row.person.holdsContent ? (
        'holds them'
      ) : (
        <span className="faint">{row.kind === 'active' ? 'none' : ''}</span>
      ),
  },
];
const BESIDE: ReadonlySet<string> = new Set(['state', 'name']);

/** Who may sign in, what waits for a second person, and who was here once. */
export function People(props: { readonly route: Route & { readonly screen: 'people' } }): ReactNode {
  const { part, ceremony, key } = props.route;
  if (part === 'ceremonies') return <Ceremonies chosen={ceremony} />;
  if (part === 'service-keys') return <ServiceKeys chosen={key} />;
  return <ListOfPeople route={props.route} />;
}

function ListOfPeople(props: { readonly route: Route & { readonly screen: 'people' } }): ReactNode {
  const { person: me } = useSignedIn();
  const people = useQuery('people.list', {});
  const [adding, setAdding] = useState(false);
  const rows = people.status === 'ready' ? rowsOf(people.value) : [];
  const chosen = rows.find(({ key }) => key === props.route.person);
  const close = (): void => go({ screen: 'people' }, 'replace');
  return (
    <Screen
      title="People"
      fill
      actions={
        <>
          <Button onPress={() => go({ screen: 'people', part: 'ceremonies' })}>Ceremonies</Button>
          <Button onPress={() => go({ screen: 'people', part: 'service-keys' })}>Service keys</Button>
          <OwnSecondFactor />
          <OwnPassword />
          {me.role === 'admin' && (
            <Button variant="primary" onPress={() => setAdding(true)}>
              Add a person
            </Button>
          )}
        </>
      }
      drawer={
        chosen === undefined ? undefined : <PersonDrawer key={chosen.key} row={chosen} onClose={close} />
      }
    >
      <HospitalAccounts />
      {people.status === 'loading' && <Skeleton label="people" />}
      {people.status === 'failed' && (
        <Failure problem={people.problem} retry={people.reload} where="list of people" />
      )}
      {people.status === 'ready' && (
        <ListGrid
          label="People"
          columns={chosen === undefined ? COLUMNS : COLUMNS.filter((column) => BESIDE.has(column.id))}
          rows={rows}
          rowHeight={3}
          keyOf={(row) => row.key}
          selected={chosen?.key}
          onOpen={(row) => go({ screen: 'people', person: row.key }, 'replace')}
          empty={
            <Empty title="Nobody may sign in" icon={<Users size={20} aria-hidden="true" />}>
              The key file of this workspace names no people.
            </Empty>
          }
        />
      )}
      {adding && <ProposeDialog change="new" onClose={() => setAdding(false)} />}
    </Screen>
  );
}
