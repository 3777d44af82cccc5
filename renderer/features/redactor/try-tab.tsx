import { useState, type ReactNode } from 'react';
import { useAction } from '../../api/hooks.ts';
import type { TriedTextView } from '../../../shared/ipc/index.ts';
import { Button } from '../../ui/button.tsx';
import { TextField } from '../../ui/fields.tsx';
import { plural } from '../../ui/format.ts';
import { Panel } from '../../ui/layout.tsx';
import { Failure } from '../../ui/states.tsx';
import { Chip } from '../../ui/text.tsx';
import { foundBy, MarkedText } from './marked-text.tsx';

/** Paste a text and see what would be redacted, and why. The text is not kept. */
export function TryTab(): ReactNode {
  const [text, setText] = useState('');
  const [tried, setTried] = useState<{ text: string; result: TriedTextView } | undefined>();
  const action = useAction('phi.tryText');
  const act = async (): Promise<void> => {
    const result = await action.run({ text });
    if (result !== undefined) setTried({ text, result });
  };
  return (
    <div className="tab-page">
      <TextField
        label="Text"
        value={text}
        onChange={setText}
        lines={8}
        maxLength={200_000}
        note="A note, a letter, a table as CSV, JSON, HL7 or FHIR. It is looked at on this machine and not kept."
      />
      <div className="row">
        <Button
          variant="primary"
          isDisabled={text.trim() === '' || action.pending}
          onPress={() => void act()}
        >
          {action.pending ? 'Looking' : 'Show what would be redacted'}
        </Button>
      </div>
      {action.problem !== undefined && <Failure problem={action.problem} where="trying the redactor" />}
      {tried !== undefined && <Tried {...tried} />}
    </div>
  );
}

function Tried(props: { readonly text: string; readonly result: TriedTextView }): ReactNode {
  const { spans, masked } = props.result;
  return (
    <>
      <Panel title="What was found" note={plural(spans.length, 'identifier')}>
        {spans.length === 0 ? (
          <p className="small soft">
            Nothing that looks like an identifier. That is no proof that there is none; see the coverage.
          </p>
        ) : (
          <MarkedText text={props.text} spans={spans} />
        )}
      </Panel>
      {spans.length > 0 && (
        <>
          <Panel title="What a model would see">
            <p className="marked-text">{masked}</p>
          </Panel>
          <Panel title="Why" flush>
            <ul className="found-list">
              {spans.map((span) => (
                <li key={span.start}>
                  <Chip>{span.label}</Chip>
                  <span className="strong clip">{props.text.slice(span.start, span.end)}</span>
                  <span className="soft">found by {foundBy(span.by)}</span>
                </li>
              ))}
            </ul>
          </Panel>
        </>
      )}
    </>
  );
}
