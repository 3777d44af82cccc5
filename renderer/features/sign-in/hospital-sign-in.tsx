import { useEffect, useState, type ReactNode } from 'react';
import type { ConfirmedView, ProviderView } from '../../../shared/ipc/index.ts';
import { useAction } from '../../api/hooks.ts';
import { Button } from '../../ui/button.tsx';
import { Callout, Failure } from '../../ui/states.tsx';

/** Asks the hospital's sign-in service, in a window of its own, who is here. */
export function HospitalSignIn(props: {
  readonly provider: ProviderView;
  readonly act?: string;
  readonly onConfirmed: (account: ConfirmedView) => void;
}): ReactNode {
  const { provider, onConfirmed } = props;
  const ask = useAction('accounts.askProvider');
  const cancel = useAction('accounts.cancelProvider');
  const { run: stop } = cancel;
  const [asking, setAsking] = useState(false);
  // Whoever leaves this page leaves the window of the sign-in service as well.
  useEffect(() => (asking ? () => void stop({}) : undefined), [asking, stop]);
  const begin = async (): Promise<void> => {
    setAsking(true);
    const account = await ask.run({});
    setAsking(false);
    if (account !== undefined) onConfirmed(account);
  };
  if (ask.pending)
    return (
      <Callout tone="neutral" title={`Sign in at ${provider.name}`}>
        <div className="stack">
          <span>
            Its own window is open and shows <code>{provider.origin}</code> alone. Come back here when it has
            closed.
          </span>
          <div>
            <Button small onPress={() => void stop({})}>
              Close its window
            </Button>
          </div>
        </div>
      </Callout>
    );
  return (
    <div className="stack">
      {ask.problem !== undefined && ask.problem.code !== 'cancelled' && (
        <Failure problem={ask.problem} where="hospital account" />
      )}
      <Button onPress={() => void begin()}>{props.act ?? 'Sign in with your hospital account'}</Button>
      {!provider.ready && (
        <p className="faint">
          The process that reaches {provider.name} is not running: start the application by its own name.
        </p>
      )}
    </div>
  );
}

/** Who was confirmed, and why there is something left to type. */
export function ConfirmedAccount(props: {
  readonly account: ConfirmedView;
  readonly provider: ProviderView;
}): ReactNode {
  const { account, provider } = props;
  return (
    <Callout tone="neutral" title={`${provider.name} confirmed ${account.shown}`}>
      {account.person === undefined
        ? 'This account is linked to nobody here yet. Sign in with your password; then link it on the screen People.'
        : 'Now your workspace password: it opens the keys to patients’ data, which the hospital’s sign-in service does not hold and must not.'}
    </Callout>
  );
}
