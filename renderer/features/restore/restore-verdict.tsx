import { useEffect, useRef, useState, type ReactNode } from 'react';
import type { RestoreVerdictView, VerifyView } from '../../../shared/ipc/index.ts';
import { Button } from '../../ui/button.tsx';
import { JournalField } from '../../ui/fields.tsx';
import { plural } from '../../ui/format.ts';
import { Callout } from '../../ui/states.tsx';
import { VerdictLines } from '../journal/verdict.tsx';
import { verdictWords } from './restore-words.ts';

const SHORTEST_REASON = 3;

/** What the copy is worth, and the word that makes it the workspace. */
export function RestoreVerdict(props: {
  readonly found: RestoreVerdictView;
  readonly pending: boolean;
  readonly onBack: () => void;
  readonly onAccept: (reason: string) => Promise<void>;
}): ReactNode {
  const { found, pending } = props;
  const [reason, setReason] = useState('');
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    heading.current?.focus();
  }, []);
  const { tone, title, text } = verdictWords(found);
  const isSound = found.verdict.ok;
  return (
    <>
      <h2 ref={heading} tabIndex={-1} className="restore-verdict">
        Verdict on the copy
      </h2>
      <Callout tone={tone} title={title}>
        {text}
      </Callout>
      <Statements view={found.verdict} />
      <JournalField
        label={isSound ? 'Why the workspace is restored' : 'Why it is used although it does not pass'}
        value={reason}
        onChange={setReason}
        isDisabled={pending}
      />
      <div className="row-apart">
        <Button variant={isSound ? 'secondary' : 'primary'} onPress={props.onBack} isDisabled={pending}>
          Do not restore
        </Button>
        <Button
          variant={isSound ? 'primary' : 'danger'}
          isDisabled={pending || reason.trim().length < SHORTEST_REASON}
          onPress={() => void props.onAccept(reason)}
        >
          {isSound ? 'Restore it' : 'Restore it all the same'}
        </Button>
      </div>
    </>
  );
}

/** What does not hold or is not known stands open; what holds is there to be looked at. */
function Statements(props: { readonly view: VerifyView }): ReactNode {
  const { lines } = props.view;
  const holds = lines.filter(({ verdict }) => verdict === 'ok');
  const open = lines.filter(({ verdict }) => verdict !== 'ok');
  return (
    <div className="stack-tight">
      {open.length > 0 && <VerdictLines view={{ ...props.view, lines: open }} />}
      {holds.length > 0 && (
        <details className="restore-holds">
          <summary>{plural(holds.length, 'statement')} of the verifier hold</summary>
          <VerdictLines view={{ ...props.view, lines: holds }} />
        </details>
      )}
    </div>
  );
}
