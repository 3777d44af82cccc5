import { useState, type ReactNode } from 'react';
import type { PostureCheck, PostureGrade } from '../../../shared/domain/posture.ts';
import type { PostureView } from '../../../shared/ipc/posture-verbs.ts';
import { useAction, useQuery } from '../../api/hooks.ts';
import { go } from '../../app/navigation.ts';
import { useSignedIn } from '../../app/session.tsx';
import { Button } from '../../ui/button.tsx';
import { Panel, Screen } from '../../ui/layout.tsx';
import { Failure, Skeleton } from '../../ui/states.tsx';
import { Badge, Time } from '../../ui/text.tsx';
import { KeysPanel } from '../recovery/keys-panel.tsx';
import { DevicePanel } from './device-panel.tsx';
import { NetworkPanel } from './network-panel.tsx';
import { CHECK_WORDS, GRADE_WORDS } from './words.ts';
import './posture.css';

/** The workstation around the workspace: what is known of it, and how well. */
export function Posture(): ReactNode {
  const { person } = useSignedIn();
  const posture = useQuery('posture.get', {});
  const check = useAction('posture.check');
  const [asked, setAsked] = useState(false);
  const again = async (): Promise<void> => {
    setAsked(true);
    await check.run({});
    posture.reload();
  };
  return (
    <Screen
      title="Posture"
      meta={
        posture.status === 'ready' ? (
          <span>
            checked <Time ms={posture.value.checkedAtMs} />
          </span>
        ) : undefined
      }
      actions={
        <>
          <Button onPress={() => go({ screen: 'posture', part: 'media' })}>Log of media</Button>
          <Button onPress={() => void again()} isDisabled={check.pending}>
            {check.pending ? 'Checking' : 'Check again'}
          </Button>
        </>
      }
    >
      <div className="posture-screen">
        {posture.status === 'loading' && <Skeleton label="the posture" lines={8} />}
        {posture.status === 'failed' && (
          <Failure problem={posture.problem} retry={posture.reload} where="posture" />
        )}
        {asked && check.problem !== undefined && <Failure problem={check.problem} where="posture" />}
        {posture.status === 'ready' && (
          <>
            <NetworkPanel view={posture.value} role={person.role} onChanged={posture.reload} />
            <DevicePanel role={person.role} onChanged={posture.reload} />
            {/* Administrators and compliance have the keys among what brings the workspace back. */}
            {person.role === 'operator' && <KeysPanel />}
            <Checks view={posture.value} />
          </>
        )}
      </div>
    </Screen>
  );
}

function Checks(props: { readonly view: PostureView }): ReactNode {
  const { checks } = props.view;
  const wanting = checks.filter(({ state }) => state === 'attention').length;
  return (
    <Panel
      title="What was looked at"
      note={
        wanting === 0
          ? 'Nothing needs attention. Nothing was sent or changed to find out.'
          : `${wanting} of ${checks.length} ${wanting === 1 ? 'needs' : 'need'} attention. Nothing was sent or changed to find out.`
      }
    >
      <div className="table-scroll" role="region" aria-label="Checks" tabIndex={0}>
        <table className="plain-table posture-checks">
          <thead>
            <tr>
              <th scope="col">What</th>
              <th scope="col">Found</th>
              <th scope="col">Grade</th>
            </tr>
          </thead>
          <tbody>
            {checks.map((check) => (
              <CheckRow key={check.id} check={check} />
            ))}
          </tbody>
        </table>
      </div>
      <p className="caption faint">
        {(Object.keys(GRADE_WORDS) as PostureGrade[])
          .map((grade) => `${GRADE_WORDS[grade].text}: ${GRADE_WORDS[grade].means}.`)
          .join(' ')}
      </p>
    </Panel>
  );
}

function CheckRow(props: { readonly check: PostureCheck }): ReactNode {
  const { id, grade, state, finding } = props.check;
  const tone = state === 'attention' ? 'bad' : grade === 'enforced' ? 'good' : 'neutral';
  return (
    <tr>
      <th scope="row" className="posture-name">
        {CHECK_WORDS[id]}
      </th>
      <td>{finding}</td>
      <td className="posture-state">
        <Badge tone={tone}>{state === 'attention' ? 'Needs attention' : GRADE_WORDS[grade].text}</Badge>
      </td>
    </tr>
  );
}
