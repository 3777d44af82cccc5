import { useState, type ReactNode } from 'react';
import type { BackupView, IntegrityView } from '../../../shared/ipc/index.ts';
import { useAction, useProgress } from '../../api/hooks.ts';
import { hrefOf } from '../../app/routes.ts';
import { Button } from '../../ui/button.tsx';
import { Progress } from '../../ui/figures.tsx';
import { formatBytes, formatCount, plural } from '../../ui/format.ts';
import { Facts, Panel } from '../../ui/layout.tsx';
import { Callout, Failure } from '../../ui/states.tsx';
import { CopyId, Time } from '../../ui/text.tsx';

/** A copy of the whole workspace, sealed as it is, that was verified before it counts. */
export function BackupPanel(props: {
  readonly last: IntegrityView['lastBackup'];
  readonly asOfSeq: number;
  readonly onDone: () => void;
}): ReactNode {
  const { last, asOfSeq } = props;
  const write = useAction('backup.write');
  const progress = useProgress('backup', write.pending);
  const [written, setWritten] = useState<BackupView | undefined>();
  const act = async (): Promise<void> => {
    setWritten(undefined);
    const answer = await write.run({});
    if (answer === undefined || answer === null) return;
    setWritten(answer);
    props.onDone();
  };
  return (
    <Panel
      title="Backup"
      note="The workspace is copied as it is, sealed, and the journal in the copy verified. The device secret of this workstation is not in it: keep that apart."
      actions={
        <Button isDisabled={write.pending} onPress={() => void act()}>
          {write.pending ? 'Writing' : 'Write a backup'}
        </Button>
      }
    >
      <div className="stack-tight">
        {write.pending && (
          <Progress
            label="Copying and verifying"
            share={progress === undefined || progress.total <= 0 ? undefined : progress.done / progress.total}
          />
        )}
        {write.problem !== undefined && write.problem.code !== 'cancelled' && (
          <Failure problem={write.problem} where="backup" />
        )}
        {written !== undefined && (
          <Callout tone="good" title="Written and verified">
            <code>{written.folder}</code>: {plural(written.files, 'file')}, {formatBytes(written.sizeBytes)}.
            Keep it on another medium, and the hash of its list elsewhere:{' '}
            <CopyId id={written.sha256} what="hash of the backup's list of files" />
          </Callout>
        )}
        <Facts
          rows={[
            [
              'Last backup',
              last === undefined ? (
                <span key="none" className="soft">
                  None yet.
                </span>
              ) : (
                <span key="last" className="row">
                  <span>
                    {formatCount(last.size)} entries, {formatBytes(last.sizeBytes)}
                  </span>
                  <Time ms={last.wallMs} />
                  <span>by {last.person}</span>
                  <a href={hrefOf({ screen: 'journal', seq: last.seq })}>entry {last.seq}</a>
                </span>
              ),
            ],
            last === undefined
              ? undefined
              : ['Since then', plural(Math.max(0, asOfSeq - last.seq), 'entry', 'entries')],
          ]}
        />
      </div>
    </Panel>
  );
}
