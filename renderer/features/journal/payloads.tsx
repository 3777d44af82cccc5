import { useState, type ReactNode } from 'react';
import type { ErasureView } from '../../../shared/ipc/index.ts';
import type { Entry } from '../../../shared/formats/journal/index.ts';
import { cache, useAction, useQuery } from '../../api/hooks.ts';
import { useSignedIn } from '../../app/session.tsx';
import { Button } from '../../ui/button.tsx';
import { EraseDialog } from '../../ui/erase-dialog.tsx';
import { plural } from '../../ui/format.ts';
import { Section } from '../../ui/layout.tsx';
import { Badge, CopyId } from '../../ui/text.tsx';

const STATES = {
  kept: { text: 'Kept', tone: 'good' },
  erased: { text: 'Erased', tone: 'neutral' },
  missing: { text: 'Missing', tone: 'bad' },
} as const;

/** The encrypted payloads that an entry cites, what is left of them, and the way to destroy their keys. */
export function Payloads(props: { readonly entry: Entry }): ReactNode {
  const { entry } = props;
  const { person } = useSignedIn();
  const holds = person.role === 'operator' || person.role === 'compliance';
  const states = useQuery('payloads.getStates', holds ? { seq: entry.seq } : null);
  const [erasing, setErasing] = useState(false);
  const stateOf = (id: string) =>
    states.status === 'ready' ? states.value.find((payload) => payload.id === id)?.state : undefined;
  const kept = entry.payloads.filter(({ id }) => stateOf(id) === 'kept').length;
  return (
    <Section title="Payloads">
      <ul className="stack-tight">
        {entry.payloads.map(({ id, sha256 }) => {
          const state = stateOf(id);
          return (
            <li key={id} className="row">
              <CopyId id={sha256} what="hash of the encrypted payload" />
              {state === undefined ? (
                <span className="caption faint">{holds ? 'looking' : 'your role opens no content'}</span>
              ) : (
                <Badge tone={STATES[state].tone}>{STATES[state].text}</Badge>
              )}
            </li>
          );
        })}
      </ul>
      {person.role === 'compliance' && kept > 0 && (
        <div className="row">
          <Button small variant="danger" onPress={() => setErasing(true)}>
            Erase for good
          </Button>
        </div>
      )}
      {erasing && (
        <ErasePayloads entry={entry} kept={kept} onClose={() => setErasing(false)} onDone={states.reload} />
      )}
    </Section>
  );
}

function ErasePayloads(props: {
  readonly entry: Entry;
  readonly kept: number;
  readonly onClose: () => void;
  readonly onDone: () => void;
}): ReactNode {
  const { entry, kept } = props;
  const { person } = useSignedIn();
  const [erased, setErased] = useState<ErasureView | undefined>();
  const erase = useAction('payloads.erase');
  return (
    <EraseDialog
      title={`Erase the payloads of entry ${entry.seq}`}
      act="Choose where the certificate goes, and erase"
      word={entry.seq.toString()}
      whose={person.name}
      pending={erase.pending}
      problem={erase.problem}
      done={erased && erasedInWords(erased)}
      onErase={async (given) => {
        const answer = await erase.run({ seq: entry.seq, ...given });
        if (answer === undefined || answer === null) return;
        setErased(answer);
        cache.invalidate('journal.getIntegrity');
        props.onDone();
      }}
      onClose={props.onClose}
    >
      <p>
        The keys of {plural(kept, 'payload')} are destroyed. Nobody can read them again, on this machine or
        with all its keys. The entry, its hash and every proof stay; the verifier will say erased, not
        altered.
      </p>
    </EraseDialog>
  );
}

function erasedInWords({ copies, certificate }: ErasureView): string {
  return [
    `The certificate stands in ${certificate.file}.`,
    copies.length === 0
      ? ''
      : `A copy under another key stays in the files of the run: ${copies.join(', ')}.`,
    certificate.backups === 0
      ? 'The journal knows of no backup that holds the keys.'
      : `${plural(certificate.backups, 'backup')} still hold the keys: destroy those copies as well.`,
  ]
    .filter((sentence) => sentence !== '')
    .join(' ');
}
