import type { ReactNode } from 'react';
import { Tab, TabList, TabPanel, Tabs as AriaTabs } from 'react-aria-components';

export interface TabItem<Id extends string> {
  readonly id: Id;
  readonly text: string;
  readonly count?: number | undefined;
  readonly content: () => ReactNode;
}

/** Tabs whose choice stands in the address; only the chosen one's content exists. */
export function Tabs<Id extends string>(props: {
  readonly label: string;
  readonly tabs: readonly TabItem<Id>[];
  readonly chosen: Id;
  readonly onChoose: (id: Id) => void;
}): ReactNode {
  return (
    <AriaTabs
      className="tabs"
      selectedKey={props.chosen}
      onSelectionChange={(key) => {
        const tab = props.tabs.find((item) => item.id === key);
        if (tab !== undefined) props.onChoose(tab.id);
      }}
    >
      <TabList className="tab-list" aria-label={props.label}>
        {props.tabs.map((tab) => (
          <Tab key={tab.id} id={tab.id} className="tab">
            {tab.text}
            {tab.count !== undefined && <span className="tab-count">{tab.count}</span>}
          </Tab>
        ))}
      </TabList>
      {props.tabs.map((tab) => (
        <TabPanel key={tab.id} id={tab.id} className="tab-panel">
          {tab.content()}
        </TabPanel>
      ))}
    </AriaTabs>
  );
}
