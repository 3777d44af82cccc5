import { useState, type ReactNode } from 'react';
import { deputyRoles } from '../../../shared/domain/deputies.ts';
import type { PeopleView } from '../../../shared/ipc/index.ts';
import { useAction } from '../../api/hooks.ts';
import { useSignedIn } from '../../app/session.tsx';
import { Button } from '../../ui/button.tsx';
import { Section } from '../../ui/layout.tsx';
import { Time } from '../../ui/text.tsx';
import { ROLE_WORDS } from '../../ui/words.ts';
import { ConfirmDialog } from './confirm-dialog.tsx';
import { DeputyDialog } from './deputy-dialog.tsx';

/** For whom a person stands in, and how that begins and ends. */
export function DeputySection(props: {
  readonly person: PeopleView['people'][number];
  readonly onDone: () => void;
}): ReactNode {
  const { person } = props;
  const { person: me } = useSignedIn();
  const [asking, setAsking] = useState<'name' | 'end' | undefined>();
  const end = useAction('people.endDeputy');
  const mayChange = (me.role === 'admin' || me.role === 'compliance') && me.id !== person.id;
  const close = (): void => setAsking(undefined);
  const duty = person.deputy;
  if (duty === undefined && (!mayChange || deputyRoles(person.role).length === 0)) return null;
  return (
    <Section title="Standing in">
      {duty === undefined ? (
        <div>
          <Button onPress={() => setAsking('name')}>Name as a deputy</Button>
        </div>
      ) : (
        <>
          <p className="small">
            Stands in for <strong>{ROLE_WORDS[duty.role]}</strong> until <Time ms={duty.untilMs} />, and
            chooses at sign-in which role to act in.
          </p>
          {mayChange && (
            <div>
              <Button onPress={() => setAsking('end')}>End it now</Button>
            </div>
          )}
        </>
      )}
      {asking === 'name' && <DeputyDialog person={person} onClose={close} />}
      {asking === 'end' && duty !== undefined && (
        <ConfirmDialog
          title={`${person.name} stands in no longer`}
          act="End it"
          withReason
          pending={end.pending}
          problem={end.problem}
          onClose={close}
          onAct={async (given) => {
            const done = (await end.run({ person: person.id, ...given })) !== undefined;
            if (done) props.onDone();
            return done;
          }}
        >
          <p>
            From then on {person.name} signs in with their own role alone. What they did meanwhile stands in
            the journal under the role that they stood in for.
          </p>
        </ConfirmDialog>
      )}
    </Section>
  );
}
