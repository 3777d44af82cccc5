import { useState, type ReactNode } from 'react';
import type { ReportKind, RunId } from '../../../shared/domain/index.ts';
import type { ReportView, RunSummary } from '../../../shared/ipc/index.ts';
import { useAction, useProgress } from '../../api/hooks.ts';
import { useSignedIn } from '../../app/session.tsx';
import { Button } from '../../ui/button.tsx';
import { ActDialog } from '../../ui/dialog.tsx';
import { SelectField, TextField } from '../../ui/fields.tsx';
import { Progress } from '../../ui/figures.tsx';
import { formatTime, shortId } from '../../ui/format.ts';
import { useNow } from '../../ui/now.ts';
import { isComplete, SignatureFields, useSignature } from '../../ui/signature.tsx';
import { RUN_STATES } from '../../ui/words.ts';
import { isPeriodKind, lastMonth, readPeriod, REPORT_WORDS } from './report-words.ts';

const PAPERS = [
  { id: 'a4', text: 'A4' },
  { id: 'letter', text: 'Letter' },
] as const;

/** Writes and signs a report: about one run, or about a period. */
export function IssueDialog(props: {
  readonly runs: readonly RunSummary[];
  readonly first: string;
  readonly onClose: () => void;
  readonly onIssued: (report: ReportView) => void;
}): ReactNode {
  const { person } = useSignedIn();
  const now = useNow();
  const [kind, setKind] = useState<ReportKind>('run');
  const [picked, setPicked] = useState<RunId | null>(null);
  const [days, setDays] = useState(() => lastMonth(now));
  const [paper, setPaper] = useState<'a4' | 'letter'>('a4');
  const form = useSignature();
  const issueRun = useAction('reports.issue');
  const issuePeriod = useAction('reports.issuePeriod');
  const cancel = useAction('reports.cancel');
  const issue = isPeriodKind(kind) ? issuePeriod : issueRun;
  const progress = useProgress('report', issue.pending);
  const run = picked ?? props.runs.find((item) => item.id === props.first)?.id ?? null;
  const period = readPeriod(days.first, days.last);
  const ready =
    isComplete(form.signature, false) && (isPeriodKind(kind) ? period !== undefined : run !== null);
  const act = async (): Promise<void> => {
    if (!isComplete(form.signature, false)) return;
    const { meaning, password } = form.signature;
    const signed = { paper, meaning, password };
    const report = isPeriodKind(kind)
      ? period && (await issuePeriod.run({ kind, ...period, ...signed }))
      : run === null
        ? undefined
        : await issueRun.run({ run, ...signed });
    form.set({ password: '' });
    if (report !== undefined) props.onIssued(report);
  };
  // A report about a period speaks of everybody; an operator reports on runs.
  const kinds = (Object.keys(REPORT_WORDS) as ReportKind[]).filter(
    (one) => one === 'run' || person.role === 'compliance',
  );
  return (
    <ActDialog
      title="Issue a report"
      isOpen
      onClose={props.onClose}
      act="Sign and issue"
      onAct={() => void act()}
      ready={ready}
      pending={issue.pending}
      pendingText="Writing the report"
      problem={issue.problem}
    >
      <p>
        The report holds figures and decisions, no patient content. It is signed with the workspace’s key.
      </p>
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
      <SignatureFields form={form} signer={person.name} isDisabled={issue.pending} />
      {issue.pending && (
        <>
          <Progress
            label="Writing and signing"
            share={progress === undefined || progress.total <= 0 ? undefined : progress.done / progress.total}
            {...(progress?.message === undefined ? {} : { text: progress.message })}
          />
          <div>
            <Button onPress={() => void cancel.run({})} isDisabled={cancel.pending}>
              Stop
            </Button>
          </div>
        </>
      )}
    </ActDialog>
  );
}
