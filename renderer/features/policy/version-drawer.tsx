import { useState, type ReactNode } from 'react';
import type {
  PolicyCheckView,
  PolicyDiffView,
  PolicyReplayView,
  PolicyVersionView,
} from '../../../shared/ipc/index.ts';
import { useAction, useQuery } from '../../api/hooks.ts';
import { go } from '../../app/navigation.ts';
import { useSignedIn } from '../../app/session.tsx';
import { Button } from '../../ui/button.tsx';
import { ActDialog } from '../../ui/dialog.tsx';
import { Drawer, Facts, Section } from '../../ui/layout.tsx';
import { isComplete, SignatureFields, useSignature } from '../../ui/signature.tsx';
import { Callout, Failure, Skeleton } from '../../ui/states.tsx';
import { Badge, Chip, Message, Time } from '../../ui/text.tsx';
import { BEHAVIOURS } from '../../ui/words.ts';
import { CheckResult } from './check-result.tsx';
import { DiffResult } from './diff-result.tsx';
import { VERSION_STATES } from './policy-words.ts';
import { ReplayResult } from './replay-result.tsx';

type Shown =
  | { readonly kind: 'check'; readonly check: PolicyCheckView }
  | { readonly kind: 'replay'; readonly replay: PolicyReplayView }
  | { readonly kind: 'diff'; readonly diff: PolicyDiffView };

const SHOWN_TITLES = { check: 'Check', replay: 'Replay', diff: 'Against what is in effect' } as const;

/** One version of the rules: its way so far, what to do next, and its rules. */
export function VersionDrawer(props: {
  readonly version: PolicyVersionView;
  readonly isKeeper: boolean;
  readonly onChanged: () => void;
}): ReactNode {
  const { version } = props;
  return (
    <Drawer
      title={version.name}
      label="Policy"
      onClose={() => go({ screen: 'policy' }, 'replace')}
      meta={
        <>
          <Badge tone={VERSION_STATES[version.state].tone}>{VERSION_STATES[version.state].text}</Badge>
          <Chip>{version.profile}</Chip>
        </>
      }
    >
      {version.note !== '' && (
        <p className="small">
          <Message text={version.note} />
        </p>
      )}
      <Way {...props} />
      <Section title="Its life">
        <Facts
          rows={[
            version.draftedAtMs === undefined
              ? ['Drafted', 'ships with the application']
              : [
                  'Drafted',
                  <span key="drafted">
                    <Time ms={version.draftedAtMs} /> by {version.draftedBy}
                  </span>,
                ],
            version.checked === undefined
              ? undefined
              : [
                  'Checked',
                  <span key="checked">
                    <Time ms={version.checked.atMs} /> by {version.checked.by}: {version.checked.errors}{' '}
                    errors, {version.checked.warnings} warnings
                  </span>,
                ],
            version.replayed === undefined
              ? undefined
              : [
                  'Replayed',
                  <span key="replayed">
                    <Time ms={version.replayed.atMs} /> by {version.replayed.by}: {version.replayed.changed}{' '}
                    of {version.replayed.replayed} would change
                  </span>,
                ],
            ...version.inEffect.map(
              (time) =>
                [
                  'In effect',
                  <span key={time.fromMs}>
                    <Time ms={time.fromMs} />
                    {time.untilMs !== undefined && (
                      <>
                        {' '}
                        to <Time ms={time.untilMs} />
                      </>
                    )}
                    , by {time.activatedBy}: {time.reason}
                  </span>,
                ] as const,
            ),
          ]}
        />
      </Section>
      <Rules profile={version.profile} version={version.id} />
    </Drawer>
  );
}

function Way(props: {
  readonly version: PolicyVersionView;
  readonly isKeeper: boolean;
  readonly onChanged: () => void;
}): ReactNode {
  const { version, isKeeper, onChanged } = props;
  const ref = { profile: version.profile, version: version.id };
  const check = useAction('policy.check');
  const replay = useAction('policy.replay');
  const diff = useAction('policy.diff');
  const [shown, setShown] = useState<Shown | undefined>();
  const pending = check.pending || replay.pending || diff.pending;
  const problem = check.problem ?? replay.problem ?? diff.problem;
  const show = (next: Shown | undefined): void => {
    setShown(next);
    onChanged();
  };
  const actCheck = async (): Promise<void> => {
    const done = await check.run(ref);
    show(done && { kind: 'check', check: done });
  };
  const actReplay = async (): Promise<void> => {
    const done = await replay.run(ref);
    show(done && { kind: 'replay', replay: done });
  };
  const actDiff = async (): Promise<void> => {
    const done = await diff.run({ profile: version.profile, left: 'in_effect', right: version.id });
    setShown(done && { kind: 'diff', diff: done });
  };
  return (
    <>
      <div className="row policy-way">
        {isKeeper && (
          <>
            <Button small isDisabled={pending} onPress={() => void actCheck()}>
              {check.pending ? 'Checking' : 'Check'}
            </Button>
            <Button small isDisabled={pending} onPress={() => void actReplay()}>
              {replay.pending ? 'Replaying' : 'Replay'}
            </Button>
          </>
        )}
        <Button small isDisabled={pending} onPress={() => void actDiff()}>
          Compare
        </Button>
        {isKeeper && version.state === 'draft' && <Activate version={version} onChanged={onChanged} />}
      </div>
      {version.state === 'draft' && !version.mayActivate.may && (
        <Callout tone="neutral" title="Not yet to be activated by you">
          <Message text={version.mayActivate.why} />
        </Callout>
      )}
      {problem !== undefined && <Failure problem={problem} where="policy" />}
      {shown !== undefined && (
        <Section title={SHOWN_TITLES[shown.kind]}>
          {shown.kind === 'check' && <CheckResult check={shown.check} />}
          {shown.kind === 'replay' && <ReplayResult replay={shown.replay} />}
          {shown.kind === 'diff' && <DiffResult diff={shown.diff} />}
        </Section>
      )}
    </>
  );
}

/** INVARIANT: nothing is chosen beforehand and Enter activates nothing. */
function Activate(props: { readonly version: PolicyVersionView; readonly onChanged: () => void }): ReactNode {
  const { version, onChanged } = props;
  const { person } = useSignedIn();
  const form = useSignature();
  const activate = useAction('policy.activate');
  const withdraw = useAction('policy.withdraw');
  const [asking, setAsking] = useState<'activate' | 'withdraw' | undefined>();
  const isActivating = asking === 'activate';
  const ready = isActivating ? isComplete(form.signature, true) : form.signature.reason.trim().length >= 3;
  const open = (what: 'activate' | 'withdraw'): void => {
    form.clear();
    activate.dismiss();
    withdraw.dismiss();
    setAsking(what);
  };
  const act = async (): Promise<void> => {
    const ref = { profile: version.profile, version: version.id };
    const { meaning, reason, password } = form.signature;
    const done =
      isActivating && meaning !== null
        ? await activate.run({ ...ref, reason, meaning, password })
        : await withdraw.run({ ...ref, reason });
    form.set({ password: '' });
    if (done === undefined) return;
    setAsking(undefined);
    onChanged();
  };
  return (
    <>
      <Button small variant="primary" isDisabled={!version.mayActivate.may} onPress={() => open('activate')}>
        Activate
      </Button>
      <Button small onPress={() => open('withdraw')}>
        Withdraw
      </Button>
      <ActDialog
        title={isActivating ? `Put ${version.name} in effect` : `Withdraw ${version.name}`}
        isOpen={asking !== undefined}
        onClose={() => setAsking(undefined)}
        act={isActivating ? 'Put in effect' : 'Withdraw'}
        ready={ready}
        pending={activate.pending || withdraw.pending}
        problem={activate.problem ?? withdraw.problem}
        onAct={() => void act()}
      >
        <p className="small">
          {isActivating
            ? 'It decides from the next request on. Waiting approvals were asked under the old one and become void.'
            : 'The draft stays in the list; nobody can activate it any more.'}
        </p>
        <SignatureFields form={form} reasonLabel="Reason" signer={person.name} />
      </ActDialog>
    </>
  );
}

function Rules(props: { readonly profile: string; readonly version: PolicyVersionView['id'] }): ReactNode {
  const text = useQuery('policy.get', { profile: props.profile, version: props.version });
  if (text.status === 'loading') return <Skeleton label="rules" />;
  if (text.status === 'failed')
    return <Failure problem={text.problem} retry={text.reload} where="rules of the policy" />;
  return (
    <Section title="Rules">
      <ul className="policy-list">
        {text.value.rules.map((rule) => (
          <li key={rule.id}>
            <p className="row small">
              <Chip>{rule.id}</Chip>
              <Badge tone={BEHAVIOURS[rule.behaviour].tone}>{BEHAVIOURS[rule.behaviour].text}</Badge>
              <span className="mono caption faint">
                {rule.file}:{rule.line}
              </span>
            </p>
            <p className="small soft">
              <Message text={rule.shownReason} />
            </p>
          </li>
        ))}
      </ul>
    </Section>
  );
}
