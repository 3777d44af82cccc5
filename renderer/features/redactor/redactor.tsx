import type { ReactNode } from 'react';
import { go } from '../../app/navigation.ts';
import type { RedactorTab, Route } from '../../app/routes.ts';
import { useSignedIn } from '../../app/session.tsx';
import { Screen } from '../../ui/layout.tsx';
import { Tabs, type TabItem } from '../../ui/tabs.tsx';
import { CoverageTab } from './coverage-tab.tsx';
import { DictionaryTab } from './dictionary-tab.tsx';
import { ProofTab } from './proof-tab.tsx';
import { TryTab } from './try-tab.tsx';
import './redactor.css';

/** How far the redactor can be trusted: what it covers, what it found on one's own data, and corrections. */
export function Redactor(props: { readonly route: Route & { readonly screen: 'redactor' } }): ReactNode {
  const { route } = props;
  const { person } = useSignedIn();
  const seesContent = person.role === 'operator' || person.role === 'compliance';
  const tabs: TabItem<RedactorTab>[] = [
    ...(seesContent
      ? [
          { id: 'proof' as const, text: 'Proof', content: () => <ProofTab dataset={route.dataset} /> },
          { id: 'try' as const, text: 'Try a text', content: () => <TryTab /> },
        ]
      : []),
    { id: 'coverage', text: 'Coverage', content: () => <CoverageTab /> },
    ...(seesContent
      ? [{ id: 'dictionary' as const, text: 'Dictionary', content: () => <DictionaryTab /> }]
      : []),
  ];
  const chosen = tabs.some((tab) => tab.id === route.tab) ? route.tab : tabs[0]?.id;
  return (
    <Screen title="Redactor" fill>
      <Tabs
        label="Parts of the redactor"
        tabs={tabs}
        chosen={chosen ?? 'coverage'}
        onChoose={(tab) => go({ screen: 'redactor', tab }, 'replace')}
      />
    </Screen>
  );
}
