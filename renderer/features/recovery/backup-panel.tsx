import { useState, type ReactNode } from 'react';
import type { BackupStateView, BackupView } from '../../../shared/ipc/index.ts';
import { useAction, useProgress, useQuery, useReloadOnOpen } from '../../api/hooks.ts';
import { useSignedIn } from '../../app/session.tsx';
import { Button } from '../../ui/button.tsx';
import { Progress } from '../../ui/figures.tsx';
import { formatBytes, plural } from '../../ui/format.ts';
import { Panel } from '../../ui/layout.tsx';
import { Callout, Failure, Skeleton } from '../../ui/states.tsx';
import { CopyId } from '../../ui/text.tsx';
import { BackupFacts, DrillList, MadeList } from './backup-lists.tsx';
import { ScheduleDialog } from './schedule-dialog.tsx';

/** Copies of the whole workspace: what was made, what is due, and whether one can be gone back to. */
export function BackupPanel(): ReactNode {
  const { person } = useSignedIn();
  const state = useQuery('backup.getState', {});
  useReloadOnOpen(state);
  const write = useAction('backup.write');
  const drill = useAction('backup.drill');
  const cancel = useAction('backup.cancel');
  const [written, setWritten] = useState<BackupView | undefined>();
  const [isScheduling, setScheduling] = useState(false);
  const isGoing = write.pending || drill.pending;
  const act = async (what: 'write' | 'drill'): Promise<void> => {
    setWritten(undefined);
    write.dismiss();
    drill.dismiss();
    const answer = what === 'write' ? await write.run({}) : await drill.run({});
    if (answer !== undefined && answer !== null && 'journalSize' in answer) setWritten(answer);
    state.reload();
  };
  return (
    <Panel
      title="Backups"
      note="The workspace is copied as it is, sealed. A copy counts once every file was compared and its journal verified. The device secret of this workstation is not in it: keep that apart."
      actions={
        <div className="row">
          {isGoing ? (
            <Button onPress={() => void cancel.run({})} isDisabled={cancel.pending}>
              Cancel
            </Button>
          ) : (
            <>
              <Button onPress={() => void act('drill')}>Try a backup</Button>
              {person.role === 'admin' && (
                <>
                  <Button onPress={() => setScheduling(true)}>Schedule</Button>
                  <Button variant="primary" onPress={() => void act('write')}>
                    Write a backup
                  </Button>
                </>
              )}
            </>
          )}
        </div>
      }
    >
      <div className="stack">
        <Going isWriting={write.pending} isTrying={drill.pending} />
        {[write.problem, drill.problem].map(
          (problem, index) =>
            problem !== undefined &&
            problem.code !== 'cancelled' && <Failure key={index} problem={problem} where="backup" />,
        )}
        {written !== undefined && (
          <Callout tone="good" title="Written and verified">
            <code>{written.folder}</code>: {plural(written.files, 'file')}, {formatBytes(written.sizeBytes)}.
            Keep it on another medium, and the hash of its list elsewhere:{' '}
            <CopyId id={written.sha256} what="hash of the backup's list of files" />
          </Callout>
        )}
        {state.status === 'loading' && <Skeleton label="backups" lines={4} />}
        {state.status === 'failed' && (
          <Failure problem={state.problem} retry={state.reload} where="backups" />
        )}
        {state.status === 'ready' && <State view={state.value} />}
      </div>
      {isScheduling && state.status === 'ready' && (
        <ScheduleDialog
          schedule={state.value.schedule}
          onDone={state.reload}
          onClose={() => setScheduling(false)}
        />
      )}
    </Panel>
  );
}

function Going(props: { readonly isWriting: boolean; readonly isTrying: boolean }): ReactNode {
  const writing = useProgress('backup', props.isWriting);
  const trying = useProgress('restore', props.isTrying);
  if (!props.isWriting && !props.isTrying) return null;
  const progress = writing ?? trying;
  return (
    <Progress
      label={props.isWriting ? 'Copying and verifying' : 'Restoring beside the workspace, to try it'}
      share={progress === undefined || progress.total <= 0 ? undefined : progress.done / progress.total}
    />
  );
}

function State(props: { readonly view: BackupStateView }): ReactNode {
  const { view } = props;
  return (
    <>
      {view.wasChanged && (
        <Callout tone="bad" title="The schedule was changed from outside">
          Its file is not the one that an administrator set, so nothing is made by it. Find out who can write
          to the workspace folder, then set the schedule anew.
        </Callout>
      )}
      <BackupFacts view={view} />
      <MadeList made={view.made} />
      <DrillList drills={view.drills} />
    </>
  );
}
