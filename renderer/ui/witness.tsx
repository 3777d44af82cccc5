import { useState, type ReactNode } from 'react';
import type { PersonView } from '../../shared/ipc/index.ts';
import type { Refusal } from '../api/bridge.ts';
import { ActDialog } from './dialog.tsx';
import { JournalField, PasswordField, SelectField, TextField } from './fields.tsx';
import { Callout } from './states.tsx';
import { ROLE_WORDS } from './words.ts';

interface Typed {
  readonly reason: string;
  readonly witness: PersonView['id'] | null;
  readonly other: string;
  readonly code: string;
  readonly own: string;
}

const NOTHING: Typed = { reason: '', witness: null, other: '', code: '', own: '' };

/** What two people type who make keys on paper together. */
interface WitnessForm {
  readonly typed: Typed;
  readonly set: (part: Partial<Typed>) => void;
  /** What to send; undefined while something is missing. */
  readonly given:
    | {
        readonly reason: string;
        readonly password: string;
        readonly witness: PersonView['id'];
        readonly witnessPassword: string;
        readonly witnessCode?: string;
      }
    | undefined;
  /** Forgets what is secret, after a try. */
  readonly forget: () => void;
}

export function useWitness(): WitnessForm {
  const [typed, setTyped] = useState(NOTHING);
  const set = (part: Partial<Typed>): void => setTyped((last) => ({ ...last, ...part }));
  const { reason, witness, other, code, own } = typed;
  const isWhole = witness !== null && reason.trim().length >= 3 && other !== '' && own !== '';
  return {
    typed,
    set,
    given: isWhole
      ? {
          ...{ reason, password: own, witness, witnessPassword: other },
          ...(code.trim() !== '' && { witnessCode: code.trim() }),
        }
      : undefined,
    forget: () => set({ own: '', other: '', code: '' }),
  };
}

/** Reason, who stands by with a password of their own, and the password of who is signed in. */
export function WitnessFields(props: {
  readonly form: WitnessForm;
  readonly me: PersonView;
  readonly people: readonly PersonView[];
  readonly problem: Refusal | undefined;
  readonly isDisabled: boolean;
}): ReactNode {
  const { typed, set } = props.form;
  const others = props.people.filter(({ id }) => id !== props.me.id);
  const chosen = others.find(({ id }) => id === typed.witness);
  return (
    <>
      <JournalField
        label="Reason"
        value={typed.reason}
        onChange={(reason) => set({ reason })}
        isDisabled={props.isDisabled}
      />
      <SelectField
        label="Who stands by and signs"
        value={typed.witness}
        onChange={(witness) => set({ witness })}
        placeholder="Choose the witness"
        choices={others.map((item) => ({ id: item.id, text: item.name, note: ROLE_WORDS[item.role] }))}
      />
      <PasswordField
        whose={chosen?.name ?? 'the witness'}
        value={typed.other}
        onChange={(other) => set({ other })}
        isDisabled={props.isDisabled}
      />
      <WitnessCode
        whose={chosen?.name ?? 'the witness'}
        value={typed.code}
        onChange={(code) => set({ code })}
        problem={props.problem}
        isDisabled={props.isDisabled}
      />
      <PasswordField
        whose={props.me.name}
        value={typed.own}
        onChange={(own) => set({ own })}
        isDisabled={props.isDisabled}
      />
    </>
  );
}

/** The code of somebody's authenticator who stands by: asked for once main has said that it is wanted. */
export function WitnessCode(props: {
  readonly whose: string;
  readonly value: string;
  readonly onChange: (code: string) => void;
  readonly problem: Refusal | undefined;
  readonly isDisabled: boolean;
}): ReactNode {
  const [isWanted, setWanted] = useState(false);
  if (props.problem?.code === 'witness_code_needed' && !isWanted) setWanted(true);
  if (!isWanted) return null;
  return (
    <TextField
      label={`Code of the authenticator of ${props.whose}, or a recovery code`}
      value={props.value}
      onChange={props.onChange}
      maxLength={40}
      autoComplete="one-time-code"
      isDisabled={props.isDisabled}
    />
  );
}

/** The files that were written: keys in clear, and what is to be done with them. */
export function PapersMade(props: {
  readonly title: string;
  readonly warning: string;
  readonly files: readonly string[];
  readonly onClose: () => void;
  readonly children: ReactNode;
}): ReactNode {
  return (
    <ActDialog
      title={props.title}
      isOpen
      onClose={props.onClose}
      act="Done"
      onAct={props.onClose}
      cancel="Close"
    >
      <Callout tone="warn" title={props.warning}>
        {props.children}
      </Callout>
      <ul className="papers-made">
        {props.files.map((file) => (
          <li key={file}>
            <code>{file}</code>
          </li>
        ))}
      </ul>
    </ActDialog>
  );
}
