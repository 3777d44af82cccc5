import { useState, type ReactNode } from 'react';
import type { ReportView, RunSummary } from '../../../shared/ipc/index.ts';
import { useAction } from '../../api/hooks.ts';
import { go } from '../../app/navigation.ts';
import { hrefOf } from '../../app/routes.ts';
import { useSignedIn } from '../../app/session.tsx';
import { Button } from '../../ui/button.tsx';
import { formatBytes, plural, shortId } from '../../ui/format.ts';
import { Drawer, Facts, Section } from '../../ui/layout.tsx';
import { Callout, Failure } from '../../ui/states.tsx';
import { CopyId, Time } from '../../ui/text.tsx';
import { MEANINGS } from '../../ui/words.ts';
import { CountersignDialog } from './countersign-dialog.tsx';
import { aboutReport } from './report-words.ts';
import { SignerPart, useSigner } from './signer-part.tsx';

/** One issued report: look at it, save it, sign it after its author, and what it stands on. */
export function ReportDrawer(props: {
  readonly report: ReportView;
  readonly run: RunSummary | undefined;
  readonly onChange: () => void;
}): ReactNode {
  const { report, run } = props;
  const { person } = useSignedIn();
  const signer = useSigner();
  const save = useAction('reports.save');
  const [saved, setSaved] = useState<string | undefined>();
  const [signing, setSigning] = useState(false);
  const maySave = person.role !== 'admin';
  const maySign = report.maySign && (person.role === 'compliance' || person.role === 'admin');
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
      <div className="stack-tight">
        <div className="report-acts">
          <Button
            variant="primary"
            onPress={() => go({ screen: 'reports', report: report.id, part: 'pages' })}
          >
            Open
          </Button>
          {maySave && (
            <Button isDisabled={save.pending} onPress={() => void act()}>
              {save.pending ? 'Saving' : 'Save a copy'}
            </Button>
          )}
          {maySign && <Button onPress={() => setSigning(true)}>Sign it too</Button>}
        </div>
        {save.problem !== undefined && <Failure problem={save.problem} where="saving the report" />}
        {saved !== undefined && (
          <Callout tone="good" title="Saved">
            <code>{saved}</code>
          </Callout>
        )}
      </div>
      <Section title="Signatures">
        <ol className="report-signatures">
          <li>
            <span className="strong">{report.issuedBy}</span>
            <span className="soft">
              issued it, <Time ms={report.issuedAtMs} />
            </span>
          </li>
          {report.signatures.map(({ entry, by, meaning, atMs }) => (
            <li key={entry}>
              <span className="strong">{by}</span>
              <span className="soft">
                {MEANINGS[meaning].text.toLowerCase()}, <Time ms={atMs} />,{' '}
                <a href={hrefOf({ screen: 'journal', seq: entry })}>entry {entry}</a>
              </span>
            </li>
          ))}
        </ol>
      </Section>
      <Section title="About">
        <Facts
          rows={[
            report.run === undefined
              ? undefined
              : [
                  'Run',
                  <a key="run" href={hrefOf({ screen: 'runs', run: report.run })}>
                    {run === undefined ? shortId(report.run) : `${run.template} on ${run.table}`}
                  </a>,
                ],
            [
              'Covers',
              <span key="through">
                the journal through{' '}
                <a href={hrefOf({ screen: 'journal', seq: report.throughSeq })}>entry {report.throughSeq}</a>
              </span>,
            ],
            report.checkpoint === undefined
              ? undefined
              : [
                  'Checkpoint',
                  <span key="checkpoint">
                    <a href={hrefOf({ screen: 'journal', seq: report.checkpoint.entry })}>
                      entry {report.checkpoint.entry}
                    </a>
                    , over {plural(report.checkpoint.size, 'entry', 'entries')}
                  </span>,
                ],
            report.checkpoint === undefined
              ? undefined
              : [
                  'Root',
                  <CopyId key="root" whole id={report.checkpoint.root} what="root of the checkpoint" />,
                ],
            ['SHA-256', <CopyId key="hash" whole id={report.sha256} what="hash of the report as issued" />],
          ]}
        />
      </Section>
      <Section title="Who signs reports now">
        <SignerPart signer={signer} />
      </Section>
      <Section title="How others check it">
        <p className="small soft">
          Any PDF reader with signature checking shows the signatures. <code>swarm audit verify</code> and the
          verifier page check signatures, checkpoint and attached entries without a network.
        </p>
      </Section>
      {signing && (
        <CountersignDialog
          report={report}
          onClose={() => setSigning(false)}
          onSigned={() => {
            setSigning(false);
            props.onChange();
          }}
        />
      )}
    </Drawer>
  );
}
