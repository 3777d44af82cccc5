import { useState, type ReactNode } from 'react';
import type { PolicyCheckView } from '../../../shared/ipc/index.ts';
import { useAction, useQuery } from '../../api/hooks.ts';
import { go } from '../../app/navigation.ts';
import { hrefOf } from '../../app/routes.ts';
import { Button } from '../../ui/button.tsx';
import { TextField } from '../../ui/fields.tsx';
import { Panel, Screen } from '../../ui/layout.tsx';
import { Failure, Skeleton } from '../../ui/states.tsx';
import { CheckResult } from './check-result.tsx';

/** A new version of a profile's rules, begun from what is in effect. Nothing changes until it is activated. */
export function DraftPage(props: { readonly profile: string; readonly onKept: () => void }): ReactNode {
  const { profile } = props;
  const current = useQuery('policy.get', { profile, version: 'in_effect' });
  return (
    <Screen
      title={`Draft for ${profile}`}
      above={<a href={hrefOf({ screen: 'policy' })}>Policy</a>}
      meta={<span>begun from what is in effect; nothing changes until another person activates it</span>}
    >
      {current.status === 'loading' && <Skeleton label="the policy" lines={12} />}
      {current.status === 'failed' && (
        <Failure problem={current.problem} retry={current.reload} where="policy" />
      )}
      {current.status === 'ready' && <Draft {...props} start={current.value.text} />}
    </Screen>
  );
}

function Draft(props: {
  readonly profile: string;
  readonly start: string;
  readonly onKept: () => void;
}): ReactNode {
  const { profile } = props;
  const [text, setText] = useState(props.start);
  const [name, setName] = useState('');
  const [note, setNote] = useState('');
  const [result, setResult] = useState<PolicyCheckView | undefined>();
  const check = useAction('policy.checkText');
  const draft = useAction('policy.draft');
  const pending = check.pending || draft.pending;
  const look = async (): Promise<void> => setResult(await check.run({ profile, text }));
  const keep = async (): Promise<void> => {
    const kept = await draft.run({ profile, name, text, note });
    if (kept === undefined) return;
    if (kept.version === undefined) {
      await look();
      return;
    }
    props.onKept();
    go({ screen: 'policy', profile, version: kept.version.id });
  };
  return (
    <div className="policy-draft">
      <Panel title="Rules">
        <div className="stack policy-text">
          <TextField
            label="YAML"
            value={text}
            onChange={setText}
            lines={24}
            isDisabled={pending}
            note="Deny wins over ask, ask over allow; what no rule allows is denied."
          />
          <TextField label="Name" value={name} onChange={setName} maxLength={80} isDisabled={pending} />
          <TextField
            label="What changes, and why"
            value={note}
            onChange={setNote}
            lines={2}
            maxLength={500}
            isDisabled={pending}
          />
          <div className="row">
            <Button isDisabled={pending} onPress={() => void look()}>
              {check.pending ? 'Checking' : 'Check'}
            </Button>
            <Button variant="primary" isDisabled={pending || name.trim() === ''} onPress={() => void keep()}>
              {draft.pending ? 'Keeping' : 'Keep as a draft'}
            </Button>
          </div>
          {check.problem !== undefined && <Failure problem={check.problem} where="check of the policy" />}
          {draft.problem !== undefined && <Failure problem={draft.problem} where="draft of the policy" />}
        </div>
      </Panel>
      {result !== undefined && (
        <Panel title="What the check proved">
          <CheckResult check={result} />
        </Panel>
      )}
    </div>
  );
}
