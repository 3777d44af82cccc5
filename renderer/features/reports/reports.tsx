import { FileCheck2 } from 'lucide-react';
import type { ReactNode } from 'react';
import type { ReportView } from '../../../shared/ipc/index.ts';
import { useQuery } from '../../api/hooks.ts';
import { go } from '../../app/navigation.ts';
import type { Route } from '../../app/routes.ts';
import { useSignedIn } from '../../app/session.tsx';
import { Button } from '../../ui/button.tsx';
import { formatBytes, plural } from '../../ui/format.ts';
import { ListGrid } from '../../ui/grid.tsx';
import type { GridColumn } from '../../ui/grid-line.tsx';
import { Screen } from '../../ui/layout.tsx';
import { Empty, Failure, Skeleton } from '../../ui/states.tsx';
import { Time } from '../../ui/text.tsx';
import { EvidenceOut } from './evidence-out.tsx';
import { NewReport } from './new-report.tsx';
import { ReportDrawer } from './report-drawer.tsx';
import { ReportPage } from './report-page.tsx';
import { aboutReport, REPORT_WORDS } from './report-words.ts';
import './reports.css';
import { useFileVerification } from './verify-file.tsx';

const NEW = 'new';

const COLUMNS: readonly GridColumn<ReportView>[] = [
  {
    id: 'file',
    header: 'Report',
    width: 'minmax(14rem, 2fr)',
    cell: (row) => <span className="strong">{aboutReport(row)}</span>,
  },
  { id: 'kind', header: 'Kind', width: '9rem', cell: (row) => REPORT_WORDS[row.kind].text },
  {
    id: 'checkpoint',
    header: 'Checkpoint over',
    width: '8rem',
    end: true,
    cell: (row) => (row.checkpoint === undefined ? 'none' : plural(row.checkpoint.size, 'entry', 'entries')),
  },
  {
    id: 'signatures',
    header: 'Signed by',
    width: '6rem',
    end: true,
    cell: (row) => plural(row.signatures.length + 1, 'person', 'people'),
  },
  { id: 'pages', header: 'Pages', width: '4rem', end: true, cell: (row) => row.pages },
  { id: 'size', header: 'Size', width: '5.5rem', end: true, cell: (row) => formatBytes(row.sizeBytes) },
  { id: 'issued', header: 'Issued', width: '8.5rem', cell: (row) => <Time ms={row.issuedAtMs} /> },
  { id: 'by', header: 'Issued by', width: 'minmax(8rem, 1fr)', cell: (row) => row.issuedBy },
];
const BESIDE: ReadonlySet<string> = new Set(['file', 'issued', 'by']);

/** The report centre: what was ever issued, a new one, one to look at, and verifying any file. */
export function Reports(props: { readonly route: Route & { readonly screen: 'reports' } }): ReactNode {
  const { person } = useSignedIn();
  const reports = useQuery('reports.list', {});
  const runs = useQuery('runs.list', {});
  const verification = useFileVerification();
  const address = props.route.report;
  const mayIssue = person.role === 'operator' || person.role === 'compliance';
  const rows =
    reports.status === 'ready' ? [...reports.value].sort((a, b) => b.issuedAtMs - a.issuedAtMs) : [];
  const chosen = rows.find((row) => row.id === address);
  if (mayIssue && address?.startsWith(NEW) === true)
    return (
      <NewReport
        runs={runs.status === 'ready' ? runs.value : []}
        first={address.slice(NEW.length + 1)}
        onIssued={(report) => {
          reports.reload();
          go({ screen: 'reports', report: report.id }, 'replace');
        }}
      />
    );
  if (chosen !== undefined && props.route.part === 'pages') return <ReportPage report={chosen} />;
  const issueButton = mayIssue ? (
    <Button variant="primary" onPress={() => go({ screen: 'reports', report: NEW })}>
      Issue a report
    </Button>
  ) : undefined;
  return (
    <div
      className={verification.over ? 'reports-drop reports-over' : 'reports-drop'}
      {...verification.target}
    >
      <Screen
        title="Reports"
        fill
        meta="Drop a report or an evidence bundle anywhere on this screen to verify it."
        actions={
          <>
            <EvidenceOut address={address} />
            <Button isDisabled={verification.pending} onPress={verification.choose}>
              {verification.pending ? 'Verifying' : 'Verify a file'}
            </Button>
            {rows.length > 0 && issueButton}
          </>
        }
        drawer={
          chosen === undefined ? undefined : (
            <ReportDrawer
              key={chosen.id}
              report={chosen}
              run={runs.status === 'ready' ? runs.value.find((item) => item.id === chosen.run) : undefined}
              onChange={reports.reload}
            />
          )
        }
      >
        {verification.dialog}
        {reports.status === 'loading' && <Skeleton label="reports" />}
        {reports.status === 'failed' && (
          <Failure problem={reports.problem} retry={reports.reload} where="list of reports" />
        )}
        {reports.status === 'ready' && (
          <ListGrid
            label="Reports"
            columns={chosen === undefined ? COLUMNS : COLUMNS.filter((column) => BESIDE.has(column.id))}
            rows={rows}
            keyOf={(row) => row.id}
            selected={chosen?.id}
            onOpen={(row) => go({ screen: 'reports', report: row.id }, 'replace')}
            empty={
              <Empty
                title="No report yet"
                icon={<FileCheck2 size={20} aria-hidden="true" />}
                action={issueButton}
              >
                A report tells of one run, or of a period, in the order an auditor asks, signed, with the
                journal’s checkpoint inside. Anyone can verify it offline.
              </Empty>
            }
          />
        )}
      </Screen>
    </div>
  );
}
