import { useState, type ReactNode } from 'react';
import type { Role } from '../../../shared/domain/roles.ts';
import type { DeviceView } from '../../../shared/ipc/index.ts';
import { useQuery } from '../../api/hooks.ts';
import { Button } from '../../ui/button.tsx';
import { Facts, Panel } from '../../ui/layout.tsx';
import { Callout, Failure, Skeleton } from '../../ui/states.tsx';
import { Badge, Time } from '../../ui/text.tsx';
import {
  AcceptWeakDialog,
  AdmitDialog,
  DismissDialog,
  MoveDialog,
  ShutOutDialog,
  type DeviceUser,
} from './device-dialogs.tsx';

type Asking =
  | { readonly what: 'move' }
  | { readonly what: 'weak' }
  | { readonly what: 'admit' | 'dismiss' | 'shutOut'; readonly user: DeviceUser };

/** Where this workstation's secret lies, and the users of its system who open the workspace by it. */
export function DevicePanel(props: { readonly role: Role; readonly onChanged: () => void }): ReactNode {
  const state = useQuery('device.get', {});
  const [asking, setAsking] = useState<Asking | undefined>();
  const mayChange = props.role === 'admin' || props.role === 'compliance';
  const done = (): void => {
    state.reload();
    props.onChanged();
  };
  const dialog = { onClose: () => setAsking(undefined), onDone: done };
  const view = state.status === 'ready' ? state.value : undefined;
  const target = view === undefined ? undefined : moveTarget(view);
  return (
    <Panel
      title="Device secret"
      note="Without it a copy of the workspace opens with no password. Each user of this workstation’s system keeps one of their own."
      actions={
        mayChange && target !== undefined ? (
          <Button small onPress={() => setAsking({ what: 'move' })}>
            {target === 'keychain' ? 'Move to the key store' : 'Move to a file'}
          </Button>
        ) : undefined
      }
    >
      {state.status === 'loading' && <Skeleton label="the device secret" lines={4} />}
      {state.status === 'failed' && (
        <Failure problem={state.problem} retry={state.reload} where="device secret" />
      )}
      {view !== undefined && (
        <div className="stack">
          <Place view={view} onAnswer={mayChange ? () => setAsking({ what: 'weak' }) : undefined} />
          {view.asking.length > 0 && (
            <Callout tone="warn" title="Another user of this workstation asks to be let in">
              <ul className="device-users">
                {view.asking.map((user) => (
                  <li key={user.id} className="row-apart">
                    <span>
                      <strong>{user.name}</strong>, <Time ms={user.askedAtMs} />
                    </span>
                    {mayChange ? (
                      <span className="row">
                        <Button small onPress={() => setAsking({ what: 'admit', user })}>
                          Let in
                        </Button>
                        <Button small onPress={() => setAsking({ what: 'dismiss', user })}>
                          Turn away
                        </Button>
                      </span>
                    ) : (
                      <span className="small">A compliance officer or an administrator decides.</span>
                    )}
                  </li>
                ))}
              </ul>
            </Callout>
          )}
          <ul className="device-users" aria-label="Users of this workstation who were let in">
            {view.users.map((user) => (
              <li key={user.id} className="row-apart">
                <span>
                  <strong>{user.name}</strong>, since <Time ms={user.addedAtMs} />
                  {user.addedBy !== undefined && ` by ${user.addedBy}`}
                </span>
                {user.own ? (
                  <Badge tone="neutral">This one</Badge>
                ) : (
                  mayChange && (
                    <Button small onPress={() => setAsking({ what: 'shutOut', user })}>
                      Shut out
                    </Button>
                  )
                )}
              </li>
            ))}
          </ul>
        </div>
      )}
      {asking?.what === 'move' && target !== undefined && view !== undefined && (
        <MoveDialog to={target} keychain={view.keychain.name} {...dialog} />
      )}
      {asking?.what === 'weak' && <AcceptWeakDialog {...dialog} />}
      {asking?.what === 'admit' && <AdmitDialog user={asking.user} {...dialog} />}
      {asking?.what === 'dismiss' && <DismissDialog user={asking.user} {...dialog} />}
      {asking?.what === 'shutOut' && <ShutOutDialog user={asking.user} {...dialog} />}
    </Panel>
  );
}

/** The place that a move would go to; none where this program reaches no key store. */
function moveTarget({ places, keychain }: DeviceView): 'keychain' | 'file' | undefined {
  if (keychain.state !== 'ready') return undefined;
  return places.includes('file') ? 'keychain' : 'file';
}

function Place(props: { readonly view: DeviceView; readonly onAnswer: (() => void) | undefined }): ReactNode {
  const { places, keychain, weakAccepted } = props.view;
  const inFile = places.includes('file');
  return (
    <>
      <Facts
        rows={[
          [
            'Lies in',
            <span key="p" className="row">
              {inFile ? <Badge tone="warn">Weaker</Badge> : <Badge tone="good">Sealed</Badge>}
              {placeWords(props.view)}
            </span>,
          ],
          weakAccepted === undefined
            ? undefined
            : [
                'Answered for',
                <span key="w">
                  {weakAccepted.by}, until <Time ms={weakAccepted.expiresAtMs} />
                </span>,
              ],
        ]}
      />
      {keychain.state === 'weak' && inFile && weakAccepted === undefined && (
        <Callout tone="warn" title="This system has no key store">
          <div className="stack">
            <span>
              What it offers ({keychain.name}) seals with a password that everybody knows, so it is not used.
              Start GNOME Keyring or KWallet, or let somebody answer for the file. In a strict workspace
              patient data opens only then.
            </span>
            {props.onAnswer !== undefined && (
              <div>
                <Button small onPress={props.onAnswer}>
                  Answer for it
                </Button>
              </div>
            )}
          </div>
        </Callout>
      )}
    </>
  );
}

function placeWords({ places, keychain }: DeviceView): string {
  const file = 'a file that this user of the system alone can read';
  if (places.length > 1) return `the key store, and still ${file}: a move was cut short`;
  if (places.includes('keychain'))
    return keychain.state === 'ready' ? keychain.name : 'the key store of the system, out of reach here';
  return places.includes('file') ? file : 'no place yet';
}
