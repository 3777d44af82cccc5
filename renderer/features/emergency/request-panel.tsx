import { useState, type ReactNode } from 'react';
import type { EmergencyReason } from '../../../shared/domain/emergency.ts';
import type { EmergencyView } from '../../../shared/ipc/index.ts';
import { useAction, useQuery } from '../../api/hooks.ts';
import { useSignedIn } from '../../app/session.tsx';
import { Button } from '../../ui/button.tsx';
import { ActDialog } from '../../ui/dialog.tsx';
import { ChoiceCards, PasswordField, SelectField, TextField } from '../../ui/fields.tsx';
import { Panel } from '../../ui/layout.tsx';
import { areWhole, LettersFields } from '../../ui/letters.tsx';
import { Callout } from '../../ui/states.tsx';
import { MINUTES, paperLabel, REASON_IDS, REASONS } from './emergency-words.ts';

/** Where somebody without content keys begins, or drills, emergency access. */
export function RequestPanel(props: {
  readonly view: EmergencyView;
  readonly onDone: () => void;
}): ReactNode {
  const { person } = useSignedIn();
  const [asking, setAsking] = useState<'begin' | 'drill' | undefined>();
  const { envelope } = props.view;
  const good = envelope.state === 'good';
  return (
    <Panel
      title="Break the glass"
      note="For the night when a patient needs it and nobody who holds the keys can be reached."
      actions={
        good && (
          <div className="row">
            <Button onPress={() => setAsking('drill')}>Drill</Button>
            {person.role !== 'compliance' && (
              <Button variant="danger" onPress={() => setAsking('begin')}>
                Begin emergency access
              </Button>
            )}
          </div>
        )
      }
    >
      {good ? (
        <p>
          With the code from the sealed envelope you open one table, or one run, for a while, once. A
          compliance officer is told at once and reviews everything that you look at. A drill goes the same
          way and opens nothing.
        </p>
      ) : (
        <Callout
          tone="warn"
          title={envelope.state === 'void' ? 'The envelope was used' : 'There is no envelope'}
        >
          {envelope.state === 'void'
            ? 'It opens nothing more. A compliance officer reviews its use and makes a new one.'
            : 'A compliance officer makes one with a colleague beside. Until then only people with content rights open content.'}
        </Callout>
      )}
      {asking !== undefined && (
        <RequestDialog
          isDrill={asking === 'drill'}
          papers={envelope.papers ?? 1}
          onDone={props.onDone}
          onClose={() => setAsking(undefined)}
        />
      )}
    </Panel>
  );
}

function RequestDialog(props: {
  readonly isDrill: boolean;
  readonly papers: number;
  readonly onDone: () => void;
  readonly onClose: () => void;
}): ReactNode {
  const { isDrill, onDone, onClose } = props;
  const { person } = useSignedIn();
  const [reason, setReason] = useState<EmergencyReason | null>(null);
  const [kind, setKind] = useState<'dataset' | 'run'>('dataset');
  const [chosen, setChosen] = useState<string | null>(null);
  const [minutes, setMinutes] = useState<(typeof MINUTES)[number]>('60');
  const [typed, setTyped] = useState({ note: '', password: '' });
  const [papers, setPapers] = useState<readonly string[]>(Array.from({ length: props.papers }, () => ''));
  const datasets = useQuery('datasets.list', isDrill ? null : {});
  const runs = useQuery('runs.list', isDrill ? null : {});
  const begin = useAction('emergency.begin');
  const drill = useAction('emergency.drill');
  const pending = begin.pending || drill.pending;
  const things =
    kind === 'dataset'
      ? datasets.status === 'ready'
        ? datasets.value.map(({ id, table, rows }) => ({
            id: id,
            text: table,
            note: `${rows} rows`,
          }))
        : []
      : runs.status === 'ready'
        ? runs.value.map(({ id, template }) => ({ id: id, text: template, note: id.slice(0, 8) }))
        : [];
  const whole = reason !== null && areWhole(papers, 'emergency');
  const ready =
    whole && (isDrill || (chosen !== null && typed.note.trim().length >= 3 && typed.password !== ''));
  const act = async (): Promise<void> => {
    if (reason === null) return;
    const done = isDrill
      ? await drill.run({ reason, papers: [...papers] })
      : await begin.run({
          ...{ reason, papers: [...papers], note: typed.note, password: typed.password },
          scope: kind === 'dataset' ? { kind, dataset: chosen as never } : { kind, run: chosen as never },
          minutes: Number(minutes),
        });
    setTyped((last) => ({ ...last, password: '' }));
    if (done === undefined) return;
    onDone();
    onClose();
  };
  return (
    <ActDialog
      title={isDrill ? 'Emergency drill' : 'Begin emergency access'}
      isOpen
      onClose={onClose}
      act={isDrill ? 'Try the code' : 'Break the glass'}
      danger={!isDrill}
      pendingText={isDrill ? 'Comparing' : 'Opening'}
      onAct={() => void act()}
      ready={ready}
      pending={pending}
      problem={begin.problem ?? drill.problem}
    >
      <p className="small soft">
        {isDrill
          ? 'The code is compared with what was made, and the alarm is tried. Nothing is opened. Seal the envelope again afterwards.'
          : 'Compliance is told at once. Everything that you look at is on record. The code works once.'}
      </p>
      <SelectField
        label="Why"
        value={reason}
        onChange={setReason}
        placeholder="Choose a reason"
        choices={REASON_IDS.map((id) => ({ id, ...REASONS[id] }))}
      />
      {!isDrill && (
        <>
          <TextField
            label="What happened"
            lines={2}
            value={typed.note}
            onChange={(note) => setTyped((last) => ({ ...last, note }))}
            maxLength={2000}
            isDisabled={pending}
            note="Kept sealed with the patients’ data, for the reviewer. Never in the journal."
          />
          <ChoiceCards
            label="What you need"
            value={kind}
            onChange={(next) => {
              setKind(next);
              setChosen(null);
            }}
            isDisabled={pending}
            choices={[
              { id: 'dataset', text: 'One table', note: 'its rows' },
              { id: 'run', text: 'One run', note: 'what was said to the model' },
            ]}
          />
          <SelectField
            label={kind === 'dataset' ? 'Table' : 'Run'}
            value={chosen}
            onChange={setChosen}
            placeholder={things.length === 0 ? 'There is none' : 'Choose the one that you need'}
            choices={things}
          />
          <SelectField
            label="For how long"
            value={minutes}
            onChange={setMinutes}
            choices={MINUTES.map((id) => ({ id, text: `${id} minutes` }))}
          />
        </>
      )}
      <LettersFields
        kind="emergency"
        labelOf={paperLabel(papers.length)}
        values={papers}
        onChange={setPapers}
        isDisabled={pending}
      />
      {!isDrill && (
        <PasswordField
          whose={person.name}
          value={typed.password}
          onChange={(password) => setTyped((last) => ({ ...last, password }))}
          isDisabled={pending}
        />
      )}
    </ActDialog>
  );
}
