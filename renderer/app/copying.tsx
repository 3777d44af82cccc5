import { useEffect, useRef, useState, type ReactNode } from 'react';
import { invoke, type Refusal } from '../api/bridge.ts';
import { Button } from '../ui/button.tsx';
import { ActDialog } from '../ui/dialog.tsx';
import { TextField } from '../ui/fields.tsx';
import { formatCount } from '../ui/format.ts';
import { Message } from '../ui/text.tsx';

/** What carries this shows patients' data: what is selected in it goes to the clipboard through main alone. */
const HOLDS = '[data-holds="patients"]';
const TOLD_MS = 8_000;

type Told =
  | { readonly kind: 'copied'; readonly characters: number }
  | { readonly kind: 'refused'; readonly problem: Refusal };

/**
 * SEC-52: whatever is copied, cut or dragged out of the places that show patients' data is stopped here; main puts it on
 * the clipboard where the profile lets it, after a reason where it wants one. Everything else copies as everywhere.
 */
export function Copying(): ReactNode {
  const [asked, setAsked] = useState<string | undefined>();
  const [told, setTold] = useState<Told | undefined>();
  const going = useRef(false);

  const copy = async (text: string, reason?: string): Promise<boolean> => {
    const answer = await invoke('clipboard.copy', { text, ...(reason === undefined ? {} : { reason }) });
    if (!answer.ok) setTold({ kind: 'refused', problem: answer });
    else if (answer.value.copied) setTold({ kind: 'copied', characters: text.length });
    else setAsked(text);
    return !answer.ok || answer.value.copied;
  };
  const begin = useRef(copy);
  useEffect(() => {
    begin.current = copy;
  });

  useEffect(() => {
    const onCopy = (event: Event): void => {
      const text = patientsText(event);
      if (text === undefined) return;
      event.preventDefault();
      if (going.current) return;
      going.current = true;
      void begin.current(text).finally(() => {
        going.current = false;
      });
    };
    const onDrag = (event: Event): void => {
      if (patientsText(event) !== undefined) event.preventDefault();
    };
    const take = { capture: true } as const;
    for (const name of ['copy', 'cut'] as const) document.addEventListener(name, onCopy, take);
    document.addEventListener('dragstart', onDrag, take);
    return () => {
      for (const name of ['copy', 'cut'] as const) document.removeEventListener(name, onCopy, take);
      document.removeEventListener('dragstart', onDrag, take);
    };
  }, []);

  useEffect(() => {
    // A refusal stays until it was read.
    if (told?.kind !== 'copied') return;
    const timer = setTimeout(() => setTold(undefined), TOLD_MS);
    return () => clearTimeout(timer);
  }, [told]);

  return (
    <>
      <div role="status">
        {told !== undefined && (
          <div className="copy-bar">
            <span>
              {told.kind === 'copied' ? (
                `Copied ${formatCount(told.characters)} characters, on record. They leave the clipboard when the session ends.`
              ) : (
                <>
                  <Message text={told.problem.message} />{' '}
                  {told.problem.hint !== undefined && <Message text={told.problem.hint} />}
                </>
              )}
            </span>
            <Button small onPress={() => setTold(undefined)}>
              Close
            </Button>
          </div>
        )}
      </div>
      {asked !== undefined && (
        <AskDialog
          characters={asked.length}
          onClose={() => setAsked(undefined)}
          onCopy={async (reason) => {
            if (await copy(asked, reason)) setAsked(undefined);
          }}
        />
      )}
    </>
  );
}

function AskDialog(props: {
  readonly characters: number;
  readonly onClose: () => void;
  readonly onCopy: (reason: string) => Promise<void>;
}): ReactNode {
  const [reason, setReason] = useState('');
  const [pending, setPending] = useState(false);
  const ready = reason.trim().length >= 3;
  const act = (): void => {
    if (!ready || pending) return;
    setPending(true);
    void props.onCopy(reason.trim()).finally(() => setPending(false));
  };
  return (
    <ActDialog
      title="Copy patients’ data to the clipboard"
      isOpen
      onClose={props.onClose}
      act="Copy"
      onAct={act}
      ready={ready}
      pending={pending}
      pendingText="Copying"
    >
      <p>
        {formatCount(props.characters)} characters go where every program on this machine can read them, until
        the session ends. Who, when, how many and why stand in the journal; the text does not.
      </p>
      <TextField
        label="Reason"
        value={reason}
        onChange={setReason}
        isDisabled={pending}
        maxLength={500}
        autoFocus
        onEnter={act}
      />
    </ActDialog>
  );
}

/** What is selected, where any of it shows patients' data; undefined where somebody edits a field of their own. */
function patientsText(event: Event): string | undefined {
  const { target } = event;
  if (target instanceof HTMLInputElement || target instanceof HTMLTextAreaElement) return undefined;
  const selection = document.getSelection();
  if (selection === null || selection.isCollapsed || selection.rangeCount === 0) return undefined;
  const range = selection.getRangeAt(0);
  const shown = [...document.querySelectorAll(HOLDS)].some((place) => range.intersectsNode(place));
  const text = selection.toString();
  return shown && text !== '' ? text : undefined;
}
