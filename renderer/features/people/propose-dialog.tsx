import { useState, type ReactNode } from 'react';
import type { Role } from '../../../shared/domain/roles.ts';
import type { ChangeOfPerson, PersonView } from '../../../shared/ipc/index.ts';
import { useAction } from '../../api/hooks.ts';
import { useSignedIn } from '../../app/session.tsx';
import { ActDialog } from '../../ui/dialog.tsx';
import { ChoiceCards, JournalField, PasswordField, TextField } from '../../ui/fields.tsx';
import { ROLE_DUTIES, ROLE_WORDS } from '../../ui/words.ts';
import { NewPasswordFields, useNewPassword } from './new-password.tsx';

const TITLES: Readonly<Record<ChangeOfPerson, (name: string) => string>> = {
  new: () => 'Add a person',
  role: (name) => `Another role for ${name}`,
  password: (name) => `A new password for ${name}`,
  return: (name) => `Take ${name} back`,
};
const ROLES: readonly Role[] = ['operator', 'compliance', 'viewer', 'admin'];

/** Proposes a change; it takes effect once somebody else agrees, who also gives the content keys. */
export function ProposeDialog(props: {
  readonly change: ChangeOfPerson;
  /** Who it is about; absent for a newcomer. */
  readonly person?: PersonView | undefined;
  readonly onClose: () => void;
}): ReactNode {
  const { change } = props;
  const { person: me } = useSignedIn();
  const [name, setName] = useState(props.person?.name ?? '');
  const [role, setRole] = useState<Role | null>(change === 'role' ? null : (props.person?.role ?? null));
  const [reason, setReason] = useState('');
  const [own, setOwn] = useState('');
  const password = useNewPassword();
  const propose = useAction('people.propose');
  const isDisabled = propose.pending;
  const hasRole = role !== null && !(change === 'role' && role === props.person?.role);
  const ready = name.trim() !== '' && hasRole && password.ready && reason.trim().length >= 3 && own !== '';
  const whose = name.trim() === '' ? 'the person' : name.trim();
  const act = async (): Promise<void> => {
    if (role === null) return;
    const { person } = props;
    const done = await propose.run({
      ...{ change, role, reason, password: own, newPassword: password.password },
      ...(person === undefined ? { name } : { person: person.id }),
    });
    setOwn('');
    if (done !== undefined) props.onClose();
  };
  return (
    <ActDialog
      title={TITLES[change](whose)}
      isOpen
      onClose={props.onClose}
      act="Propose it"
      pendingText="Making keys"
      onAct={() => void act()}
      ready={ready}
      pending={propose.pending}
      problem={propose.problem}
    >
      <p className="small soft">
        {change === 'password' ? 'The old password stays good until then. ' : ''}
        It takes effect once somebody else agrees. For operators and compliance officers that is somebody who
        holds the content keys: you do not, and cannot give them.
      </p>
      {change === 'new' && (
        <TextField
          label="Name"
          value={name}
          onChange={setName}
          maxLength={200}
          isDisabled={isDisabled}
          note="Stands under every act and in every report, also after the person left."
        />
      )}
      {change !== 'password' && (
        <ChoiceCards
          label="Role"
          value={role}
          onChange={setRole}
          isDisabled={isDisabled}
          choices={ROLES.filter((each) => change !== 'role' || each !== props.person?.role).map((id) => ({
            ...{ id, text: ROLE_WORDS[id], note: ROLE_DUTIES[id] },
          }))}
        />
      )}
      <fieldset className="person-types">
        <legend>{whose} types this, unseen by you</legend>
        <NewPasswordFields form={password} whose={whose} isDisabled={isDisabled} />
      </fieldset>
      <JournalField label="Reason" value={reason} onChange={setReason} isDisabled={isDisabled} />
      <PasswordField whose={me.name} value={own} onChange={setOwn} isDisabled={isDisabled} />
    </ActDialog>
  );
}
