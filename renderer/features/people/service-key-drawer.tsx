import { useState, type ReactNode } from 'react';
import type { ServiceKeyView } from '../../../shared/ipc/index.ts';
import { useAction } from '../../api/hooks.ts';
import { hrefOf } from '../../app/routes.ts';
import { useSignedIn } from '../../app/session.tsx';
import { Button } from '../../ui/button.tsx';
import { plural } from '../../ui/format.ts';
import { Drawer, Facts, Section } from '../../ui/layout.tsx';
import { useNow } from '../../ui/now.ts';
import { Callout } from '../../ui/states.tsx';
import { Badge, CopyId, Message, Time } from '../../ui/text.tsx';
import { DEID_WORDS, PURPOSE_WORDS } from '../../ui/words.ts';
import { ConfirmDialog } from './confirm-dialog.tsx';
import { endsSoon, keyState, useWords } from './service-key-words.ts';

/** One service key: what it may do, who stands behind it, how it was used, and what can become of it. */
export function ServiceKeyDrawer(props: {
  readonly serviceKey: ServiceKeyView;
  readonly onChanged: () => void;
  readonly onClose: () => void;
}): ReactNode {
  const key = props.serviceKey;
  const nowMs = useNow();
  const { text, tone } = keyState(key, nowMs);
  const [file, setFile] = useState<string | undefined>();
  return (
    <Drawer
      title={key.name}
      label="Service key"
      onClose={props.onClose}
      meta={
        <>
          <Badge tone={tone}>{text}</Badge>
          <CopyId id={key.id} what="service key" />
        </>
      }
    >
      {file !== undefined && (
        <Callout tone="good" title="The key file is written, this once">
          <p>
            It is <code>{file}</code>, readable by you alone. Put it where the scheduled run finds it, and
            keep no other copy. It counts on this workstation alone:
          </p>
          <p>
            <code>swarm pipelines run --service-key {file}</code>
          </p>
        </Callout>
      )}
      {endsSoon(key, nowMs) && file === undefined && (
        <Callout tone="warn" title="It ends soon">
          Rotate it before the run after that finds it expired: an expired key is asked for anew.
        </Callout>
      )}
      {key.makerHasLeft && (
        <Callout tone="warn" title="Who made it has left">
          Rotate it, so that somebody who is here answers for it, or revoke it.
        </Callout>
      )}
      <Scope serviceKey={key} />
      <Life serviceKey={key} />
      <Acts {...props} onFile={setFile} />
      <p className="small">
        <a href={hrefOf({ screen: 'journal', q: key.id })}>Every use and change in the journal</a>
      </p>
    </Drawer>
  );
}

function Scope(props: { readonly serviceKey: ServiceKeyView }): ReactNode {
  const { scope, table } = props.serviceKey;
  return (
    <Section title="What it may do">
      <Facts
        rows={[
          ['Pipeline', <code key="pipeline">{scope.template}</code>],
          [
            'Table',
            table ?? (
              <span key="gone" className="soft">
                gone from this workspace
              </span>
            ),
          ],
          ['Purpose', PURPOSE_WORDS[scope.purpose]],
          [
            'De-identification',
            `${DEID_WORDS[scope.deidProfile]}${scope.reference === undefined ? '' : `, filed as ${scope.reference}`}`,
          ],
          ['Compliance profile', scope.complianceProfile],
          scope.target === undefined ? undefined : ['Column to predict', scope.target],
          [
            'Questions of the policy',
            scope.questions === 'wait' ? 'wait for a person' : 'are denied at once',
          ],
        ]}
      />
    </Section>
  );
}

function Life(props: { readonly serviceKey: ServiceKeyView }): ReactNode {
  const key = props.serviceKey;
  const { madeBy, madeAtMs, expiresAtMs, lastUsedAtMs, endedAtMs } = key;
  return (
    <Section title="Who and when">
      <Facts
        rows={[
          [
            'Asked for by',
            <span key="asked">
              {key.proposedBy}, <Time ms={key.proposedAtMs} />, for {plural(key.days, 'day')}
            </span>,
          ],
          ['Reason', <Message key="why" text={key.reason} />],
          madeBy === undefined || madeAtMs === undefined
            ? undefined
            : [
                key.generation > 1 ? 'Last rotated by' : 'Made by',
                <span key="made">
                  {madeBy}, <Time ms={madeAtMs} />
                  {key.generation > 1 && `, file number ${key.generation}`}
                </span>,
              ],
          expiresAtMs === undefined || key.state === 'revoked'
            ? undefined
            : ['Good until', <Time key="until" ms={expiresAtMs} />],
          [
            'Used',
            <span key="used">
              {useWords(key)} {lastUsedAtMs !== undefined && <Time ms={lastUsedAtMs} />}
            </span>,
          ],
          key.refusals === 0
            ? undefined
            : ['Refused', `${plural(key.refusals, 'time')}: expired, rotated, revoked or changed files`],
          endedAtMs === undefined
            ? undefined
            : [
                key.state === 'declined' ? 'Declined by' : 'Revoked by',
                <span key="ended">
                  {key.endedBy}, <Time ms={endedAtMs} />
                </span>,
              ],
          key.endReason === undefined
            ? undefined
            : ['Because', <Message key="because" text={key.endReason} />],
        ]}
      />
    </Section>
  );
}

type Asking = 'make' | 'decline' | 'rotate' | 'revoke';

function Acts(props: {
  readonly serviceKey: ServiceKeyView;
  readonly onChanged: () => void;
  readonly onFile: (file: string) => void;
}): ReactNode {
  const { id, state, name, table, scope, mayMake, why, proposedById, generation } = props.serviceKey;
  const { person } = useSignedIn();
  const [asking, setAsking] = useState<Asking | undefined>();
  const make = useAction('serviceKeys.make');
  const rotate = useAction('serviceKeys.rotate');
  const decline = useAction('serviceKeys.decline');
  const revoke = useAction('serviceKeys.revoke');
  const close = (): void => setAsking(undefined);
  const asks = person.role !== 'viewer';
  const holds = person.role === 'operator' || person.role === 'compliance';
  const written = (done: { readonly file: string } | null | undefined): boolean => {
    if (done === undefined || done === null) return false;
    props.onFile(done.file);
    props.onChanged();
    return true;
  };
  const ended = (done: unknown): boolean => {
    if (done !== undefined) props.onChanged();
    return done !== undefined;
  };
  if (!asks || state === 'revoked' || state === 'declined') return null;
  return (
    <Section title="Changes">
      {state === 'proposed' && !mayMake && <p className="small soft">{why}</p>}
      <div className="row">
        {state === 'proposed' && mayMake && (
          <Button variant="primary" onPress={() => setAsking('make')}>
            Make it
          </Button>
        )}
        {state === 'proposed' && (
          <Button onPress={() => setAsking('decline')}>
            {proposedById === person.id ? 'Take it back' : 'Decline'}
          </Button>
        )}
        {state === 'good' && holds && <Button onPress={() => setAsking('rotate')}>Rotate</Button>}
        {state !== 'proposed' && (
          <Button variant="danger" onPress={() => setAsking('revoke')}>
            Revoke
          </Button>
        )}
      </div>
      {asking === 'make' && (
        <ConfirmDialog
          title={`Make ${name}`}
          act="Choose where, and make it"
          withReason={false}
          pending={make.pending}
          problem={make.problem}
          onClose={close}
          onAct={async ({ password }) => written(await make.run({ key: id, password }))}
        >
          <p>
            Whoever has the file and this workstation reads {table ?? 'the table'} and runs{' '}
            <code>{scope.template}</code> on it with nobody there. It is written once, where you say.
          </p>
        </ConfirmDialog>
      )}
      {asking === 'rotate' && (
        <ConfirmDialog
          title={`Rotate ${name}`}
          act="Choose where, and rotate it"
          withReason={false}
          pending={rotate.pending}
          problem={rotate.problem}
          onClose={close}
          onAct={async ({ password }) => written(await rotate.run({ key: id, password }))}
        >
          <p>
            File number {generation} opens nothing from now on, and number {generation + 1} is written where
            you say. Put it in the place of the one before, or the next scheduled run is refused.
          </p>
        </ConfirmDialog>
      )}
      {asking === 'decline' && (
        <ConfirmDialog
          title={proposedById === person.id ? `Take ${name} back` : `Decline ${name}`}
          act={proposedById === person.id ? 'Take it back' : 'Decline'}
          withReason
          pending={decline.pending}
          problem={decline.problem}
          onClose={close}
          onAct={async (given) => ended(await decline.run({ key: id, ...given }))}
        >
          <p>No key is made. What was asked for and this stay in the journal.</p>
        </ConfirmDialog>
      )}
      {asking === 'revoke' && (
        <ConfirmDialog
          title={`Revoke ${name}`}
          act="Revoke"
          danger
          withReason
          pending={revoke.pending}
          problem={revoke.problem}
          onClose={close}
          onAct={async (given) => ended(await revoke.run({ key: id, ...given }))}
        >
          <p>
            Its file opens nothing any more, from now on and for good. Runs that it did stay, with everything
            that they wrote.
          </p>
        </ConfirmDialog>
      )}
    </Section>
  );
}
