import { useState, type ReactNode } from 'react';
import type { WantedProtectionArgs } from '../../../shared/ipc/index.ts';
import { ChoiceCards, JournalField, TextField } from '../../ui/fields.tsx';
import { Callout } from '../../ui/states.tsx';

type Kind = WantedProtectionArgs['kind'];

export interface ProtectionChoice {
  readonly recipient: string;
  readonly setRecipient: (text: string) => void;
  readonly kind: Kind;
  readonly setKind: (kind: Kind) => void;
  readonly key: string;
  readonly setKey: (text: string) => void;
  readonly reason: string;
  readonly setReason: (text: string) => void;
  /** What to send; undefined while something is missing. */
  readonly wanted: { readonly recipient: string; readonly protection: WantedProtectionArgs } | undefined;
}

/** Who gets a file, and how it is shut: by a passphrase unless somebody chooses otherwise. */
export function useProtection(): ProtectionChoice {
  const [recipient, setRecipient] = useState('');
  const [kind, setKind] = useState<Kind>('passphrase');
  const [key, setKey] = useState('');
  const [reason, setReason] = useState('');
  const protection = ((): WantedProtectionArgs | undefined => {
    switch (kind) {
      case 'passphrase':
        return { kind };
      case 'age':
        return /^age1[0-9a-z]{50,}$/.test(key.trim()) ? { kind, recipient: key.trim() } : undefined;
      case 'clear':
        return reason.trim().length >= 3 ? { kind, reason } : undefined;
    }
  })();
  const wanted =
    protection === undefined || recipient.trim().length < 2 ? undefined : { recipient, protection };
  return { recipient, setRecipient, kind, setKind, key, setKey, reason, setReason, wanted };
}

export function ProtectionFields(props: {
  readonly choice: ProtectionChoice;
  /** What leaving in clear means here. */
  readonly clearNote: string;
}): ReactNode {
  const { choice } = props;
  return (
    <>
      <TextField
        label="Recipient"
        value={choice.recipient}
        onChange={choice.setRecipient}
        maxLength={200}
        note="Who gets it. Kept in the journal."
      />
      <ChoiceCards
        label="Protection"
        value={choice.kind}
        onChange={choice.setKind}
        choices={[
          {
            id: 'passphrase',
            text: 'Passphrase',
            note: 'ZIP with AES-256: opens in 7-Zip or WinZip. The passphrase is made here and shown once.',
          },
          { id: 'age', text: 'Public key', note: 'Only the holder of the recipient’s age key can open it.' },
          { id: 'clear', text: 'In clear', note: props.clearNote },
        ]}
      />
      {choice.kind === 'age' && (
        <TextField
          label="Public key of the recipient"
          value={choice.key}
          onChange={choice.setKey}
          maxLength={2000}
          note="The line that begins with age1."
        />
      )}
      {choice.kind === 'clear' && (
        <JournalField
          label="Why it has to leave in clear"
          value={choice.reason}
          onChange={choice.setReason}
        />
      )}
    </>
  );
}

/** The passphrase, this once. It stands nowhere else, so closing the dialog is the end of it. */
export function Passphrase(props: { readonly passphrase: string | undefined }): ReactNode {
  if (props.passphrase === undefined) return null;
  return (
    <Callout tone="warn" title="The passphrase, shown this once">
      <p>
        <code className="passphrase">{props.passphrase}</code>
      </p>
      <p className="small">Tell it to the recipient by another way than the file, such as by telephone.</p>
    </Callout>
  );
}
