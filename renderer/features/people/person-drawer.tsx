import { useState, type ReactNode } from 'react';
import type { ChangeOfPerson } from '../../../shared/ipc/index.ts';
import { useAction } from '../../api/hooks.ts';
import { hrefOf } from '../../app/routes.ts';
import { useSignedIn } from '../../app/session.tsx';
import { Button } from '../../ui/button.tsx';
import { Drawer, Facts, Section } from '../../ui/layout.tsx';
import { Badge, CopyId, Message, Time } from '../../ui/text.tsx';
import { ROLE_DUTIES, ROLE_WORDS } from '../../ui/words.ts';
import { DeputySection } from './deputy-section.tsx';
import { ConfirmDialog } from './confirm-dialog.tsx';
import { CHANGE_WORDS, stateOf, type PersonRow } from './people-words.ts';
import { ProposeDialog } from './propose-dialog.tsx';

type Row<Kind extends PersonRow['kind']> = PersonRow & { readonly kind: Kind };

/** One person: who they are, what they hold, and what can change. */
export function PersonDrawer(props: { readonly row: PersonRow; readonly onClose: () => void }): ReactNode {
  const { row } = props;
  const { person } = row;
  const state = stateOf(row);
  return (
    <Drawer
      title={person.name}
      label="Person"
      onClose={props.onClose}
      meta={
        <>
          <Badge tone={state.tone}>{state.text}</Badge>
          <span>{ROLE_WORDS[person.role]}</span>
          <CopyId id={person.id} what="person id" />
        </>
      }
    >
      {row.kind === 'proposal' && <Proposed row={row} onDone={props.onClose} />}
      {row.kind === 'active' && <Active row={row} onDone={props.onClose} />}
      {row.kind === 'former' && <Former row={row} />}
      <p className="small">
        <a href={hrefOf({ screen: 'journal', person: person.id })}>What this person did</a>
      </p>
    </Drawer>
  );
}

function Proposed(props: { readonly row: Row<'proposal'>; readonly onDone: () => void }): ReactNode {
  const { person } = props.row;
  const { person: me } = useSignedIn();
  const [asking, setAsking] = useState<'agree' | 'decline' | undefined>();
  const agree = useAction('people.agree');
  const decline = useAction('people.decline');
  const close = (): void => setAsking(undefined);
  return (
    <Section title={CHANGE_WORDS[person.change]}>
      <Facts
        rows={[
          ['Role', `${ROLE_WORDS[person.role]}: ${ROLE_DUTIES[person.role]}`],
          person.untilMs === undefined ? undefined : ['Until', <Time key="until" ms={person.untilMs} />],
          [
            'Proposed by',
            <span key="by">
              {person.proposedBy}, <Time ms={person.proposedAtMs} />
            </span>,
          ],
          ['Reason', <Message key="why" text={person.reason ?? 'no longer in this journal'} />],
        ]}
      />
      <p className="small soft">{person.why}</p>
      <div className="row">
        {person.mayAgree && (
          <Button variant="primary" onPress={() => setAsking('agree')}>
            Agree
          </Button>
        )}
        {me.role !== 'viewer' && <Button onPress={() => setAsking('decline')}>Take it back</Button>}
      </div>
      {asking === 'agree' && (
        <ConfirmDialog
          title={`Agree: ${person.name}`}
          act="Agree"
          withReason={false}
          pending={agree.pending}
          problem={agree.problem}
          onClose={close}
          onAct={async ({ password }) => {
            const done = (await agree.run({ person: person.id, password })) !== undefined;
            if (done) props.onDone();
            return done;
          }}
        >
          <p>
            {person.name} {person.change === 'deputy' ? 'will stand in for' : 'will be'}{' '}
            <strong>{ROLE_WORDS[person.role]}</strong>
            {person.untilMs !== undefined && (
              <>
                {' '}
                until <Time ms={person.untilMs} />
              </>
            )}
            . You have met the person and know that it is them.
          </p>
        </ConfirmDialog>
      )}
      {asking === 'decline' && (
        <ConfirmDialog
          title="Take the proposal back"
          act="Take it back"
          withReason
          pending={decline.pending}
          problem={decline.problem}
          onClose={close}
          onAct={async (given) => {
            const done = (await decline.run({ person: person.id, ...given })) !== undefined;
            if (done) props.onDone();
            return done;
          }}
        >
          <p>Nothing changes for {person.name}; the proposal and this stay in the journal.</p>
        </ConfirmDialog>
      )}
    </Section>
  );
}

function Active(props: { readonly row: Row<'active'>; readonly onDone: () => void }): ReactNode {
  const { person } = props.row;
  const { person: me } = useSignedIn();
  const [change, setChange] = useState<ChangeOfPerson | undefined>();
  const [removing, setRemoving] = useState(false);
  const remove = useAction('people.remove');
  const mayRemove = me.role === 'admin' || me.role === 'compliance';
  return (
    <>
      <Section title="What the person may do">
        <Facts
          rows={[
            ['Role', ROLE_DUTIES[person.role]],
            [
              'Content keys',
              person.holdsContent ? 'holds them: opens patient data' : 'none: opens no patient data',
            ],
            person.lockedOutAtMs === undefined
              ? undefined
              : [
                  'Locked out',
                  <span key="out">
                    <Time ms={person.lockedOutAtMs} />, after ten wrong passwords in a row
                  </span>,
                ],
          ]}
        />
      </Section>
      <DeputySection person={person} onDone={props.onDone} />
      {(me.role === 'admin' || mayRemove) && (
        <Section title="Changes">
          <div className="row">
            {me.role === 'admin' && (
              <>
                <Button onPress={() => setChange('password')}>New password</Button>
                <Button onPress={() => setChange('role')}>Another role</Button>
              </>
            )}
            {mayRemove && (
              <Button
                variant="danger"
                isDisabled={person.keepBecause !== undefined}
                onPress={() => setRemoving(true)}
              >
                Remove
              </Button>
            )}
          </div>
          {person.keepBecause !== undefined && <p className="small soft">{person.keepBecause}</p>}
        </Section>
      )}
      {change !== undefined && (
        <ProposeDialog change={change} person={person} onClose={() => setChange(undefined)} />
      )}
      {removing && (
        <ConfirmDialog
          title={`Remove ${person.name}`}
          act="Remove"
          danger
          withReason
          pending={remove.pending}
          problem={remove.problem}
          onClose={() => setRemoving(false)}
          onAct={async (given) => {
            const done = (await remove.run({ person: person.id, ...given })) !== undefined;
            if (done) props.onDone();
            return done;
          }}
        >
          <p>
            The password of {person.name} opens nothing here any more, from now on. Their name stays in the
            journal, and an administrator can propose their return.
          </p>
          {person.holdsContent && (
            <p className="small soft">
              Somebody with an older copy of the workspace and this password could still open that copy.
            </p>
          )}
        </ConfirmDialog>
      )}
    </>
  );
}

function Former(props: { readonly row: Row<'former'> }): ReactNode {
  const { person } = props.row;
  const { person: me } = useSignedIn();
  const [returning, setReturning] = useState(false);
  return (
    <Section title="Left">
      <p className="small">Nothing here opens with this person’s password. The name stays in the journal.</p>
      {me.role === 'admin' && (
        <div className="row">
          <Button onPress={() => setReturning(true)}>Propose their return</Button>
        </div>
      )}
      {returning && <ProposeDialog change="return" person={person} onClose={() => setReturning(false)} />}
    </Section>
  );
}
