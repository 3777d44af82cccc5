import { useState, type ReactNode } from 'react';
import type { Role } from '../../../shared/domain/index.ts';
import type { ConfirmedView, SessionView } from '../../../shared/ipc/index.ts';
import { invoke, type Refusal } from '../../api/bridge.ts';
import { Button } from '../../ui/button.tsx';
import { SelectField, TextField } from '../../ui/fields.tsx';
import { Callout, Failure } from '../../ui/states.tsx';
import { ROLE_WORDS } from '../../ui/words.ts';
import { ProofFields, useProof } from './proof.tsx';

/** Who may say that a damaged journal is to be left; main decides, this only offers the right people. */
const MAY_LEAVE: readonly Role[] = ['compliance', 'admin'];
const WORD = 'leave damaged';

/** Whether signing in failed because of the journal's own file, so that a new one may be begun behind it. */
export function isAboutJournal({ code, message }: Refusal): boolean {
  return ['damaged', 'foreign_file', 'not_found'].includes(code) && message.includes('the journal');
}

/**
 * The way on behind a journal that cannot be opened: in a new file, in the name of a person who says so.
 * Signing in goes with it, so the session follows by itself.
 */
export function DamagedJournal(props: {
  readonly session: SessionView;
  /** An account of the hospital that was confirmed on the way here. */
  readonly account: ConfirmedView | undefined;
  readonly onBack: () => void;
}): ReactNode {
  const people = props.session.people.filter(({ role }) => MAY_LEAVE.includes(role));
  const [person, setPerson] = useState<string | null>(null);
  const [typed, setTyped] = useState('');
  const [pending, setPending] = useState(false);
  const [problem, setProblem] = useState<Refusal | undefined>();
  const isHolder = people.find(({ id }) => id === person)?.role === 'compliance';
  const proof = useProof(props.session.custody, isHolder);
  const ready = person !== null && proof.isGiven && typed === WORD && !pending;

  const submit = async (): Promise<void> => {
    if (!ready) return;
    setPending(true);
    setProblem(undefined);
    const answer = await invoke('journal.beginEpoch', {
      ...{ person, ...proof.said },
      ...(props.account?.person === person && { ticket: props.account.ticket }),
    });
    setPending(false);
    setProblem(proof.hear(answer));
  };

  return (
    <>
      <h1 className="gate-title">Leave the damaged journal</h1>
      <div className="stack">
        <Callout tone="warn" title="This cannot be taken back">
          The damaged file stays where it is, byte for byte. What was recorded behind its last good checkpoint
          is not vouched for any more. Work goes on in a new file whose first entry names you and says what
          was found. If there is a backup, restore it instead: a whole journal is better than one with a gap.
        </Callout>
        <SelectField
          label="Person"
          value={person}
          onChange={(next) => {
            setPerson(next);
            proof.forSomebodyElse();
          }}
          placeholder="Compliance or an administrator"
          choices={people.map((item) => ({ id: item.id, text: item.name, note: ROLE_WORDS[item.role] }))}
        />
        <ProofFields proof={proof} isDisabled={pending} />
        <TextField
          label={`Type "${WORD}" to confirm`}
          value={typed}
          onChange={setTyped}
          isDisabled={pending}
        />
        {problem !== undefined && <Failure problem={problem} where="new journal file" />}
        <div className="row-apart">
          <Button variant="primary" onPress={props.onBack} isDisabled={pending}>
            Back to sign-in
          </Button>
          <Button variant="danger" isDisabled={!ready} onPress={() => void submit()}>
            {pending ? 'Reading what is left' : 'Begin a new file'}
          </Button>
        </div>
      </div>
    </>
  );
}
