import { useEffect, useRef, useState, type ReactNode } from 'react';
import type { ProgressView, VerifyView } from '../../../shared/ipc/index.ts';
import { cache, useAction, useProgress } from '../../api/hooks.ts';
import { ActDialog } from '../../ui/dialog.tsx';
import { Progress } from '../../ui/figures.tsx';
import { formatCount, formatTimeLeft } from '../../ui/format.ts';
import { Verdict } from './verdict.tsx';

/** Recomputes the whole journal and says what was found. */
export function VerifyDialog(props: { readonly isOpen: boolean; readonly onClose: () => void }): ReactNode {
  const verify = useAction('journal.verify');
  const progress = useProgress('verify', verify.pending);
  const [verdict, setVerdict] = useState<VerifyView | undefined>();
  const { run } = verify;
  const started = useRef(false);
  useEffect(() => {
    if (!props.isOpen) {
      started.current = false;
      return;
    }
    if (started.current) return;
    started.current = true;
    void run({}).then((answer) => {
      setVerdict(answer);
      cache.invalidate('journal.getIntegrity');
    });
  }, [props.isOpen, run]);
  const again = (): void => {
    setVerdict(undefined);
    void run({}).then(setVerdict);
  };
  return (
    <ActDialog
      title="Verify the journal"
      isOpen={props.isOpen}
      onClose={props.onClose}
      cancel="Close"
      act="Verify again"
      onAct={again}
      pending={verify.pending}
      pendingText="Verifying"
      problem={verify.problem}
    >
      <p>Every entry, its link to the one before, the commit codes and the checkpoints are computed again.</p>
      {verify.pending && (
        <Progress
          label="Checking"
          share={progress === undefined || progress.total <= 0 ? undefined : progress.done / progress.total}
          {...(progress === undefined ? {} : { text: progressText(progress) })}
        />
      )}
      {verdict !== undefined && !verify.pending && <Verdict view={verdict} />}
    </ActDialog>
  );
}

function progressText({ done, total, secondsLeft }: ProgressView): string {
  const left = secondsLeft === undefined ? '' : ` · ${formatTimeLeft(secondsLeft)}`;
  return `${formatCount(done)} of ${formatCount(total)}${left}`;
}
