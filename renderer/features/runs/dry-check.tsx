import type { ReactNode } from 'react';
import type { Behaviour } from '../../../shared/domain/index.ts';
import type { DryCheckView, VerbInput } from '../../../shared/ipc/index.ts';
import { useQuery } from '../../api/hooks.ts';
import { inSentence, plural } from '../../ui/format.ts';
import { Failure, Skeleton } from '../../ui/states.tsx';
import { Badge, Chip } from '../../ui/text.tsx';
import { BEHAVIOURS, FINDING_WORDS, toolWord } from '../../ui/words.ts';

const ORDER: readonly Behaviour[] = ['deny', 'ask', 'allow'];
const MEANING: Readonly<Record<Behaviour, string>> = {
  deny: 'would be denied',
  ask: 'would wait for a person',
  allow: 'would be allowed',
};

/** The usual answer to each finding and what policy says to it; what stops or waits comes first. */
export function DryCheck(props: { readonly args: VerbInput<'runs.checkDry'> | null }): ReactNode {
  const check = useQuery('runs.checkDry', props.args);
  if (props.args === null) {
    return (
      <p className="soft small">Choose dataset and purpose to see which calls would be denied or asked.</p>
    );
  }
  if (check.status === 'loading') return <Skeleton label="the dry check" lines={5} />;
  if (check.status === 'failed') {
    return <Failure problem={check.problem} retry={check.reload} where="dry check" />;
  }
  if (check.value.calls.length === 0) {
    return <p className="soft small">No finding is open for this purpose; the run would end at once.</p>;
  }
  return (
    <div className="stack">
      {ORDER.map((behaviour) => (
        <Group
          key={behaviour}
          behaviour={behaviour}
          calls={check.value.calls.filter((call) => call.behaviour === behaviour)}
        />
      ))}
    </div>
  );
}

function Group(props: { readonly behaviour: Behaviour; readonly calls: DryCheckView['calls'] }): ReactNode {
  const { behaviour, calls } = props;
  if (calls.length === 0) return null;
  const head = (
    <>
      <Badge tone={BEHAVIOURS[behaviour].tone}>{BEHAVIOURS[behaviour].text}</Badge>
      <span className="small">
        {plural(calls.length, 'call')} {MEANING[behaviour]}
      </span>
    </>
  );
  const list = (
    <ul className="dry-list">
      {calls.map((call) => (
        <li key={call.finding.id}>
          <div className="row-apart">
            <span className="clip">
              <span className="mono">{call.finding.column}</span>{' '}
              <span className="soft">{inSentence(FINDING_WORDS[call.finding.kind])}</span>
            </span>
            <span className="nowrap">
              {toolWord(call.tool)} <Chip>{call.ruleId}</Chip>
            </span>
          </div>
          {behaviour !== 'allow' && <p className="caption faint">{call.reason}</p>}
        </li>
      ))}
    </ul>
  );
  if (behaviour === 'allow') {
    return (
      <details className="dry-more">
        <summary>{head}</summary>
        {list}
      </details>
    );
  }
  return (
    <section className="dry-group">
      <header className="row">{head}</header>
      {list}
    </section>
  );
}
