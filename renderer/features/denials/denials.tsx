import type { ReactNode } from 'react';
import { useQuery } from '../../api/hooks.ts';
import { go } from '../../app/navigation.ts';
import type { DenialTab, Route } from '../../app/routes.ts';
import { useSignedIn } from '../../app/session.tsx';
import { Screen } from '../../ui/layout.tsx';
import { useNow } from '../../ui/now.ts';
import { Failure, Skeleton } from '../../ui/states.tsx';
import { Tabs, type TabItem } from '../../ui/tabs.tsx';
import { Badge, Time } from '../../ui/text.tsx';
import { AllDenials, DenialDrawer } from './all-denials.tsx';
import { GroupDrawer } from './group-drawer.tsx';
import { queueState } from './review-words.ts';
import { ReviewTab } from './review-tab.tsx';
import { RulesTab } from './rules-tab.tsx';
import { SignReview } from './sign-review.tsx';
import './denials.css';

type DenialsRoute = Route & { readonly screen: 'denials' };

/** What was denied. Operators see the list; those who answer for the review see how it stands. */
export function Denials(props: { readonly route: DenialsRoute }): ReactNode {
  const { person } = useSignedIn();
  const { seq } = props.route;
  if (person.role !== 'operator') return <Review route={props.route} />;
  return (
    <Screen title="Denials" fill drawer={seq === undefined ? undefined : <DenialDrawer seq={seq} />}>
      <AllDenials selected={seq} />
    </Screen>
  );
}

function Review(props: { readonly route: DenialsRoute }): ReactNode {
  const { route } = props;
  const { person } = useSignedIn();
  const now = useNow();
  const queue = useQuery('denials.getQueue', {});
  if (queue.status === 'loading')
    return (
      <Screen title="Denials">
        <Skeleton label="the review of denials" lines={9} />
      </Screen>
    );
  if (queue.status === 'failed')
    return (
      <Screen title="Denials">
        <Failure problem={queue.problem} retry={queue.reload} where="review of denials" />
      </Screen>
    );
  const { groups, signatureDueMs, lastSigned, unreviewed, rules } = queue.value;
  const state = queueState(queue.value, now);
  const tab: DenialTab = route.tab ?? 'review';
  const group = groups.find(({ id }) => id === route.group);
  const tabs: TabItem<DenialTab>[] = [
    {
      id: 'review',
      text: 'Review',
      ...(unreviewed === 0 ? {} : { count: unreviewed }),
      content: () => <ReviewTab groups={groups} selected={group?.id} />,
    },
    { id: 'all', text: 'All denials', content: () => <AllDenials selected={route.seq} /> },
    { id: 'rules', text: 'Rules', content: () => <RulesTab rules={rules} /> },
  ];
  return (
    <Screen
      title="Denials"
      fill
      meta={
        <>
          <Badge tone={state.tone}>{state.text}</Badge>
          {lastSigned !== undefined && (
            <span>
              last signed <Time ms={lastSigned.atMs} /> by {lastSigned.by}, through entry{' '}
              {lastSigned.throughSeq}
            </span>
          )}
          {signatureDueMs !== undefined && now <= signatureDueMs && (
            <span>
              next signature due <Time ms={signatureDueMs} />
            </span>
          )}
        </>
      }
      actions={
        person.role === 'compliance' ? <SignReview queue={queue.value} onSigned={queue.reload} /> : undefined
      }
      drawer={
        tab === 'review' && group !== undefined ? (
          <GroupDrawer key={group.id} group={group} onReviewed={queue.reload} />
        ) : tab === 'all' && route.seq !== undefined ? (
          <DenialDrawer seq={route.seq} />
        ) : undefined
      }
    >
      <Tabs
        label="Parts of the review"
        tabs={tabs}
        chosen={tab}
        onChoose={(id) => go({ screen: 'denials', tab: id }, 'replace')}
      />
    </Screen>
  );
}
