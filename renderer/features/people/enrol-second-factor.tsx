import { useState, type ReactNode } from 'react';
import type { VerbResult } from '../../../shared/ipc/index.ts';
import type { Refusal } from '../../api/bridge.ts';
import { useAction } from '../../api/hooks.ts';
import { useSignedIn } from '../../app/session.tsx';
import { PasswordField, TextField } from '../../ui/fields.tsx';
import { Callout } from '../../ui/states.tsx';
import './people.css';

type Offered = VerbResult<'people.offerSecondFactor'>;

/** What stands around the three steps: a dialog, or the page of somebody who cannot go on without. */
export interface EnrolFrame {
  readonly children: ReactNode;
  readonly act: string;
  readonly onAct: () => void;
  readonly ready: boolean;
  readonly pending: boolean;
  readonly problem: Refusal | undefined;
}

/** Password, then secret and a code of it, then the recovery codes, which are shown this once. */
export function EnrolSecondFactor(props: {
  readonly frame: (frame: EnrolFrame) => ReactNode;
  readonly onDone: () => void;
}): ReactNode {
  const { person } = useSignedIn();
  const [password, setPassword] = useState('');
  const [code, setCode] = useState('');
  const [offered, setOffered] = useState<Offered | undefined>();
  const [recovery, setRecovery] = useState<readonly string[] | undefined>();
  const offer = useAction('people.offerSecondFactor');
  const enrol = useAction('people.enrolSecondFactor');

  if (recovery !== undefined)
    return props.frame({
      act: 'I have kept them',
      onAct: props.onDone,
      ready: true,
      pending: false,
      problem: undefined,
      children: <RecoveryCodes codes={recovery} />,
    });
  if (offered === undefined)
    return props.frame({
      act: 'Show the secret',
      onAct: () => void offer.run({ password }).then(setOffered),
      ready: password !== '',
      pending: offer.pending,
      problem: offer.problem,
      children: (
        <>
          <p>
            An authenticator, on a phone or a token, shows a new code each half minute. From then on you sign
            in with your password and such a code. It needs no network.
          </p>
          <PasswordField
            whose={person.name}
            value={password}
            onChange={setPassword}
            isDisabled={offer.pending}
          />
        </>
      ),
    });
  const act = async (): Promise<void> => {
    const done = await enrol.run({ password, code });
    setCode('');
    if (done === undefined) return;
    setPassword('');
    setRecovery(done.recoveryCodes);
  };
  return props.frame({
    act: 'Enrol',
    onAct: () => void act(),
    ready: code.trim().length >= 6,
    pending: enrol.pending,
    problem: enrol.problem,
    children: (
      <>
        <p>Scan this with your authenticator, or type the secret. Then type the code that it shows.</p>
        <div className="factor-offer">
          <Code rows={offered.qr} />
          <div className="stack">
            <span className="label">Secret</span>
            <code className="factor-secret">{offered.secret.match(/.{4}/g)?.join(' ')}</code>
          </div>
        </div>
        <TextField
          label="Code that it shows now"
          autoComplete="one-time-code"
          value={code}
          onChange={setCode}
          isDisabled={enrol.pending}
        />
      </>
    ),
  });
}

function RecoveryCodes(props: { readonly codes: readonly string[] }): ReactNode {
  return (
    <>
      <Callout tone="warn" title="Shown this once">
        Each of these opens your account once, beside your password, when the authenticator is lost. Write
        them down and lock them away; nobody can show them again.
      </Callout>
      <ul className="factor-codes" aria-label="Recovery codes">
        {props.codes.map((code) => (
          <li key={code}>
            <code>{code}</code>
          </li>
        ))}
      </ul>
    </>
  );
}

/** A QR code: dark on light in both themes, with the quiet zone that readers need. */
function Code(props: { readonly rows: readonly string[] }): ReactNode {
  const size = props.rows.length + 8;
  const dark = props.rows.flatMap((row, y) =>
    Array.from(row).flatMap((cell, x) => (cell === '1' ? [`M${x + 4} ${y + 4}h1v1h-1z`] : [])),
  );
  return (
    <svg
      className="factor-qr"
      viewBox={`0 0 ${size} ${size}`}
      role="img"
      aria-label="The secret as a QR code"
    >
      <rect className="factor-qr-light" width={size} height={size} />
      <path className="factor-qr-dark" d={dark.join('')} />
    </svg>
  );
}
