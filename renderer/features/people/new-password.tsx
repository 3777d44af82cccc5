import { useState, type ReactNode } from 'react';
import { MIN_PASSWORD_LENGTH } from '../../../shared/domain/passwords.ts';
import { TextField } from '../../ui/fields.tsx';
import { passwordProblem } from './people-words.ts';

export interface NewPasswordForm {
  readonly password: string;
  readonly again: string;
  readonly ready: boolean;
  readonly set: (part: { readonly password?: string; readonly again?: string }) => void;
}

export function useNewPassword(): NewPasswordForm {
  const [typed, setTyped] = useState({ password: '', again: '' });
  return {
    ...typed,
    ready:
      typed.password !== '' &&
      typed.again === typed.password &&
      passwordProblem(typed.password, typed.again) === undefined,
    set: (part) => setTyped((last) => ({ ...last, ...part })),
  };
}

/** A password that is chosen now, typed twice by the person whom it is for. */
export function NewPasswordFields(props: {
  readonly form: NewPasswordForm;
  readonly whose: string;
  readonly isDisabled: boolean;
}): ReactNode {
  const { form, isDisabled } = props;
  const problem = passwordProblem(form.password, form.again);
  return (
    <>
      <TextField
        label={`New password of ${props.whose}`}
        secret
        autoComplete="new-password"
        value={form.password}
        onChange={(password) => form.set({ password })}
        isDisabled={isDisabled}
        note={`At least ${MIN_PASSWORD_LENGTH} characters. Any words do; common ones and one’s own name do not.`}
      />
      <TextField
        label="The same again"
        secret
        autoComplete="new-password"
        value={form.again}
        onChange={(again) => form.set({ again })}
        isDisabled={isDisabled}
        error={problem}
      />
    </>
  );
}
