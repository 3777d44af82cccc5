import type { ReactNode } from 'react';
import type { PolicyReplayView } from '../../../shared/ipc/index.ts';
import { hrefOf } from '../../app/routes.ts';
import { formatCount, plural } from '../../ui/format.ts';
import { Callout } from '../../ui/states.tsx';
import { Badge, Chip, Message } from '../../ui/text.tsx';
import { BEHAVIOURS, toolWord } from '../../ui/words.ts';

/** What recorded decisions would have been under a draft. */
export function ReplayResult(props: { readonly replay: PolicyReplayView }): ReactNode {
  const { replay } = props;
  const aside = replay.outsidePolicy + replay.notReplayable + replay.otherProfile;
  return (
    <div className="stack">
      <Callout
        tone={replay.changed === 0 ? 'good' : 'warn'}
        title={
          replay.changed === 0
            ? 'No recorded decision would change'
            : `${plural(replay.changed, 'recorded decision')} would change`
        }
      >
        {plural(replay.replayed, 'decision')} asked again, up to entry {formatCount(replay.throughSeq)}.
        {aside > 0 && ` ${formatCount(aside)} others are not decided by this policy.`}
      </Callout>
      {replay.groups.length > 0 && (
        <ul className="policy-list">
          {replay.groups.map((group, at) => (
            <li key={at}>
              <p className="row small">
                <Badge tone={BEHAVIOURS[group.before.behaviour].tone}>
                  {BEHAVIOURS[group.before.behaviour].text}
                </Badge>
                <span className="faint">by {group.before.ruleId} becomes</span>
                <Badge tone={BEHAVIOURS[group.after.behaviour].tone}>
                  {BEHAVIOURS[group.after.behaviour].text}
                </Badge>
                <Chip>{group.after.ruleId}</Chip>
              </p>
              <p className="small">
                {formatCount(group.count)} times: {toolWord(group.tool)} by {group.agent ?? group.role}.{' '}
                <Message text={group.reason} />
              </p>
              <p className="caption">
                {group.entries.map((seq) => (
                  <span key={seq}>
                    <a href={hrefOf({ screen: 'journal', seq })}>entry {seq}</a>{' '}
                  </span>
                ))}
              </p>
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}
