import type { ReactNode } from 'react';
import type { Decision } from '../../../shared/domain/index.ts';
import { Badge, Chip, CopyId, Message } from '../../ui/text.tsx';
import { BEHAVIOURS } from '../../ui/words.ts';
import { Account } from './account.tsx';
import { rulesInOrder } from './call-words.ts';
import './runs.css';

/** Every rule that matched, the deciding one first, and where each is written. */
export function Why(props: {
  readonly decision: Decision;
  /** Any journal entry of the call; with it the whole account can be opened. */
  readonly seq?: number | undefined;
}): ReactNode {
  const { decision, seq } = props;
  const word = BEHAVIOURS[decision.behaviour];
  return (
    <div className="stack-tight">
      <p className="small">
        <Badge tone={word.tone}>{word.text}</Badge> <Message text={decision.reason} />
      </p>
      <ul className="rules">
        {rulesInOrder(decision).map((rule) => (
          <li
            key={`${rule.id} ${rule.file} ${rule.line}`}
            className={rule.decided ? undefined : 'rules-overruled'}
          >
            <div className="row-apart">
              <span className="row">
                <Chip>{rule.id}</Chip>
                <span>{BEHAVIOURS[rule.behaviour].text}</span>
                <span className="faint">{rule.decided ? 'decided' : 'overruled'}</span>
              </span>
              <span className="mono caption faint">
                {rule.file}
                {rule.line > 0 && `:${rule.line}`}
              </span>
            </div>
            {rule.reason !== '' && rule.reason !== decision.reason && (
              <p className="caption soft">{rule.reason}</p>
            )}
          </li>
        ))}
      </ul>
      <p className="caption faint">
        Policy <CopyId id={decision.policySha256} what="policy hash" />
      </p>
      {seq !== undefined && <Account seq={seq} />}
    </div>
  );
}
