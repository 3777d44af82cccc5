import { useState, type ReactNode } from 'react';
import { useAction } from '../../api/hooks.ts';
import { ActDialog } from '../../ui/dialog.tsx';
import { TextField } from '../../ui/fields.tsx';

interface DialogProps {
  readonly onClose: () => void;
  readonly onDone: () => void;
}

const LONGEST_DAYS = 366;

/** A named person answers for a network, for a time. */
export function AcceptDialog(props: DialogProps & { readonly routes: readonly string[] }): ReactNode {
  const [reason, setReason] = useState('');
  const [days, setDays] = useState('90');
  const accept = useAction('posture.acceptNetwork');
  const count = /^\d{1,3}$/.test(days) ? Number(days) : 0;
  const daysFit = count >= 1 && count <= LONGEST_DAYS;
  const act = async (): Promise<void> => {
    const done = await accept.run({ reason: reason.trim(), days: count });
    if (done === undefined) return;
    props.onDone();
    props.onClose();
  };
  return (
    <ActDialog
      title="Answer for this network"
      isOpen
      onClose={props.onClose}
      act="Answer for it"
      onAct={() => void act()}
      ready={reason.trim().length >= 3 && daysFit}
      pending={accept.pending}
      problem={accept.problem}
    >
      <p>
        You state that {props.routes.join(', ')} leads into a network without the internet. The journal keeps
        your name. Another way out, or the end of the time, is shown again.
      </p>
      <TextField
        label="What you know about it"
        value={reason}
        onChange={setReason}
        lines={3}
        maxLength={500}
      />
      <TextField
        label="For how many days"
        value={days}
        onChange={setDays}
        maxLength={3}
        error={daysFit ? undefined : `A number from 1 to ${LONGEST_DAYS}.`}
      />
    </ActDialog>
  );
}

/** Whether a way out that nobody answers for locks the workspace. */
export function StrictDialog(props: DialogProps & { readonly strict: boolean }): ReactNode {
  const [reason, setReason] = useState('');
  const set = useAction('posture.setStrict');
  const act = async (): Promise<void> => {
    const done = await set.run({ strict: !props.strict, reason: reason.trim() });
    if (done === undefined) return;
    props.onDone();
    props.onClose();
  };
  return (
    <ActDialog
      title={props.strict ? 'Do not lock when a network appears' : 'Lock when a network appears'}
      isOpen
      onClose={props.onClose}
      act={props.strict ? 'Record and show only' : 'Be strict'}
      danger={props.strict}
      onAct={() => void act()}
      ready={reason.trim().length >= 3}
      pending={set.pending}
      problem={set.problem}
    >
      <p>
        {props.strict
          ? 'A way out that appears is recorded and shown from now on, and people go on working.'
          : 'A way out that nobody answers for locks the workspace from now on, and runs stop at their next safe point. Patient data opens again when somebody answers for it, or it is gone and answered.'}
      </p>
      <TextField label="Reason" value={reason} onChange={setReason} lines={2} maxLength={500} />
    </ActDialog>
  );
}
