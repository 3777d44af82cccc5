import { FileSearch } from 'lucide-react';
import { useState, type ReactNode } from 'react';
import type { ReportKind, RunId } from '../../../shared/domain/index.ts';
import type { ReportPreview, ReportView, RunSummary } from '../../../shared/ipc/index.ts';
import { useAction, useProgress } from '../../api/hooks.ts';
import { hrefOf } from '../../app/routes.ts';
import { useSignedIn } from '../../app/session.tsx';
import { Button } from '../../ui/button.tsx';
import { SelectField, TextField } from '../../ui/fields.tsx';
import { Progress } from '../../ui/figures.tsx';
import { formatTime, plural, shortId } from '../../ui/format.ts';
import { Panel, Screen } from '../../ui/layout.tsx';
import { useNow } from '../../ui/now.ts';
import { isComplete, SignatureFields, useSignature } from '../../ui/signature.tsx';
import { Empty, Failure } from '../../ui/states.tsx';
import { RUN_STATES } from '../../ui/words.ts';
import { PdfPages } from './pdf-pages.tsx';
import { PinField } from './pin-field.tsx';
import { isPeriodKind, lastMonth, readPeriod, REPORT_WORDS } from './report-words.ts';
import { SignerPart, useSigner } from './signer-part.tsx';

const PAPERS = [
  { id: 'a4', text: 'A4' },
  { id: 'letter', text: 'Letter' },
] as const;

/** Choose what about, look at the pages, sign: a report about one run, or about a period. */
export function NewReport(props: {
  readonly runs: readonly RunSummary[];
  readonly first: string;
  readonly onIssued: (report: ReportView) => void;
}): ReactNode {
  const { person } = useSignedIn();
  const now = useNow();
  const [chosenKind, setKind] = useState<ReportKind>('run');
  const [picked, setPicked] = useState<RunId | null>(null);
  const [days, setDays] = useState(() => lastMonth(now));
  const [paper, setPaper] = useState<'a4' | 'letter'>('a4');
  const [pin, setPin] = useState('');
  const [shown, setShown] = useState<{ readonly of: string; readonly preview: ReportPreview }>();
  const form = useSignature();
  const signer = useSigner();
  const acts = {
    issueRun: useAction('reports.issue'),
    issuePeriod: useAction('reports.issuePeriod'),
    previewRun: useAction('reports.preview'),
    previewPeriod: useAction('reports.previewPeriod'),
    cancel: useAction('reports.cancel'),
  };
  // A report about a period speaks of everybody; an operator reports on runs.
  const kinds = (Object.keys(REPORT_WORDS) as ReportKind[]).filter(
    (one) => one === 'run' || person.role === 'compliance',
  );
  const kind = chosenKind;
  const run = picked ?? props.runs.find((item) => item.id === props.first)?.id ?? null;
  const period = readPeriod(days.first, days.last);
  const about = isPeriodKind(kind)
    ? period && ({ what: 'period', args: { kind, ...period, paper } } as const)
    : run === null
      ? undefined
      : ({ what: 'run', args: { run, paper } } as const);
  const issue = about?.what === 'period' ? acts.issuePeriod : acts.issueRun;
  const preview = about?.what === 'period' ? acts.previewPeriod : acts.previewRun;
  const pending = issue.pending || preview.pending;
  const progress = useProgress('report', pending);
  const withToken = signer.status === 'ready' && signer.value.kind === 'token';
  const ready =
    about !== undefined && isComplete(form.signature, false) && (!withToken || pin !== '') && !pending;
  const current = about !== undefined && shown?.of === JSON.stringify(about) ? shown.preview : undefined;
  const look = async (): Promise<void> => {
    if (about === undefined) return;
    const made =
      about.what === 'period'
        ? await acts.previewPeriod.run(about.args)
        : await acts.previewRun.run(about.args);
    if (made !== undefined) setShown({ of: JSON.stringify(about), preview: made });
  };
  const sign = async (): Promise<void> => {
    if (about === undefined || !isComplete(form.signature, false)) return;
    const { meaning, password } = form.signature;
    const signed = { meaning, password, ...(withToken ? { pin } : {}) };
    const report =
      about.what === 'period'
        ? await acts.issuePeriod.run({ ...about.args, ...signed })
        : await acts.issueRun.run({ ...about.args, ...signed });
    form.set({ password: '' });
    setPin('');
    if (report !== undefined) props.onIssued(report);
  };
  return (
    <Screen
      title="Issue a report"
      fill
      above={<a href={hrefOf({ screen: 'reports' })}>Reports</a>}
      {...(current === undefined
        ? {}
        : { meta: `${plural(current.pages, 'page')}, through entry ${current.throughSeq}` })}
    >
      <div className="report-maker">
        <div className="report-form" role="group" aria-label="What about, and signature" tabIndex={0}>
          <Panel title="What about">
            <div className="stack-tight">
              {kinds.length > 1 && (
                <SelectField
                  label="Report"
                  value={kind}
                  onChange={setKind}
                  choices={kinds.map((id) => ({ id, ...REPORT_WORDS[id] }))}
                />
              )}
              {isPeriodKind(kind) ? (
                <>
                  <TextField
                    label="First day"
                    value={days.first}
                    onChange={(first) => setDays((last) => ({ ...last, first }))}
                    note="As 2026-03-01. Days are those of UTC, as in the report."
                  />
                  <TextField
                    label="Last day"
                    value={days.last}
                    onChange={(last) => setDays((first) => ({ ...first, last }))}
                    note="The whole day belongs to the period."
                    error={period === undefined ? 'These are not two days in order.' : undefined}
                  />
                </>
              ) : (
                <SelectField
                  label="Run"
                  value={run}
                  onChange={setPicked}
                  placeholder="Choose a run"
                  choices={props.runs.map((item) => ({
                    id: item.id,
                    text: `${item.template} on ${item.table}, ${formatTime(item.startedAtMs, now)}`,
                    note: `${RUN_STATES[item.state].text}, ${shortId(item.id)}`,
                  }))}
                />
              )}
              <SelectField label="Paper" value={paper} onChange={setPaper} choices={PAPERS} />
              <div>
                <Button isDisabled={about === undefined || pending} onPress={() => void look()}>
                  {current === undefined ? 'Preview' : 'Preview again'}
                </Button>
              </div>
            </div>
          </Panel>
          <Panel title="Signature">
            <div className="stack-tight">
              <SignerPart signer={signer} />
              <SignatureFields form={form} signer={person.name} isDisabled={pending} />
              {withToken && <PinField value={pin} onChange={setPin} isDisabled={pending} />}
              {issue.problem !== undefined && <Failure problem={issue.problem} where="issuing the report" />}
              <div>
                <Button variant="primary" isDisabled={!ready} onPress={() => void sign()}>
                  {issue.pending ? 'Writing the report' : 'Sign and issue'}
                </Button>
              </div>
            </div>
          </Panel>
        </div>
        <div className="report-preview">
          {pending ? (
            <div className="report-progress">
              <Progress
                label={issue.pending ? 'Writing and signing' : 'Making the preview'}
                share={
                  progress === undefined || progress.total <= 0 ? undefined : progress.done / progress.total
                }
                {...(progress?.message === undefined ? {} : { text: progress.message })}
              />
              <div>
                <Button onPress={() => void acts.cancel.run({})} isDisabled={acts.cancel.pending}>
                  Stop
                </Button>
              </div>
            </div>
          ) : preview.problem !== undefined ? (
            <Failure problem={preview.problem} retry={() => void look()} where="preview of the report" />
          ) : current === undefined ? (
            <Empty
              title={shown === undefined ? 'No preview yet' : 'The preview was of something else'}
              icon={<FileSearch size={20} aria-hidden="true" />}
            >
              A preview is the PDF itself, without a signature. It holds figures and decisions, no patient
              content, and that you looked is recorded.
            </Empty>
          ) : (
            <PdfPages pdf={current.pdf} label="Pages of the preview" />
          )}
        </div>
      </div>
    </Screen>
  );
}
