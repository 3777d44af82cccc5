import { useState, type ReactNode } from 'react';
import type { DatasetView } from '../../../shared/ipc/index.ts';
import { cache, useAction } from '../../api/hooks.ts';
import { go } from '../../app/navigation.ts';
import { useSignedIn } from '../../app/session.tsx';
import { EraseDialog } from '../../ui/erase-dialog.tsx';
import { plural } from '../../ui/format.ts';
import { CopyId } from '../../ui/text.tsx';

/** Destroys a dataset by its key, and hands out the certificate. */
export function EraseDataset(props: { readonly view: DatasetView; readonly onClose: () => void }): ReactNode {
  const { view } = props;
  const { person } = useSignedIn();
  const erase = useAction('datasets.erase');
  const [done, setDone] = useState<ReactNode>();
  const close = (): void => {
    props.onClose();
    if (done === undefined) return;
    cache.invalidate('datasets.list');
    go({ screen: 'datasets' }, 'replace');
  };
  return (
    <EraseDialog
      title={`Erase ${view.table}`}
      act="Choose where the certificate goes, and erase"
      word={view.id.slice(0, 8)}
      whose={person.name}
      pending={erase.pending}
      problem={erase.problem}
      done={done}
      onErase={async (given) => {
        const answer = await erase.run({ dataset: view.id, ...given });
        if (answer === undefined || answer === null) return;
        setDone(
          <>
            The certificate stands in <code>{answer.file}</code>, SHA-256{' '}
            <CopyId id={answer.sha256} what="hash of the certificate" />.{' '}
            {answer.backups > 0
              ? `${plural(answer.backups, 'backup')} still hold the key: destroy those copies as well.`
              : 'The journal knows of no backup that holds it.'}
          </>,
        );
      }}
      onClose={close}
    >
      <p>
        The key of this dataset is destroyed, and with it every version of the table:{' '}
        {plural(view.rows, 'row')} of version {view.version} and all before. Nobody can read it again, on this
        machine or with all its keys. Entries, reports and proofs stay.
      </p>
      <p className="small soft">
        What models were asked about it, and what runs wrote, are payloads of their own and are erased in the
        journal. Tables that were exported are outside.
      </p>
    </EraseDialog>
  );
}
