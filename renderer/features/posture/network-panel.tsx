import { useState, type ReactNode } from 'react';
import type { Role } from '../../../shared/domain/roles.ts';
import type { PostureView } from '../../../shared/ipc/posture-verbs.ts';
import { hrefOf } from '../../app/routes.ts';
import { Button } from '../../ui/button.tsx';
import { Facts, Panel } from '../../ui/layout.tsx';
import { Callout } from '../../ui/states.tsx';
import { Badge, Time } from '../../ui/text.tsx';
import { AcceptDialog, StrictDialog } from './network-dialogs.tsx';

/** The one thing about the workstation that people decide: whether its network is what it should be. */
export function NetworkPanel(props: {
  readonly view: PostureView;
  readonly role: Role;
  readonly onChanged: () => void;
}): ReactNode {
  const { network, strict } = props.view;
  const [asking, setAsking] = useState<'accept' | 'strict' | undefined>();
  const mayAccept = props.role === 'admin' || props.role === 'compliance';
  const close = (): void => setAsking(undefined);
  return (
    <Panel
      title="Network"
      actions={
        props.role === 'admin' ? (
          <Button small onPress={() => setAsking('strict')}>
            {strict ? 'Do not lock' : 'Be strict'}
          </Button>
        ) : undefined
      }
    >
      {network.alarm !== undefined && (
        <div className="posture-alarm">
          <Callout tone="bad" title="A way out appeared while patient data was open">
            {network.alarm.interfaces.join(', ')}, <Time ms={network.alarm.sinceMs} />. It is recorded.
            Disconnect it, or let somebody answer for it.
          </Callout>
        </div>
      )}
      <Facts
        rows={[
          ['State', <State key="s" view={props.view} />],
          ['Ways out', network.routes.length === 0 ? 'None.' : network.routes.join(', ')],
          network.accepted === undefined
            ? undefined
            : [
                'Answered for',
                <span key="a">
                  {network.accepted.by}, for {network.accepted.interfaces.join(', ')}, until{' '}
                  <Time ms={network.accepted.expiresAtMs} />.{' '}
                  <a href={hrefOf({ screen: 'journal', seq: network.accepted.seq })}>Open the entry</a>
                </span>,
              ],
          [
            'When one appears',
            strict
              ? 'It is recorded and shown, and the workspace locks until somebody answers for it.'
              : 'It is recorded and shown.',
          ],
        ]}
      />
      {network.state === 'not_accepted' && mayAccept && (
        <div className="posture-act">
          <Button onPress={() => setAsking('accept')}>Answer for this network</Button>
        </div>
      )}
      {network.state === 'not_accepted' && !mayAccept && (
        <p className="posture-act small">
          A compliance officer or an administrator can answer for this network.
        </p>
      )}
      {asking === 'accept' && (
        <AcceptDialog routes={network.routes} onClose={close} onDone={props.onChanged} />
      )}
      {asking === 'strict' && <StrictDialog strict={strict} onClose={close} onDone={props.onChanged} />}
    </Panel>
  );
}

function State(props: { readonly view: PostureView }): ReactNode {
  switch (props.view.network.state) {
    case 'none':
      return <Badge tone="good">No way out</Badge>;
    case 'accepted':
      return <Badge tone="neutral">Isolated network, as answered for</Badge>;
    case 'not_accepted':
      return <Badge tone="bad">A way out that nobody answers for</Badge>;
  }
}
