import type { ReactNode } from 'react';
import type { VerifyView } from '../../../shared/ipc/index.ts';
import { Callout } from '../../ui/states.tsx';
import { Badge } from '../../ui/text.tsx';
import { VERDICTS } from '../../ui/words.ts';
import './journal.css';

/** What a verification found, line by line; the first bad place is named. */
export function Verdict(props: { readonly view: VerifyView }): ReactNode {
  const { view } = props;
  return (
    <div className="stack-tight">
      <Callout tone={view.ok ? 'good' : 'bad'} title={view.ok ? 'Intact' : 'Not intact'}>
        {view.subject}
      </Callout>
      <VerdictLines view={view} />
    </div>
  );
}

/** Each statement of the verifier, with what it found. */
export function VerdictLines(props: { readonly view: VerifyView }): ReactNode {
  return (
    <ul className="verdict">
      {props.view.lines.map((line) => (
        <li key={line.what}>
          <Badge tone={VERDICTS[line.verdict].tone}>{VERDICTS[line.verdict].text}</Badge>
          <div>
            <span className="strong">{line.what}</span>
            <span className="verdict-detail">{line.detail}</span>
            {line.firstBad !== undefined && <span className="verdict-bad">First at {line.firstBad}</span>}
          </div>
        </li>
      ))}
    </ul>
  );
}
