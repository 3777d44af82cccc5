import type { ReactNode } from 'react';
import { Bot } from 'lucide-react';
import type { AgentView } from '../../../shared/ipc/index.ts';
import { useQuery } from '../../api/hooks.ts';
import { go } from '../../app/navigation.ts';
import type { Route } from '../../app/routes.ts';
import { formatCount } from '../../ui/format.ts';
import { ListGrid } from '../../ui/grid.tsx';
import type { GridColumn } from '../../ui/grid-line.tsx';
import { Screen } from '../../ui/layout.tsx';
import { Empty, Failure, Skeleton } from '../../ui/states.tsx';
import { Tabs } from '../../ui/tabs.tsx';
import { Badge } from '../../ui/text.tsx';
import { AgentDrawer } from './agent-drawer.tsx';
import { Duties } from './duties.tsx';
import './agents.css';

const COLUMNS: readonly GridColumn<AgentView>[] = [
  {
    id: 'state',
    header: 'State',
    width: '6.5rem',
    cell: (row) =>
      row.paused === undefined ? <Badge tone="neutral">Ready</Badge> : <Badge tone="bad">Paused</Badge>,
  },
  {
    id: 'name',
    header: 'Agent',
    width: 'minmax(14rem, 2fr)',
    cell: (row) => (
      <span className="grid-two">
        <span className="strong mono">{row.name}</span>
        <span className="clip">{row.description}</span>
      </span>
    ),
  },
  {
    id: 'data',
    header: 'Data that reaches it',
    width: 'minmax(12rem, 1.5fr)',
    cell: (row) => <DataText agent={row} />,
  },
  { id: 'tools', header: 'Tools', width: '5rem', end: true, cell: (row) => row.tools.length },
  {
    id: 'tokens',
    header: 'Tokens',
    width: '6.5rem',
    end: true,
    cell: (row) => formatCount(row.limits.tokens),
  },
  {
    id: 'calls',
    header: 'Calls',
    width: '5rem',
    end: true,
    cell: (row) => formatCount(row.limits.toolCalls),
  },
  {
    id: 'minutes',
    header: 'Minutes',
    width: '5.5rem',
    end: true,
    cell: (row) => formatCount(row.limits.minutes),
  },
];
const BESIDE: ReadonlySet<string> = new Set(['state', 'name']);

function DataText(props: { readonly agent: AgentView }): ReactNode {
  const { phiAccess, allowed, excluded } = props.agent;
  if (!phiAccess) return <span className="faint">no patient data</span>;
  const words = (names: readonly string[]): string => names.join(', ').replaceAll('_', ' ');
  return (
    <span className="grid-two">
      <span>{words(allowed)}</span>
      {excluded.length > 0 && <span className="clip">never {words(excluded)}</span>}
    </span>
  );
}

/** What each agent may do and see, which are stopped, and which duties no person may join. */
export function Agents(props: { readonly route: Route & { readonly screen: 'agents' } }): ReactNode {
  const agents = useQuery('agents.list', {});
  const rows = agents.status === 'ready' ? agents.value : [];
  const chosen = rows.find((row) => row.name === props.route.agent);
  const list = (): ReactNode => (
    <>
      {agents.status === 'loading' && <Skeleton label="agents" />}
      {agents.status === 'failed' && (
        <Failure problem={agents.problem} retry={agents.reload} where="list of agents" />
      )}
      {agents.status === 'ready' && (
        <ListGrid
          label="Agents"
          columns={chosen === undefined ? COLUMNS : COLUMNS.filter((column) => BESIDE.has(column.id))}
          rows={[...rows].sort((a, b) => Number(b.paused !== undefined) - Number(a.paused !== undefined))}
          rowHeight={3}
          keyOf={(row) => row.name}
          selected={chosen?.name}
          onOpen={(row) => go({ screen: 'agents', agent: row.name }, 'replace')}
          empty={
            <Empty title="No agent ships here" icon={<Bot size={20} aria-hidden="true" />}>
              Agents are files of the installation; without one no pipeline can run.
            </Empty>
          }
        />
      )}
    </>
  );
  return (
    <Screen
      title="Agents"
      fill
      drawer={
        chosen === undefined || props.route.part !== undefined ? undefined : (
          <AgentDrawer key={chosen.name} agent={chosen} onReleased={agents.reload} />
        )
      }
    >
      <Tabs
        label="Agents"
        chosen={props.route.part ?? 'agents'}
        onChoose={(id) => go(id === 'duties' ? { screen: 'agents', part: 'duties' } : { screen: 'agents' })}
        tabs={[
          {
            id: 'agents',
            text: 'Agents',
            count: agents.status === 'ready' ? rows.length : undefined,
            content: list,
          },
          { id: 'duties', text: 'Duties of people', content: () => <Duties /> },
        ]}
      />
    </Screen>
  );
}
