import type { ReactNode } from 'react';
import type { PolicyDiffView } from '../../../shared/ipc/index.ts';
import { Badge, Chip, Message } from '../../ui/text.tsx';
import { BEHAVIOURS } from '../../ui/words.ts';

/** How a version differs from what is in effect: rule by rule, and request by request. */
export function DiffResult(props: { readonly diff: PolicyDiffView }): ReactNode {
  const { rules, settings, decisions, complete } = props.diff;
  if (rules.length + settings.length === 0) return <p className="small soft">Nothing differs.</p>;
  return (
    <div className="stack">
      <ul className="policy-list">
        {rules.map((rule) => (
          <li key={rule.id}>
            <p className="row small">
              <Chip>{rule.id}</Chip>
              <span className="soft">{rule.change}</span>
            </p>
            {rule.fields.map((field) => (
              <Change key={field.path} {...field} />
            ))}
          </li>
        ))}
        {settings.map((field) => (
          <li key={field.path}>
            <Change {...field} />
          </li>
        ))}
      </ul>
      {decisions.length > 0 && (
        <ul className="policy-list">
          {decisions.map(({ before, after, witness }, at) => (
            <li key={at}>
              <p className="row small">
                <Badge tone={BEHAVIOURS[before.behaviour].tone}>{BEHAVIOURS[before.behaviour].text}</Badge>
                <span className="faint">becomes</span>
                <Badge tone={BEHAVIOURS[after.behaviour].tone}>{BEHAVIOURS[after.behaviour].text}</Badge>
              </p>
              <p className="small">
                <Message text={witness.inWords} />
              </p>
            </li>
          ))}
        </ul>
      )}
      {!complete && <p className="caption faint">There are more differing decisions than are shown.</p>}
    </div>
  );
}

function Change(props: {
  readonly path: string;
  readonly before?: string | undefined;
  readonly after?: string | undefined;
}): ReactNode {
  return (
    <p className="caption mono">
      {props.path}: {props.before !== undefined && <del>{props.before}</del>}{' '}
      {props.after !== undefined && <ins>{props.after}</ins>}
    </p>
  );
}
