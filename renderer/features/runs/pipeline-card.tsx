import type { ReactNode } from 'react';
import type { PipelineView } from '../../../shared/ipc/index.ts';
import { formatCount } from '../../ui/format.ts';
import { Panel } from '../../ui/layout.tsx';

/** What a pipeline will do, what it needs and why, and where it must stop. */
export function PipelineCard(props: { readonly pipeline: PipelineView }): ReactNode {
  const { pipeline } = props;
  return (
    <Panel title={pipeline.name} note={pipeline.description}>
      <div className="pipeline-card">
        <section>
          <h3>Steps</h3>
          <ol className="pipeline-steps">
            {pipeline.steps.map((step, index) => (
              <li key={step.id}>
                <span className="pipeline-number">{index + 1}</span>
                <span>
                  <span className="mono">{step.agent}</span>
                  <span className="pipeline-note">{step.description}</span>
                </span>
              </li>
            ))}
          </ol>
        </section>
        <section>
          <h3>Needs, and why</h3>
          <ul className="pipeline-needs">
            {pipeline.needs.map((need) => (
              <li key={need.category}>
                <span className="strong">{need.category.replaceAll('_', ' ')}</span>
                <span className="pipeline-note">{need.reason}</span>
              </li>
            ))}
          </ul>
          <h3>Limits</h3>
          <p className="small">
            {formatCount(pipeline.limits.llmCalls)} model calls, {formatCount(pipeline.limits.toolCalls)} tool
            calls, {formatCount(pipeline.limits.minutes)} minutes
          </p>
        </section>
      </div>
    </Panel>
  );
}
