import { useState, type ReactNode } from 'react';
import { deputyRoles, MAX_DEPUTY_DAYS } from '../../../shared/domain/deputies.ts';
import type { Role } from '../../../shared/domain/roles.ts';
import type { PersonView } from '../../../shared/ipc/index.ts';
import { useAction } from '../../api/hooks.ts';
import { useSignedIn } from '../../app/session.tsx';
import { ActDialog } from '../../ui/dialog.tsx';
import { ChoiceCards, JournalField, PasswordField, TextField } from '../../ui/fields.tsx';
import { ROLE_DUTIES, ROLE_WORDS } from '../../ui/words.ts';

/** Proposes that somebody stands in for a role, for a time that ends by itself. */
export function DeputyDialog(props: {
  readonly person: PersonView;
  readonly onClose: () => void;
}): ReactNode {
  const { person: me } = useSignedIn();
  const roles = deputyRoles(props.person.role);
  const [role, setRole] = useState<Role | null>(roles.length === 1 ? (roles[0] ?? null) : null);
  const [typed, setTyped] = useState({ days: '14', reason: '', password: '' });
  const propose = useAction('people.proposeDeputy');
  const set = (part: Partial<typeof typed>): void => setTyped((last) => ({ ...last, ...part }));
  const days = /^\d{1,2}$/.test(typed.days) ? Number(typed.days) : 0;
  const daysFit = days >= 1 && days <= MAX_DEPUTY_DAYS;
  const ready = role !== null && daysFit && typed.reason.trim().length >= 3 && typed.password !== '';
  const act = async (): Promise<void> => {
    if (role === null) return;
    const { reason, password } = typed;
    const done = await propose.run({ person: props.person.id, role, days, reason, password });
    set({ password: '' });
    if (done !== undefined) props.onClose();
  };
  return (
    <ActDialog
      title={`${props.person.name} stands in`}
      isOpen
      onClose={props.onClose}
      act="Propose it"
      onAct={() => void act()}
      ready={ready}
      pending={propose.pending}
      problem={propose.problem}
    >
      <p className="small soft">
        They keep their own role and password, and choose at sign-in which of the two they act in. It begins
        once somebody else agrees, and ends by itself. Nobody approves their own requests by it: they stay one
        person.
      </p>
      <ChoiceCards
        label="Stands in for"
        value={role}
        onChange={setRole}
        isDisabled={propose.pending}
        choices={roles.map((id) => ({ id, text: ROLE_WORDS[id], note: ROLE_DUTIES[id] }))}
      />
      <TextField
        label="For how many days"
        value={typed.days}
        onChange={(next) => set({ days: next })}
        maxLength={2}
        isDisabled={propose.pending}
        error={daysFit ? undefined : `A number from 1 to ${MAX_DEPUTY_DAYS}.`}
      />
      <JournalField
        label="Reason"
        value={typed.reason}
        onChange={(reason) => set({ reason })}
        isDisabled={propose.pending}
      />
      <PasswordField
        whose={me.name}
        value={typed.password}
        onChange={(password) => set({ password })}
        isDisabled={propose.pending}
      />
    </ActDialog>
  );
}
