import type { ReactNode } from 'react';
import type { DatasetView } from '../../../shared/ipc/index.ts';
import { ShareBar } from '../../ui/figures.tsx';
import { formatShare } from '../../ui/format.ts';
import { Panel } from '../../ui/layout.tsx';
import { Empty } from '../../ui/states.tsx';
import { gapPairs } from './gaps.ts';

/** Missing cells per column, before and after. */
export function GapsView(props: { readonly before: DatasetView; readonly after: DatasetView }): ReactNode {
  const pairs = gapPairs(props.before.columnInfo, props.after.columnInfo);
  if (pairs.length === 0) return <Empty title="No column has gaps, before or after" />;
  return (
    <div className="tab-page">
      <Panel title="Missing cells" note="Share of rows, per column with gaps in either version.">
        <table className="plain-table gaps">
          <thead>
            <tr>
              <th>Column</th>
              <th className="end">Before</th>
              <th>
                <span className="unseen">Before as a bar</span>
              </th>
              <th className="end">After</th>
              <th>
                <span className="unseen">After as a bar</span>
              </th>
            </tr>
          </thead>
          <tbody>
            {pairs.map((pair) => (
              <tr key={pair.column}>
                <td className="mono">{pair.column}</td>
                <Share share={pair.before} absent="not there" tone="muted" />
                <Share share={pair.after} absent="column removed" tone="accent" />
              </tr>
            ))}
          </tbody>
        </table>
      </Panel>
    </div>
  );
}

function Share(props: {
  readonly share: number | undefined;
  readonly absent: string;
  readonly tone: 'accent' | 'muted';
}): ReactNode {
  if (props.share === undefined) {
    return (
      <td colSpan={2} className="faint">
        {props.absent}
      </td>
    );
  }
  return (
    <>
      <td className="end">{formatShare(props.share)}</td>
      <td className="gap-bar">
        <ShareBar share={props.share} tone={props.tone} />
      </td>
    </>
  );
}
