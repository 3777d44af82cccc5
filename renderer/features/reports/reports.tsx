import { FileCheck2 } from 'lucide-react';
import { useState, type ReactNode } from 'react';
import type { ReportView, RunSummary, VerifyView } from '../../../shared/ipc/index.ts';
import { useAction, useQuery } from '../../api/hooks.ts';
import { go } from '../../app/navigation.ts';
import { hrefOf, type Route } from '../../app/routes.ts';
import { useSignedIn } from '../../app/session.tsx';
import { Button } from '../../ui/button.tsx';
import { ActDialog } from '../../ui/dialog.tsx';
import { formatBytes, plural, shortId } from '../../ui/format.ts';
import { ListGrid } from '../../ui/grid.tsx';
import type { GridColumn } from '../../ui/grid-line.tsx';
import { Drawer, Facts, Screen, Section } from '../../ui/layout.tsx';
import { Callout, Empty, Failure, Skeleton } from '../../ui/states.tsx';
import { CopyId, Time } from '../../ui/text.tsx';
import { Verdict } from '../journal/verdict.tsx';
import { EvidenceOut } from './evidence-out.tsx';
import { IssueDialog } from './issue-dialog.tsx';
import { aboutReport, REPORT_WORDS } from './report-words.ts';

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
  { id: 'pages', header: 'Pages', width: '4rem', end: true, cell: (row) => row.pages },
  { id: 'size', header: 'Size', width: '5.5rem', end: true, cell: (row) => formatBytes(row.sizeBytes) },
  { id: 'issued', header: 'Issued', width: '8.5rem', cell: (row) => <Time ms={row.issuedAtMs} /> },
  { id: 'by', header: 'Issued by', width: 'minmax(8rem, 1fr)', cell: (row) => row.issuedBy },
];
const BESIDE: ReadonlySet<string> = new Set(['file', 'issued', 'by']);

/** Signed audit reports: issue, list, save, and verify any file. */
export function Reports(props: { readonly route: Route & { readonly screen: 'reports' } }): ReactNode {
  const { person } = useSignedIn();
  const reports = useQuery('reports.list', {});
  const runs = useQuery('runs.list', {});
  const [verdict, setVerdict] = useState<VerifyView | undefined>();
  const check = useAction('reports.verifyFile');
  const address = props.route.report;
  const isNew = address?.startsWith(NEW) === true;
  const mayIssue = person.role === 'operator' || person.role === 'compliance';
  const rows =
    reports.status === 'ready' ? [...reports.value].sort((a, b) => b.issuedAtMs - a.issuedAtMs) : [];
  const chosen = rows.find((row) => row.id === address);
  const verify = async (): Promise<void> => {
    const answer = await check.run({});
    if (answer !== undefined && answer !== null) setVerdict(answer);
  };
  const issueButton = mayIssue ? (
    <Button variant="primary" onPress={() => go({ screen: 'reports', report: NEW })}>
      Issue a report
    </Button>
  ) : undefined;
  return (
    <Screen
      title="Reports"
      fill
      actions={
        <>
          <EvidenceOut address={address} />
          <Button isDisabled={check.pending} onPress={() => void verify()}>
            {check.pending ? 'Verifying' : 'Verify a file'}
          </Button>
          {rows.length > 0 && issueButton}
        </>
      }
      drawer={
        chosen === undefined ? undefined : (
          <ReportDrawer
            report={chosen}
            run={runs.status === 'ready' ? runs.value.find((item) => item.id === chosen.run) : undefined}
            maySave={person.role !== 'admin'}
          />
        )
      }
    >
      <ActDialog
        title="Verify a file"
        isOpen={check.problem !== undefined || verdict !== undefined}
        onClose={() => {
          setVerdict(undefined);
          check.dismiss();
        }}
        cancel="Close"
        act="Verify another file"
        onAct={() => void verify()}
        pending={check.pending}
        problem={check.problem}
      >
        {verdict !== undefined && <Verdict view={verdict} />}
      </ActDialog>
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
      {mayIssue && isNew && (
        <IssueDialog
          runs={runs.status === 'ready' ? runs.value : []}
          first={address.slice(NEW.length + 1)}
          onClose={() => go({ screen: 'reports' }, 'replace')}
          onIssued={(report) => {
            reports.reload();
            go({ screen: 'reports', report: report.id }, 'replace');
          }}
        />
      )}
    </Screen>
  );
}

function ReportDrawer(props: {
  readonly report: ReportView;
  readonly run: RunSummary | undefined;
  readonly maySave: boolean;
}): ReactNode {
  const { report, run } = props;
  const save = useAction('reports.save');
  const [saved, setSaved] = useState<string | undefined>();
  const act = async (): Promise<void> => {
    setSaved(undefined);
    const answer = await save.run({ report: report.id });
    if (answer !== undefined && answer !== null) setSaved(answer.file);
  };
  return (
    <Drawer
      title={aboutReport(report)}
      label="Report"
      onClose={() => go({ screen: 'reports' }, 'replace')}
      meta={
        <>
          <span>{plural(report.pages, 'page')}</span>
          <span>{formatBytes(report.sizeBytes)}</span>
        </>
      }
    >
      {props.maySave && (
        <div className="stack-tight">
          <div>
            <Button variant="primary" isDisabled={save.pending} onPress={() => void act()}>
              {save.pending ? 'Saving' : 'Save a copy'}
            </Button>
          </div>
          {save.problem !== undefined && <Failure problem={save.problem} where="saving the report" />}
          {saved !== undefined && (
            <Callout tone="good" title="Saved">
              <code>{saved}</code>
            </Callout>
          )}
        </div>
      )}
      <Section title="About">
        <Facts
          rows={[
            ['Issued', <Time key="time" ms={report.issuedAtMs} />],
            ['By', report.issuedBy],
            ...(report.run === undefined
              ? []
              : [
                  [
                    'Run',
                    <a key="run" href={hrefOf({ screen: 'runs', run: report.run })}>
                      {run === undefined ? shortId(report.run) : `${run.template} on ${run.table}`}
                    </a>,
                  ] as const,
                ]),
            [
              'Covers',
              <span key="through">
                the journal through{' '}
                <a href={hrefOf({ screen: 'journal', seq: report.throughSeq })}>entry {report.throughSeq}</a>
              </span>,
            ],
            ...(report.checkpoint === undefined
              ? []
              : [
                  [
                    'Checkpoint',
                    <span key="checkpoint">
                      <a href={hrefOf({ screen: 'journal', seq: report.checkpoint.entry })}>
                        entry {report.checkpoint.entry}
                      </a>
                      , over {plural(report.checkpoint.size, 'entry', 'entries')}
                    </span>,
                  ] as const,
                  [
                    'Root',
                    <CopyId key="root" whole id={report.checkpoint.root} what="root of the checkpoint" />,
                  ] as const,
                ]),
            ['SHA-256', <CopyId key="hash" whole id={report.sha256} what="hash of the report" />],
          ]}
        />
      </Section>
      <Section title="How others check it">
        <p className="small soft">
          Any PDF reader with signature checking shows the signature over the whole file.{' '}
          <code>swarm audit verify</code> checks signature, checkpoint and hashes without a network.
        </p>
      </Section>
    </Drawer>
  );
}
