import { useState, type ReactNode } from 'react';
import type { RunId } from '../../../shared/domain/index.ts';
import type { ReportView, RunSummary } from '../../../shared/ipc/index.ts';
import { useAction, useProgress } from '../../api/hooks.ts';
import { useSignedIn } from '../../app/session.tsx';
import { ActDialog } from '../../ui/dialog.tsx';
import { SelectField } from '../../ui/fields.tsx';
import { Progress } from '../../ui/figures.tsx';
import { formatTime, shortId } from '../../ui/format.ts';
import { useNow } from '../../ui/now.ts';
import { isComplete, SignatureFields, useSignature } from '../../ui/signature.tsx';
import { RUN_STATES } from '../../ui/words.ts';

/** Writes and signs the audit report of one run. */
export function IssueDialog(props: {
  readonly runs: readonly RunSummary[];
  readonly first: string;
  readonly onClose: () => void;
  readonly onIssued: (report: ReportView) => void;
}): ReactNode {
  const { person } = useSignedIn();
  const [picked, setPicked] = useState<RunId | null>(null);
  const now = useNow();
  const form = useSignature();
  const issue = useAction('reports.issue');
  const progress = useProgress('report', issue.pending);
  const run = picked ?? props.runs.find((item) => item.id === props.first)?.id ?? null;
  const act = async (): Promise<void> => {
    if (run === null || !isComplete(form.signature, false)) return;
    const { meaning, password } = form.signature;
    const report = await issue.run({ run, meaning, password });
    form.set({ password: '' });
    if (report !== undefined) props.onIssued(report);
  };
  return (
    <ActDialog
      title="Issue a report"
      isOpen
      onClose={props.onClose}
      act="Sign and issue"
      onAct={() => void act()}
      ready={run !== null && isComplete(form.signature, false)}
      pending={issue.pending}
      pendingText="Writing the report"
      problem={issue.problem}
    >
      <p>
        The report holds figures and decisions, no patient content. It is signed with the workspace’s key.
      </p>
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
      <SignatureFields form={form} signer={person.name} isDisabled={issue.pending} />
      {issue.pending && (
        <Progress
          label="Writing and signing"
          share={progress === undefined || progress.total <= 0 ? undefined : progress.done / progress.total}
          {...(progress?.message === undefined ? {} : { text: progress.message })}
        />
      )}
    </ActDialog>
  );
}
