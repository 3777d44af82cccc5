import { KeyRound } from 'lucide-react';
import { useState, type ReactNode } from 'react';
import type { ServiceKeyView } from '../../../shared/ipc/index.ts';
import { useQuery, useReloadOnOpen } from '../../api/hooks.ts';
import { go } from '../../app/navigation.ts';
import { hrefOf } from '../../app/routes.ts';
import { useSignedIn } from '../../app/session.tsx';
import { Button } from '../../ui/button.tsx';
import { ListGrid } from '../../ui/grid.tsx';
import type { GridColumn } from '../../ui/grid-line.tsx';
import { Screen } from '../../ui/layout.tsx';
import { useNow } from '../../ui/now.ts';
import { Empty, Failure, Skeleton } from '../../ui/states.tsx';
import { Badge, Time } from '../../ui/text.tsx';
import { ServiceKeyDialog } from './service-key-dialog.tsx';
import { ServiceKeyDrawer } from './service-key-drawer.tsx';
import { keyState } from './service-key-words.ts';

const BESIDE: ReadonlySet<string> = new Set(['state', 'name']);

function columnsAt(nowMs: number): readonly GridColumn<ServiceKeyView>[] {
  return [
    {
      id: 'state',
      header: 'State',
      width: '8rem',
      cell: (key) => {
        const { text, tone } = keyState(key, nowMs);
        return <Badge tone={tone}>{text}</Badge>;
      },
    },
    {
      id: 'name',
      header: 'Service key',
      width: 'minmax(14rem, 2fr)',
      cell: (key) => (
        <span className="grid-two">
          <span className="strong">{key.name}</span>
          <span>
            {key.scope.template} on {key.table ?? 'a table that is gone'}
          </span>
        </span>
      ),
    },
    {
      id: 'until',
      header: 'Good until',
      width: '9rem',
      cell: ({ state, expiresAtMs }) =>
        expiresAtMs === undefined || state === 'revoked' ? (
          <span className="faint">{state === 'revoked' ? 'no more' : 'not made'}</span>
        ) : (
          <Time ms={expiresAtMs} />
        ),
    },
    {
      id: 'used',
      header: 'Last used',
      width: '9rem',
      cell: ({ lastUsedAtMs }) =>
        lastUsedAtMs === undefined ? <span className="faint">never</span> : <Time ms={lastUsedAtMs} />,
    },
    { id: 'uses', header: 'Uses', width: '5rem', end: true, cell: ({ uses }) => uses },
    {
      id: 'refused',
      header: 'Refused',
      width: '6rem',
      end: true,
      cell: ({ refusals }) => (refusals === 0 ? <span className="faint">0</span> : refusals),
    },
  ];
}

/** Keys for scheduled runs: what each may do, until when, who asked for it and who made it, and its use. */
export function ServiceKeys(props: { readonly chosen: string | undefined }): ReactNode {
  const { person } = useSignedIn();
  const list = useQuery('serviceKeys.list', {});
  useReloadOnOpen(list);
  const [asking, setAsking] = useState(false);
  const columns = columnsAt(useNow());
  const keys = list.status === 'ready' ? list.value.keys : [];
  const chosen = keys.find(({ id }) => id === props.chosen);
  const open = (key: string | undefined): void =>
    go({ screen: 'people', part: 'service-keys', key }, 'replace');
  return (
    <Screen
      title="Service keys"
      above={<a href={hrefOf({ screen: 'people' })}>People</a>}
      meta={<span>Each does one pipeline on one table, on the command line, and nothing else.</span>}
      fill
      actions={
        person.role !== 'viewer' && (
          <Button variant="primary" isDisabled={list.status !== 'ready'} onPress={() => setAsking(true)}>
            Ask for a key
          </Button>
        )
      }
      drawer={
        chosen === undefined ? undefined : (
          <ServiceKeyDrawer
            key={chosen.id}
            serviceKey={chosen}
            onChanged={list.reload}
            onClose={() => open(undefined)}
          />
        )
      }
    >
      {list.status === 'loading' && <Skeleton label="service keys" />}
      {list.status === 'failed' && (
        <Failure problem={list.problem} retry={list.reload} where="service keys" />
      )}
      {list.status === 'ready' && (
        <ListGrid
          label="Service keys"
          columns={chosen === undefined ? columns : columns.filter(({ id }) => BESIDE.has(id))}
          rows={keys}
          rowHeight={3}
          keyOf={({ id }) => id}
          selected={chosen?.id}
          onOpen={({ id }) => open(id)}
          empty={
            <Empty title="No service keys" icon={<KeyRound size={20} aria-hidden="true" />}>
              A run every night needs to sign in with nobody there. One person asks for a key, and somebody
              else who holds the content keys makes it.
            </Empty>
          }
        />
      )}
      {asking && list.status === 'ready' && (
        <ServiceKeyDialog
          mostDays={list.value.mostDays}
          onClose={() => setAsking(false)}
          onDone={(key) => {
            list.reload();
            open(key);
          }}
        />
      )}
    </Screen>
  );
}
