import type { ReactNode } from 'react';
import { TextField } from '../../ui/fields.tsx';

/** PIN of the token that signs; asked for at each signature and kept nowhere. */
export function PinField(props: {
  readonly value: string;
  readonly onChange: (pin: string) => void;
  readonly isDisabled: boolean;
}): ReactNode {
  return (
    <TextField
      label="PIN of the token"
      secret
      value={props.value}
      onChange={props.onChange}
      maxLength={64}
      isDisabled={props.isDisabled}
    />
  );
}
