import { useState, type ReactNode } from 'react';
import type { SessionView } from '../../../shared/ipc/index.ts';
import type { Refusal } from '../../api/bridge.ts';
import { TextField } from '../../ui/fields.tsx';

/** What somebody shows to be let in, as it is typed. */
export interface Proof {
  readonly password: string;
  /** Undefined until main asks for it: not everybody has a second factor. */
  readonly code: string | undefined;
  readonly pin: string;
  /** Of the token that the content keys of this person lie under; undefined where they do not. */
  readonly token: string | undefined;
  /** Whether everything that is asked for is there. */
  readonly isGiven: boolean;
  /** What main is told of it. */
  readonly said: { readonly password: string; readonly code?: string; readonly pin?: string };
  readonly change: (part: Partial<Typed>) => void;
  /** Somebody else is chosen: whether they have a code is not known. */
  readonly forSomebodyElse: () => void;
  /**
   * Takes main's answer: what was typed goes, unless the code alone is missing. Gives what is to be shown of a
   * refusal.
   */
  readonly hear: (answer: { readonly ok: true } | ({ readonly ok: false } & Refusal)) => Refusal | undefined;
}

interface Typed {
  readonly password: string;
  readonly code: string | undefined;
  readonly pin: string;
}

const NOTHING: Typed = { password: '', code: undefined, pin: '' };

/** @param holdsContent whether the person who is chosen opens content keys */
export function useProof(custody: SessionView['custody'], holdsContent: boolean): Proof {
  const [typed, setTyped] = useState<Typed>(NOTHING);
  const { password, code, pin } = typed;
  const token = custody?.kind === 'token' && holdsContent ? custody.name : undefined;
  const change = (part: Partial<Typed>): void => setTyped((before) => ({ ...before, ...part }));
  return {
    ...{ password, code, pin, token, change },
    isGiven: password !== '' && code?.trim() !== '' && (token === undefined || pin !== ''),
    said: { password, ...(code !== undefined && { code }), ...(token !== undefined && { pin }) },
    forSomebodyElse: () => change({ code: undefined, pin: '' }),
    hear: (answer) => {
      const asksCode = !answer.ok && answer.code === 'code_needed';
      // The password was right and is sent again, with the code.
      if (asksCode) change({ code: '' });
      else change({ password: '', pin: '', ...(code !== undefined && { code: '' }) });
      return answer.ok || asksCode ? undefined : answer;
    },
  };
}

export function ProofFields(props: {
  readonly proof: Proof;
  readonly passwordLabel?: string;
  readonly isDisabled: boolean;
  readonly onEnter?: () => void;
}): ReactNode {
  const { proof, isDisabled, onEnter } = props;
  const rest = { isDisabled, ...(onEnter && { onEnter }) };
  return (
    <>
      <TextField
        label={props.passwordLabel ?? 'Password'}
        secret
        autoComplete="current-password"
        value={proof.password}
        onChange={(password) => proof.change({ password })}
        {...rest}
      />
      {proof.token !== undefined && (
        <TextField
          label={`PIN of the token ${proof.token}`}
          secret
          value={proof.pin}
          onChange={(pin) => proof.change({ pin })}
          note="The content keys lie under it. Insert it first."
          {...rest}
        />
      )}
      {proof.code !== undefined && (
        <TextField
          label="Code of your authenticator, or a recovery code"
          autoComplete="one-time-code"
          autoFocus
          value={proof.code}
          onChange={(code) => proof.change({ code })}
          {...rest}
        />
      )}
    </>
  );
}
