import { useState, type ReactNode } from 'react';
import type { DatasetId, Purpose, ServiceScope } from '../../../shared/domain/index.ts';
import type { ServiceKeysView } from '../../../shared/ipc/index.ts';
import { useAction, useQuery } from '../../api/hooks.ts';
import { useSignedIn } from '../../app/session.tsx';
import { ActDialog } from '../../ui/dialog.tsx';
import { ChoiceCards, JournalField, PasswordField, SelectField, TextField } from '../../ui/fields.tsx';
import { Callout, Failure, Skeleton } from '../../ui/states.tsx';
import { DEID_NOTES, DEID_WORDS, PURPOSE_NOTES, PURPOSE_WORDS } from '../../ui/words.ts';
import { daysProblem } from './service-key-words.ts';

const REFERENCE = /^(?=.*\d)[A-Za-z0-9][A-Za-z0-9._/-]{1,39}$/;

interface Typed {
  readonly name: string;
  readonly template: string | null;
  readonly dataset: DatasetId | null;
  readonly complianceProfile: string | null;
  readonly purpose: Purpose | null;
  readonly deidProfile: ServiceScope['deidProfile'];
  readonly reference: string;
  readonly target: string;
  readonly questions: ServiceScope['questions'];
  readonly days: string;
  readonly reason: string;
}

const FIRST: Typed = {
  ...{ name: '', template: null, dataset: null, complianceProfile: null, purpose: null },
  ...{ deidProfile: 'strict', reference: '', target: '', questions: 'wait', days: '', reason: '' },
};

/** What a key is asked for with; undefined while something is missing. */
function askedWith(
  typed: Typed,
  most: number,
): { name: string; scope: ServiceScope; days?: number } | undefined {
  const { name, template, dataset, complianceProfile, purpose, deidProfile, questions } = typed;
  const [reference, target, days] = [typed.reference.trim(), typed.target.trim(), typed.days.trim()];
  if (name.trim() === '' || template === null || dataset === null) return undefined;
  if (complianceProfile === null || purpose === null || daysProblem(days, most) !== undefined)
    return undefined;
  if (deidProfile === 'limited' && !REFERENCE.test(reference)) return undefined;
  return {
    name: name.trim(),
    scope: {
      ...{ template, dataset, complianceProfile, purpose, deidProfile, questions },
      ...(deidProfile === 'limited' && { reference }),
      ...(target !== '' && { target }),
    },
    ...(days !== '' && { days: Number(days) }),
  };
}

/** Asks for a key; somebody else who holds the content keys makes it. */
export function ServiceKeyDialog(props: {
  readonly mostDays: ServiceKeysView['mostDays'];
  readonly onDone: (key: string | undefined) => void;
  readonly onClose: () => void;
}): ReactNode {
  const { mostDays } = props;
  const { person } = useSignedIn();
  const pipelines = useQuery('pipelines.list', {});
  const datasets = useQuery('datasets.list', {});
  const profiles = Object.keys(mostDays);
  const only = profiles.length === 1 ? profiles[0] : profiles.find((name) => name === 'hipaa');
  const [typed, setTyped] = useState<Typed>({ ...FIRST, complianceProfile: only ?? null });
  const [password, setPassword] = useState('');
  const propose = useAction('serviceKeys.propose');
  const set = (part: Partial<Typed>): void => setTyped((last) => ({ ...last, ...part }));
  const most = mostDays[typed.complianceProfile ?? ''] ?? 0;
  const asked = askedWith(typed, most);
  const isDisabled = propose.pending;
  const failed = [pipelines, datasets].find((query) => query.status === 'failed');
  const act = async (): Promise<void> => {
    if (asked === undefined) return;
    const done = await propose.run({ ...asked, reason: typed.reason, password });
    setPassword('');
    if (done === undefined) return;
    props.onDone(done.keys[0]?.id);
    props.onClose();
  };
  return (
    <ActDialog
      title="Ask for a service key"
      isOpen
      onClose={props.onClose}
      act="Ask for it"
      pendingText="Asking"
      onAct={() => void act()}
      ready={asked !== undefined && typed.reason.trim().length >= 3 && password !== ''}
      pending={propose.pending}
      problem={propose.problem}
    >
      <p className="small soft">
        For a scheduled run on the command line. It does what you choose here and nothing else, for a time.
        Somebody else who holds the content keys makes it; you get no key by asking.
      </p>
      {failed?.status === 'failed' && <Failure problem={failed.problem} where="service key" />}
      {(pipelines.status === 'loading' || datasets.status === 'loading') && (
        <Skeleton label="pipelines and tables" lines={4} />
      )}
      {pipelines.status === 'ready' && datasets.status === 'ready' && (
        <>
          {datasets.value.length === 0 && (
            <Callout tone="warn" title="There is no table yet">
              A service key is good for one table. Import it first.
            </Callout>
          )}
          <TextField
            label="Name"
            value={typed.name}
            onChange={(name) => set({ name })}
            maxLength={80}
            isDisabled={isDisabled}
            note="What it is for, such as `readiness of admissions, nightly`. No names of patients."
          />
          <SelectField
            label="Pipeline"
            value={typed.template}
            onChange={(template) => set({ template })}
            choices={pipelines.value.map(({ name }) => ({ id: name, text: name }))}
          />
          <SelectField
            label="Table"
            value={typed.dataset}
            onChange={(dataset) => set({ dataset })}
            choices={datasets.value.map(({ id, table }) => ({ id, text: table }))}
          />
          <ChoiceCards
            label="Purpose"
            value={typed.purpose}
            onChange={(purpose) => set({ purpose })}
            isDisabled={isDisabled}
            choices={(['model', 'report', 'quality'] as const).map((id) => ({
              ...{ id, text: PURPOSE_WORDS[id], note: PURPOSE_NOTES[id] },
            }))}
          />
          <ChoiceCards
            label="De-identification"
            value={typed.deidProfile}
            onChange={(deidProfile) => set({ deidProfile })}
            isDisabled={isDisabled}
            choices={(['strict', 'limited'] as const).map((id) => ({
              ...{ id, text: DEID_WORDS[id], note: DEID_NOTES[id] },
            }))}
          />
          {typed.deidProfile === 'limited' && (
            <TextField
              label="Data use agreement"
              value={typed.reference}
              onChange={(reference) => set({ reference })}
              maxLength={40}
              isDisabled={isDisabled}
              note="The number under which it is filed."
            />
          )}
          <ChoiceCards
            label="What policy would ask a person"
            value={typed.questions}
            onChange={(questions) => set({ questions })}
            isDisabled={isDisabled}
            choices={[
              { id: 'wait', text: 'Waits for one', note: 'The run pauses; an operator takes it up.' },
              { id: 'deny', text: 'Is denied at once', note: 'The run goes on without it.' },
            ]}
          />
          <SelectField
            label="Compliance profile"
            value={typed.complianceProfile}
            onChange={(complianceProfile) => set({ complianceProfile })}
            choices={profiles.map((id) => ({ id, text: id }))}
          />
          <TextField
            label="Days that it is good for"
            value={typed.days}
            onChange={(days) => set({ days })}
            isDisabled={isDisabled}
            error={daysProblem(typed.days, most)}
            note={`At most ${most} under this profile; left empty, 90 or what it allows.`}
          />
          <TextField
            label="Column to predict"
            value={typed.target}
            onChange={(target) => set({ target })}
            maxLength={64}
            isDisabled={isDisabled}
            note="Optional; as the dataset names it."
          />
          <JournalField
            label="Reason"
            value={typed.reason}
            onChange={(reason) => set({ reason })}
            isDisabled={isDisabled}
          />
          <PasswordField
            whose={person.name}
            value={password}
            onChange={setPassword}
            isDisabled={isDisabled}
          />
        </>
      )}
    </ActDialog>
  );
}
