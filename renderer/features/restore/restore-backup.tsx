import { useEffect, useRef, useState, type ReactNode } from 'react';
import type { ChosenBackupView, RestoreVerdictView, SessionView } from '../../../shared/ipc/index.ts';
import { useAction, useProgress } from '../../api/hooks.ts';
import { Button } from '../../ui/button.tsx';
import { Progress } from '../../ui/figures.tsx';
import { formatTimeLeft } from '../../ui/format.ts';
import { Mark } from '../../ui/mark.tsx';
import { Callout, Failure } from '../../ui/states.tsx';
import { BackupToRestore } from './backup-to-restore.tsx';
import { CheckForm } from './check-form.tsx';
import { RestoreVerdict } from './restore-verdict.tsx';
import './restore.css';

/**
 * Going back to a backup where no workspace stands: chosen, held against checkpoints from elsewhere, verified, and
 * used when somebody has seen the verdict and says why. Nothing stands in its place before that.
 */
export function RestoreBackup(props: {
  readonly onDone: (session: SessionView) => void;
  readonly onBack: () => void;
}): ReactNode {
  const [chosen, setChosen] = useState<ChosenBackupView | undefined>();
  const [found, setFound] = useState<RestoreVerdictView | undefined>();
  const choose = useAction('restore.choose');
  const witness = useAction('restore.addWitness');
  const check = useAction('restore.check');
  const cancel = useAction('restore.cancel');
  const accept = useAction('restore.accept');
  const isChoosing = choose.pending || witness.pending;
  const begin = async (what: 'choose' | 'witness'): Promise<void> => {
    for (const action of [choose, witness, check, accept]) action.dismiss();
    const answer = await (what === 'choose' ? choose : witness).run({});
    if (answer === undefined || answer === null) return;
    setChosen(answer);
    setFound(undefined);
  };
  const leave = async (): Promise<void> => {
    await cancel.run({});
    props.onBack();
  };
  const problem = [choose, witness, check, accept].map((action) => action.problem).find(Boolean);
  return (
    <div className="gate-card gate-card-wide">
      <div className="gate-brand">
        <Mark size={26} />
        Swarm Clinical
      </div>
      <h1 className="gate-title">Restore from a backup</h1>
      {chosen === undefined ? (
        <div className="stack">
          <p className="soft restore-lead">
            A backup is a folder with the file <code>backup.json</code> in it. It is compared file by file,
            its journal is verified, and you see the verdict before anything stands in the place of the
            workspace.
          </p>
          {problem !== undefined && <Failure problem={problem} where="choosing a backup" />}
          <div className="row-apart">
            <Button onPress={() => void leave()} isDisabled={isChoosing}>
              Back
            </Button>
            <Button variant="primary" onPress={() => void begin('choose')} isDisabled={isChoosing}>
              Choose backup.json
            </Button>
          </div>
        </div>
      ) : (
        <div className="stack">
          <BackupToRestore
            backup={chosen}
            isDisabled={isChoosing || check.pending || accept.pending}
            onChoose={() => void begin('choose')}
            onWitness={() => void begin('witness')}
          />
          {problem !== undefined && problem.code !== 'cancelled' && (
            <Failure problem={problem} where="restoring a backup" />
          )}
          {check.pending && <Going onCancel={() => void cancel.run({})} isCancelling={cancel.pending} />}
          {found === undefined ? (
            // Stays while it is checked, so that who was chosen is still chosen after a wrong password.
            <div className="stack" hidden={check.pending}>
              <CheckForm
                key={chosen.folder}
                backup={chosen}
                isDisabled={isChoosing || check.pending}
                onBack={() => void leave()}
                onCheck={async (keys) => {
                  for (const action of [choose, witness, accept]) action.dismiss();
                  setFound(await check.run(keys));
                }}
              />
            </div>
          ) : (
            <RestoreVerdict
              found={found}
              pending={accept.pending}
              onBack={() => void leave()}
              onAccept={async (reason) => {
                const session = await accept.run({ reason });
                if (session === undefined) setFound(undefined);
                else props.onDone(session);
              }}
            />
          )}
        </div>
      )}
    </div>
  );
}

function Going(props: { readonly onCancel: () => void; readonly isCancelling: boolean }): ReactNode {
  const progress = useProgress('restore', true);
  const isVerifying = progress?.message === 'verifying';
  const region = useRef<HTMLDivElement>(null);
  useEffect(() => {
    // Not the button: the key that began this would press it too.
    region.current?.focus();
  }, []);
  return (
    <div ref={region} tabIndex={-1} className="restore-going">
      <Callout
        tone="neutral"
        title="Nothing takes its place yet"
        action={
          <Button onPress={props.onCancel} isDisabled={props.isCancelling}>
            Cancel
          </Button>
        }
      >
        <Progress
          label={isVerifying ? 'Verifying the journal of the copy' : 'Comparing and copying'}
          share={progress === undefined || progress.total <= 0 ? undefined : progress.done / progress.total}
          {...(progress?.secondsLeft !== undefined && { text: formatTimeLeft(progress.secondsLeft) })}
        />
      </Callout>
    </div>
  );
}
