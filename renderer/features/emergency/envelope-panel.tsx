import { useState, type ReactNode } from 'react';
import type { EmergencyView } from '../../../shared/ipc/index.ts';
import { useAction } from '../../api/hooks.ts';
import { useSignedIn } from '../../app/session.tsx';
import { Button } from '../../ui/button.tsx';
import { ActDialog } from '../../ui/dialog.tsx';
import { ChoiceCards, JournalField, PasswordField } from '../../ui/fields.tsx';
import { Facts, Panel } from '../../ui/layout.tsx';
import { Callout } from '../../ui/states.tsx';
import { Badge, Time } from '../../ui/text.tsx';
import { PapersMade, useWitness, WitnessFields } from '../../ui/witness.tsx';

/** The sealed envelope: whether one lies in the safe, when it was tried, and how a new one is made. */
export function EnvelopePanel(props: {
  readonly view: EmergencyView;
  readonly onDone: () => void;
}): ReactNode {
  const { envelope, drills } = props.view;
  const { person } = useSignedIn();
  const [asking, setAsking] = useState<'make' | 'void' | undefined>();
  const close = (): void => setAsking(undefined);
  const [drill] = drills;
  const mayMake = person.role === 'compliance' && envelope.state !== 'void';
  return (
    <Panel
      title="The envelope"
      note="A code on paper, in the safe. With somebody’s own sign-in it opens one table or one run, once."
      actions={
        mayMake && (
          <div className="row">
            {envelope.state === 'good' && <Button onPress={() => setAsking('void')}>Make it void</Button>}
            <Button
              variant={envelope.state === 'none' ? 'primary' : 'secondary'}
              onPress={() => setAsking('make')}
            >
              {envelope.state === 'none' ? 'Make an envelope' : 'Make a new one'}
            </Button>
          </div>
        )
      }
    >
      {envelope.state === 'none' ? (
        <Callout tone="warn" title="There is no envelope">
          If a patient needs a table at night and no content holder can be reached, nobody can open it.
        </Callout>
      ) : (
        <Facts
          rows={[
            [
              'State',
              envelope.state === 'good' ? (
                <Badge key="good" tone="good">
                  Good
                </Badge>
              ) : (
                <Badge key="void" tone="bad">
                  Used, void until reviewed
                </Badge>
              ),
            ],
            ['Envelope', <code key="set">{envelope.set}</code>],
            ['Papers', envelope.papers === 2 ? 'two, with different people' : 'one, in the safe'],
            [
              'Made',
              <span key="made">
                <Time ms={envelope.madeAtMs ?? 0} /> by {envelope.madeBy}, witnessed by {envelope.witnessedBy}
              </span>,
            ],
            [
              'Last drill',
              drill === undefined ? (
                <span key="never" className="soft">
                  never
                </span>
              ) : (
                <span key="drill">
                  <Time ms={drill.wallMs} /> by {drill.person}: {drill.good ? 'good' : 'not good'}
                  {drill.taken ? '' : '; the log of the system did not take the alarm'}
                </span>
              ),
            ],
          ]}
        />
      )}
      {asking === 'make' && (
        <MakeEnvelope replaces={envelope.state === 'good'} onDone={props.onDone} onClose={close} />
      )}
      {asking === 'void' && <VoidEnvelope onDone={props.onDone} onClose={close} />}
    </Panel>
  );
}

function MakeEnvelope(props: {
  readonly replaces: boolean;
  readonly onDone: () => void;
  readonly onClose: () => void;
}): ReactNode {
  const { person: me, session } = useSignedIn();
  const [papers, setPapers] = useState<'1' | '2'>('1');
  const [files, setFiles] = useState<readonly string[] | undefined>();
  const form = useWitness();
  const make = useAction('emergency.makeEnvelope');
  const act = async (): Promise<void> => {
    if (form.given === undefined) return;
    const done = await make.run({ papers: papers === '2' ? 2 : 1, ...form.given });
    if (done === undefined || done === null) return;
    form.forget();
    setFiles(done.files);
    props.onDone();
  };
  if (files !== undefined)
    return (
      <PapersMade
        title="Print and seal it"
        warning="This is the code, in clear"
        files={files}
        onClose={props.onClose}
      >
        Print it, seal it in an envelope, put it where whoever is on duty can reach it, and destroy the file.
        Then drill.
      </PapersMade>
    );
  return (
    <ActDialog
      title={props.replaces ? 'Make a new envelope' : 'Make an envelope'}
      isOpen
      onClose={props.onClose}
      act="Choose where, and make it"
      pendingText="Making the envelope"
      onAct={() => void act()}
      ready={form.given !== undefined}
      pending={make.pending}
      problem={make.problem}
    >
      <p className="small soft">
        Whoever has the code and a sign-in opens one table or run, so this takes two people.
        {props.replaces && ' The code before opens nothing from then on.'}
      </p>
      <ChoiceCards
        label="Papers"
        value={papers}
        onChange={setPapers}
        isDisabled={make.pending}
        choices={[
          { id: '1', text: 'One paper', note: 'in the safe' },
          { id: '2', text: 'Two papers', note: 'a second person has to be there' },
        ]}
      />
      <WitnessFields
        form={form}
        me={me}
        people={session.people}
        problem={make.problem}
        isDisabled={make.pending}
      />
    </ActDialog>
  );
}

function VoidEnvelope(props: { readonly onDone: () => void; readonly onClose: () => void }): ReactNode {
  const { person } = useSignedIn();
  const [typed, setTyped] = useState({ reason: '', password: '' });
  const act = useAction('emergency.voidEnvelope');
  const run = async (): Promise<void> => {
    const done = await act.run(typed);
    setTyped((last) => ({ ...last, password: '' }));
    if (done === undefined) return;
    props.onDone();
    props.onClose();
  };
  return (
    <ActDialog
      title="Make the envelope void"
      isOpen
      onClose={props.onClose}
      act="Make it void"
      danger
      onAct={() => void run()}
      ready={typed.reason.trim().length >= 3 && typed.password !== ''}
      pending={act.pending}
      problem={act.problem}
    >
      <p>The code on the paper opens nothing from then on. Until a new one is made there is none.</p>
      <JournalField
        label="Reason"
        value={typed.reason}
        onChange={(reason) => setTyped((last) => ({ ...last, reason }))}
        isDisabled={act.pending}
      />
      <PasswordField
        whose={person.name}
        value={typed.password}
        onChange={(password) => setTyped((last) => ({ ...last, password }))}
        isDisabled={act.pending}
      />
    </ActDialog>
  );
}
