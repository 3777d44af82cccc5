import type { ReactNode } from 'react';
import type { DatasetId } from '../../../shared/domain/index.ts';
import type { MeasuredView } from '../../../shared/ipc/index.ts';
import { ShareBar, Stat } from '../../ui/figures.tsx';
import { formatCount, formatShare, plural } from '../../ui/format.ts';
import { Panel } from '../../ui/layout.tsx';
import { Callout } from '../../ui/states.tsx';
import { Chip, Time } from '../../ui/text.tsx';

/** What a measuring came to: recall per class with its bounds, what was missed, and what was hit by mistake. */
export function MeasuredPanel(props: {
  readonly dataset: DatasetId;
  readonly measured: MeasuredView | undefined;
  readonly actions: ReactNode;
}): ReactNode {
  const { measured } = props;
  if (measured === undefined)
    return (
      <Panel title="Not measured yet" actions={props.actions}>
        <p className="small soft">
          Two hundred invented people, each with one value of every class, are planted into copies of these
          notes, in the styles found there. The copies stay in memory. What is found of them is held against a
          floor: until it is reached, no redacted text of this dataset leaves.
        </p>
      </Panel>
    );
  const { misses = [], words = [] } = measured;
  return (
    <Panel
      title="Measured on these notes"
      note={
        <>
          <Time ms={measured.atMs} /> by {measured.by},{' '}
          {plural(measured.identities, 'invented person', 'invented people')} in{' '}
          {plural(measured.notes, 'note')}
        </>
      }
      actions={props.actions}
    >
      <div className="stack">
        {measured.below === undefined ? (
          <Callout tone="good" title="Above the floor: redacted text may leave">
            A measuring says how the redactor does on invented values. It is no statement about a single text.
          </Callout>
        ) : (
          <Callout tone="bad" title="Below the floor: redacted text does not leave">
            {measured.below}
          </Callout>
        )}
        <div className="stats">
          <Stat
            label="Found"
            value={formatShare(measured.found / measured.planted)}
            note={`${formatCount(measured.found)} of ${formatCount(measured.planted)}, surely at least ${formatShare(measured.low)}`}
          />
          <Stat
            label="Everyday words redacted"
            value={formatShare(
              measured.everydayWords === 0 ? 0 : measured.everydayRedacted / measured.everydayWords,
            )}
            note={`${formatCount(measured.everydayRedacted)} of ${formatCount(measured.everydayWords)}`}
          />
        </div>
        <div className="table-box" tabIndex={0} role="region" aria-label="Recall by class">
          <table className="coverage recall">
            <thead>
              <tr>
                <th scope="col">Class</th>
                <th scope="col">Found</th>
                <th scope="col">Share</th>
                <th scope="col">With 95 % confidence between</th>
              </tr>
            </thead>
            <tbody>
              {measured.classes.map((figure) => (
                <tr key={figure.class}>
                  <th scope="row">
                    <Chip>{figure.class}</Chip>
                  </th>
                  <td className="figure">
                    {figure.found} of {figure.planted}
                  </td>
                  <td>
                    <ShareBar
                      share={figure.found / figure.planted}
                      tone={figure.found / figure.planted < 0.9 ? 'warn' : 'accent'}
                    />
                  </td>
                  <td className="figure">
                    {formatShare(figure.low)} and {formatShare(figure.high)}
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
        {misses.length > 0 && (
          <details>
            <summary className="small strong">{plural(misses.length, 'miss', 'misses')} to look at</summary>
            <ul className="found-list">
              {misses.map((miss, at) => (
                <li key={at}>
                  <Chip>{miss.class}</Chip>
                  <span className="mono caption">{miss.line}</span>
                </li>
              ))}
            </ul>
          </details>
        )}
        {words.length > 0 && (
          <details>
            <summary className="small strong">Everyday words that were redacted</summary>
            <p className="small">{words.map(({ word, count }) => `${word} (${count})`).join(', ')}</p>
          </details>
        )}
      </div>
    </Panel>
  );
}
