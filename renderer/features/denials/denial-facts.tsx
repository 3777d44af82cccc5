import type { ReactNode } from 'react';
import type { DenialView } from '../../../shared/ipc/index.ts';
import { hrefOf } from '../../app/routes.ts';
import { Facts, Section } from '../../ui/layout.tsx';
import { CopyId, Message } from '../../ui/text.tsx';
import { Why } from '../runs/why.tsx';

/** Why a call was denied, who wanted it, and where it stands in the journal. */
export function DenialFacts(props: { readonly denial: DenialView }): ReactNode {
  const { denial } = props;
  return (
    <>
      <Section title="Why">
        {denial.decision === undefined ? (
          <p className="small">
            <Message text={denial.reason} />
          </p>
        ) : (
          <Why decision={denial.decision} seq={denial.seq} />
        )}
      </Section>
      <Section title="Who and where">
        <Facts
          rows={[
            ['Person', `${denial.person}, ${denial.role}`],
            denial.agent === undefined
              ? undefined
              : [
                  'Agent',
                  <span key="agent" className="mono">
                    {denial.agent}
                  </span>,
                ],
            ['Stage', denial.stage.replaceAll('_', ' ')],
            denial.run === undefined
              ? undefined
              : [
                  'Run',
                  <span key="run" className="row">
                    <a href={hrefOf({ screen: 'runs', run: denial.run, call: denial.call })}>Open the call</a>
                    <CopyId id={denial.run} what="run id" />
                  </span>,
                ],
            [
              'Journal',
              <a key="seq" href={hrefOf({ screen: 'journal', seq: denial.seq })}>
                entry {denial.seq}
              </a>,
            ],
          ]}
        />
      </Section>
    </>
  );
}
