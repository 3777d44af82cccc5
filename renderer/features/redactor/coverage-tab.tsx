import type { ReactNode } from 'react';
import type { CoverageView } from '../../../shared/ipc/index.ts';
import { useQuery } from '../../api/hooks.ts';
import { Failure, Skeleton } from '../../ui/states.tsx';
import { Badge, Chip } from '../../ui/text.tsx';
import type { Tone } from '../../ui/words.ts';
import { foundBy } from './marked-text.tsx';

const DETECTED: Readonly<Record<CoverageView['detected'], { readonly text: string; readonly tone: Tone }>> = {
  in_text_and_tables: { text: 'Text and tables', tone: 'good' },
  known_shapes_only: { text: 'Known shapes only', tone: 'warn' },
  mentions_only: { text: 'Mentions only', tone: 'bad' },
};

/** The 18 Safe Harbor classes: what is detected, how, and what needs a person. */
export function CoverageTab(): ReactNode {
  const coverage = useQuery('phi.getCoverage', {});
  if (coverage.status === 'loading') return <Skeleton label="the coverage" lines={12} />;
  if (coverage.status === 'failed')
    return <Failure problem={coverage.problem} retry={coverage.reload} where="coverage of the redactor" />;
  return (
    <div className="tab-page">
      <p className="small soft coverage-note">
        The classes of 45 CFR 164.514(b)(2)(i). No software finds every identifier; the last columns say what
        a person has to look for before text is called de-identified, and what is left after that. What is
        told under “Detected” was tried on the redactor of this installation, with invented values, as this
        was opened.
      </p>
      <div className="table-box" tabIndex={0} role="region" aria-label="Coverage by class">
        <table className="coverage">
          <thead>
            <tr>
              <th scope="col">Class</th>
              <th scope="col">Detected</th>
              <th scope="col">How</th>
              <th scope="col">Needs a person</th>
              <th scope="col">What is left</th>
            </tr>
          </thead>
          <tbody>
            {coverage.value.map((row) => (
              <tr key={row.class}>
                <th scope="row">
                  <Chip>{row.class}</Chip> <span className="faint">{row.rule}</span>
                </th>
                <td>
                  <Badge tone={DETECTED[row.detected].tone}>{DETECTED[row.detected].text}</Badge>
                  <p className="caption faint coverage-tried">
                    Tried now: {triedText('a sentence', row.inText)}; {triedText('a table', row.inTables)}.
                  </p>
                </td>
                <td>{row.how}</td>
                <td>{row.person}</td>
                <td>{row.residual}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </div>
  );
}

function triedText(where: string, by: readonly string[]): string {
  return by.length === 0 ? `not found in ${where}` : `found in ${where} by ${by.map(foundBy).join(' and ')}`;
}
