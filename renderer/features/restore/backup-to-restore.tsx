import type { ReactNode } from 'react';
import type { ChosenBackupView } from '../../../shared/ipc/index.ts';
import { Button } from '../../ui/button.tsx';
import { formatBytes, formatCount, plural } from '../../ui/format.ts';
import { Facts } from '../../ui/layout.tsx';
import { CopyId, Time } from '../../ui/text.tsx';

/** What was chosen, as its list says: which workspace, when, how much; and what it will be held against. */
export function BackupToRestore(props: {
  readonly backup: ChosenBackupView;
  readonly isDisabled: boolean;
  readonly onChoose: () => void;
  readonly onWitness: () => void;
}): ReactNode {
  const { backup, isDisabled } = props;
  return (
    <>
      <Facts
        rows={[
          [
            'Backup',
            <span key="backup" className="row">
              <code>{backup.folder}</code>
              <Button small onPress={props.onChoose} isDisabled={isDisabled}>
                Choose another
              </Button>
            </span>,
          ],
          [
            'Made',
            <span key="made">
              <Time ms={backup.madeAtMs} />, by version {backup.appVersion}
            </span>,
          ],
          ['Of the workspace', <CopyId key="id" id={backup.workspace} what="id of the workspace" />],
          [
            'Holds',
            `${plural(backup.journalSize, 'journal entry', 'journal entries')}, ${plural(backup.files, 'file')}, ${formatBytes(backup.sizeBytes)}`,
          ],
          ['People', backup.people.map(({ name }) => name).join(', ')],
          ['Goes to', <code key="target">{backup.target}</code>],
          [
            'Witnesses',
            <span key="witnesses" className="restore-witnesses">
              {backup.witnesses.length === 0 ? (
                <span className="soft">
                  None. A checkpoint from a printed report, a stick or another workstation tells whether newer
                  entries were lost; nothing else does.
                </span>
              ) : (
                backup.witnesses.map(({ file, size }) => (
                  <span key={file}>
                    <code>{file}</code> covers {formatCount(size)} entries
                  </span>
                ))
              )}
              <span>
                <Button small onPress={props.onWitness} isDisabled={isDisabled}>
                  Add a checkpoint
                </Button>
              </span>
            </span>,
          ],
        ]}
      />
    </>
  );
}
