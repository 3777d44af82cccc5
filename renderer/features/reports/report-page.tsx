import type { ReactNode } from 'react';
import type { ReportView } from '../../../shared/ipc/index.ts';
import { useQuery } from '../../api/hooks.ts';
import { hrefOf } from '../../app/routes.ts';
import { plural } from '../../ui/format.ts';
import { Screen } from '../../ui/layout.tsx';
import { Failure, Skeleton } from '../../ui/states.tsx';
import { Verdict } from '../journal/verdict.tsx';
import { PdfPages } from './pdf-pages.tsx';
import { aboutReport } from './report-words.ts';

/** An issued report as it lies in the workspace: its pages, and what verifying it finds now. */
export function ReportPage(props: { readonly report: ReportView }): ReactNode {
  const { report } = props;
  const file = useQuery('reports.read', { report: report.id });
  return (
    <Screen
      title={aboutReport(report)}
      fill
      above={<a href={hrefOf({ screen: 'reports', report: report.id })}>Reports</a>}
      {...(file.status === 'ready'
        ? { meta: `${plural(report.pages, 'page')}, ${plural(file.value.signatures, 'signature')}` }
        : {})}
    >
      {file.status === 'loading' && <Skeleton label="the report" lines={12} />}
      {file.status === 'failed' && (
        <Failure problem={file.problem} retry={file.reload} where="reading the report" />
      )}
      {file.status === 'ready' && (
        <div className="report-maker">
          <div className="report-form" role="group" aria-label="Verification" tabIndex={0}>
            <Verdict view={file.value.verdict} />
          </div>
          <PdfPages pdf={file.value.pdf} label="Pages of the report" />
        </div>
      )}
    </Screen>
  );
}
