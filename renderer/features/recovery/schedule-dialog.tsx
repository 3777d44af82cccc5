import { useState, type ReactNode } from 'react';
import type { BackupStateView } from '../../../shared/ipc/index.ts';
import { useAction } from '../../api/hooks.ts';
import { ActDialog } from '../../ui/dialog.tsx';
import { SelectField } from '../../ui/fields.tsx';
import { everyWords } from './schedule-words.ts';

const CHOICES = ['12', '24', '72', '168', 'never'] as const;
type Choice = (typeof CHOICES)[number];

/** How often a copy is made by itself, and into which folder; or that none is. */
export function ScheduleDialog(props: {
  readonly schedule: BackupStateView['schedule'];
  readonly onDone: () => void;
  readonly onClose: () => void;
}): ReactNode {
  const { schedule } = props;
  const now = CHOICES.find((id) => Number(id) === schedule?.everyHours);
  const [choice, setChoice] = useState<Choice>(now ?? '24');
  const set = useAction('backup.setSchedule');
  const end = useAction('backup.endSchedule');
  const act = async (): Promise<void> => {
    const done = choice === 'never' ? await end.run({}) : await set.run({ everyHours: Number(choice) });
    if (done === undefined || done === null) return;
    props.onDone();
    props.onClose();
  };
  return (
    <ActDialog
      title="Schedule backups"
      isOpen
      onClose={props.onClose}
      act={choice === 'never' ? 'End the schedule' : 'Choose the folder'}
      onAct={() => void act()}
      ready={choice !== 'never' || schedule !== undefined}
      pending={set.pending || end.pending}
      problem={set.problem ?? end.problem}
    >
      <SelectField
        label="How often"
        value={choice}
        onChange={setChoice}
        choices={CHOICES.map((id) => ({
          id,
          text: id === 'never' ? 'Not by itself' : everyWords(Number(id)),
          note: id === '24' ? 'usual' : undefined,
        }))}
      />
      <p className="small soft">
        A copy is made while nobody is signed in and no run goes on, in a folder of its own beside the ones
        before it: remove old ones yourself. Whoever comes back stops it, and it is made when they have left.
        Choose a folder on another disk or medium. It keeps to this application being open.
      </p>
    </ActDialog>
  );
}
