import { useState, type ReactNode } from 'react';
import type { DrilledSheetsView } from '../../../shared/ipc/index.ts';
import { useAction } from '../../api/hooks.ts';
import { Button } from '../../ui/button.tsx';
import { ActDialog } from '../../ui/dialog.tsx';
import { areWhole, LettersFields } from '../../ui/letters.tsx';
import { Callout } from '../../ui/states.tsx';

/** Proves that sheets work: each against what was made, without anything being opened or shown. */
export function DrillSheets(props: {
  readonly count: number;
  readonly threshold: number;
  readonly onDone: () => void;
  readonly onClose: () => void;
}): ReactNode {
  const [sheets, setSheets] = useState<readonly string[]>(['']);
  const [found, setFound] = useState<DrilledSheetsView | undefined>();
  const drill = useAction('recovery.drill');
  const typed = sheets.filter((sheet) => sheet.trim() !== '');
  const act = async (): Promise<void> => {
    const result = await drill.run({ sheets: [...typed] });
    if (result === undefined) return;
    setSheets(['']);
    setFound(result);
    props.onDone();
  };
  if (found !== undefined)
    return (
      <ActDialog
        title="What the drill found"
        isOpen
        onClose={props.onClose}
        act="Done"
        onAct={props.onClose}
        cancel="Close"
      >
        <ul className="recovery-list">
          {found.sheets.map((sheet, index) => (
            <li key={index}>
              <Callout
                tone={sheet.good ? 'good' : 'bad'}
                title={
                  sheet.good ? `Sheet ${sheet.number} is good` : `The sheet typed as ${index + 1} is not good`
                }
              >
                {sheet.problem ?? 'It is one of those that were made, letter for letter.'}
              </Callout>
            </li>
          ))}
        </ul>
        <p className="small soft">
          {found.opened
            ? 'Together they gave the key, and it opened the workspace. It was wiped at once and shown to nobody.'
            : `The key was not put together: that takes ${props.threshold} sheets, and a drill needs one.`}{' '}
          Seal the sheets again.
        </p>
      </ActDialog>
    );
  return (
    <ActDialog
      title="Try sheets"
      isOpen
      onClose={props.onClose}
      act="Try them"
      pendingText="Comparing"
      onAct={() => void act()}
      ready={typed.length > 0 && areWhole(typed, 'recovery')}
      pending={drill.pending}
      problem={drill.problem}
    >
      <p className="small soft">
        One sheet is enough: it is compared with what was made, and the key is not put together. With{' '}
        {props.threshold} of them it is, to see that it opens, and wiped at once. The result stands in the
        journal; the letters do not.
      </p>
      <LettersFields
        kind="recovery"
        labelOf={(index) => `Sheet ${index + 1}`}
        values={sheets}
        onChange={setSheets}
        isDisabled={drill.pending}
      />
      {sheets.length < props.count && (
        <div>
          <Button small onPress={() => setSheets([...sheets, ''])}>
            Another sheet
          </Button>
        </div>
      )}
    </ActDialog>
  );
}
