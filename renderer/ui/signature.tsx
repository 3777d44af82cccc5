import { useState, type ReactNode } from 'react';
import { ChoiceCards, JournalField, PasswordField } from './fields.tsx';
import { MEANINGS, type Meaning } from './words.ts';

export interface Signature {
  readonly meaning: Meaning | null;
  readonly reason: string;
  readonly password: string;
}

export interface SignatureForm {
  readonly signature: Signature;
  readonly set: (part: Partial<Signature>) => void;
  readonly clear: () => void;
}

const BLANK: Signature = { meaning: null, reason: '', password: '' };

/** What a person gives to sign: meaning, password and, where asked, a reason. Starts blank. */
export function useSignature(): SignatureForm {
  const [signature, setSignature] = useState(BLANK);
  return {
    signature,
    set: (part) => setSignature((last) => ({ ...last, ...part })),
    clear: () => setSignature(BLANK),
  };
}

/** True when everything a signature needs is given. */
export function isComplete(
  signature: Signature,
  withReason: boolean,
): signature is Signature & { readonly meaning: Meaning } {
  return (
    signature.meaning !== null &&
    signature.password !== '' &&
    (!withReason || signature.reason.trim().length >= 3)
  );
}

/** Fields of a signature. Enter does nothing here: signing takes its own button. */
export function SignatureFields(props: {
  readonly form: SignatureForm;
  readonly reasonLabel?: string;
  readonly signer: string;
  readonly isDisabled?: boolean;
}): ReactNode {
  const { signature, set } = props.form;
  const isDisabled = props.isDisabled ?? false;
  return (
    <div className="signature">
      <ChoiceCards
        label="Meaning of your signature"
        value={signature.meaning}
        onChange={(meaning) => set({ meaning })}
        isDisabled={isDisabled}
        choices={(Object.keys(MEANINGS) as Meaning[]).map((id) => ({ id, ...MEANINGS[id] }))}
      />
      {props.reasonLabel !== undefined && (
        <JournalField
          label={props.reasonLabel}
          value={signature.reason}
          onChange={(reason) => set({ reason })}
          isDisabled={isDisabled}
        />
      )}
      <PasswordField
        whose={props.signer}
        value={signature.password}
        onChange={(password) => set({ password })}
        isDisabled={isDisabled}
      />
    </div>
  );
}
