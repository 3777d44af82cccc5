import { useState, type ReactNode } from 'react';
import type { PolicyExplainView } from '../../../shared/ipc/index.ts';
import { useQuery } from '../../api/hooks.ts';
import { hrefOf } from '../../app/routes.ts';
import { Facts } from '../../ui/layout.tsx';
import { Failure, Skeleton } from '../../ui/states.tsx';
import { Badge, Chip, CopyId, Message, Time } from '../../ui/text.tsx';
import { BEHAVIOURS, LABEL_WORDS, type Tone } from '../../ui/words.ts';

const SAYS: Readonly<
  Record<PolicyExplainView['contributions'][number]['says'], { readonly text: string; readonly tone: Tone }>
> = { ...BEHAVIOURS, nothing: { text: 'Nothing', tone: 'neutral' } };

/**
 * Everything that spoke in the decision behind a journal entry, from role to default, and what would be
 * decided today. Asked for when it is opened.
 */
export function Account(props: { readonly seq: number }): ReactNode {
  const [open, setOpen] = useState(false);
  return (
    <details className="account" onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary>All that spoke in it</summary>
      {open && <Told seq={props.seq} />}
    </details>
  );
}

function Told(props: { readonly seq: number }): ReactNode {
  const query = useQuery('policy.explain', { seq: props.seq });
  if (query.status === 'loading') return <Skeleton label="the account" lines={4} />;
  if (query.status === 'failed')
    return (
      <Failure problem={query.problem} retry={query.reload} where={`decision behind entry ${props.seq}`} />
    );
  const { value } = query;
  return (
    <div className="stack-tight">
      <p className="small">{value.inWords}</p>
      <ol className="rules account-parts">
        {value.contributions.map(({ part, title, says, detail, rules }) => (
          <li key={part}>
            <div className="row-apart">
              <span className="strong">{title}</span>
              <Badge tone={SAYS[says].tone}>{SAYS[says].text}</Badge>
            </div>
            <p className="caption soft">
              <Message text={detail} />
            </p>
            {rules.map((rule) => (
              <p key={`${rule.id} ${rule.line}`} className="row-apart caption faint">
                <Chip>{rule.id}</Chip>
                <span className="mono">
                  {rule.file}
                  {rule.line > 0 && `:${rule.line}`}
                </span>
              </p>
            ))}
          </li>
        ))}
      </ol>
      <Facts rows={circumstances(value)} />
    </div>
  );
}

function circumstances(view: PolicyExplainView): readonly (readonly [string, ReactNode] | undefined)[] {
  const { policy, today, labels, decision } = view;
  return [
    [
      'Decided for',
      <span key="who">
        {view.person}, <Time ms={view.atMs} />
      </span>,
    ],
    labels.length === 0
      ? undefined
      : ['Labels', labels.map((label) => LABEL_WORDS[label as keyof typeof LABEL_WORDS] ?? label).join(', ')],
    [
      'Policy',
      <span key="policy" className="row">
        {policy.name ?? <CopyId id={policy.sha256} what="policy hash" />}
        <span className="faint">{policy.inEffect ? 'in effect today' : 'no longer in effect'}</span>
      </span>,
    ],
    [
      'Today',
      today === undefined ? (
        <span className="faint">cannot be asked again: the entry does not hold all that was asked</span>
      ) : today.behaviour === decision.behaviour ? (
        `the same, by ${today.ruleId}`
      ) : (
        <strong>
          {BEHAVIOURS[today.behaviour].text} by {today.ruleId}
        </strong>
      ),
    ],
    [
      'Decision',
      <a key="entry" href={hrefOf({ screen: 'journal', seq: view.seq })}>
        entry {view.seq}
      </a>,
    ],
  ];
}
