import { Circle, CircleCheck } from 'lucide-react';
import type { ReactNode } from 'react';
import type { ArtefactView, RunView } from '../../../shared/ipc/index.ts';
import { hrefOf } from '../../app/routes.ts';
import { useSignedIn } from '../../app/session.tsx';
import { formatBytes, plural } from '../../ui/format.ts';
import { Panel } from '../../ui/layout.tsx';
import { Callout, Empty } from '../../ui/states.tsx';
import { Badge, CopyId } from '../../ui/text.tsx';
import { ARTEFACT_STATES, ARTEFACT_WORDS } from '../../ui/words.ts';
import './results.css';

/** What the run left behind, each with its hash; what is still missing stands first. */
export function ArtefactsTab(props: { readonly run: RunView }): ReactNode {
  const { run } = props;
  const missing = run.artefacts.filter((item) => item.mandatory && item.state !== 'done');
  if (run.artefacts.length === 0) {
    return <Empty title="No artefact yet">Artefacts are written when the last finding is decided.</Empty>;
  }
  return (
    <div className="tab-page">
      {missing.length > 0 && (
        <Panel
          title="To do before this run can finish"
          note={`${plural(missing.length, 'mandatory artefact')} of profile ${run.complianceProfile} not done.`}
        >
          <ul className="todo">
            {missing.map((item) => (
              <li key={item.kind}>
                <Circle size={16} aria-hidden="true" />
                <span className="strong">{ARTEFACT_WORDS[item.kind]}</span>
                <Badge tone={ARTEFACT_STATES[item.state].tone}>{ARTEFACT_STATES[item.state].text}</Badge>
                <NextStep run={run} item={item} />
              </li>
            ))}
          </ul>
        </Panel>
      )}
      {missing.length === 0 && (
        <Callout tone="good" title="Every mandatory artefact is there">
          Each file is pinned by its SHA-256 in the journal.
        </Callout>
      )}
      <Panel title="Artefacts" flush>
        <div className="table-scroll" tabIndex={0} role="region" aria-label="Artefacts">
          <table className="plain-table artefacts">
            <thead>
              <tr>
                <th>Artefact</th>
                <th>State</th>
                <th>File</th>
                <th className="end">Size</th>
                <th>SHA-256</th>
              </tr>
            </thead>
            <tbody>
              {run.artefacts.map((item) => (
                <tr key={`${item.kind} ${item.file}`}>
                  <td>
                    <span className="artefact-name">
                      {item.state === 'done' ? (
                        <CircleCheck size={15} aria-hidden="true" />
                      ) : (
                        <Circle size={15} aria-hidden="true" />
                      )}
                      {ARTEFACT_WORDS[item.kind]}
                      {item.mandatory && <span className="faint caption">mandatory</span>}
                    </span>
                  </td>
                  <td>
                    <Badge tone={ARTEFACT_STATES[item.state].tone}>{ARTEFACT_STATES[item.state].text}</Badge>
                  </td>
                  <td className="mono">{item.file}</td>
                  <td className="end">{item.sizeBytes === undefined ? '–' : formatBytes(item.sizeBytes)}</td>
                  <td>
                    {item.sha256 === undefined ? (
                      <span className="faint">–</span>
                    ) : (
                      <CopyId id={item.sha256} what={`hash of ${ARTEFACT_WORDS[item.kind]}`} />
                    )}
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      </Panel>
    </div>
  );
}

function NextStep(props: { readonly run: RunView; readonly item: ArtefactView }): ReactNode {
  const { person } = useSignedIn();
  if (person.role !== 'operator' && person.role !== 'compliance') return null;
  const { state } = props.run;
  if (state === 'running' || state === 'waiting_for_approval') return null;
  if (props.item.kind === 'minimum_necessary' && state === 'awaiting_attestation') {
    return (
      <a href={hrefOf({ screen: 'runs', run: props.run.id, tab: 'statement' })}>
        Review and sign the statement
      </a>
    );
  }
  if (props.item.kind === 'audit_report') {
    return <a href={hrefOf({ screen: 'reports', report: `new-${props.run.id}` })}>Issue the report</a>;
  }
  return null;
}
