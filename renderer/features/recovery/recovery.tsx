import type { ReactNode } from 'react';
import { Screen } from '../../ui/layout.tsx';
import { useSignedIn } from '../../app/session.tsx';
import { BackupPanel } from './backup-panel.tsx';
import { EndPanel } from './end-panel.tsx';
import { KeysPanel } from './keys-panel.tsx';
import { SheetsPanel } from './sheets-panel.tsx';
import './recovery.css';

/** What brings the workspace back when people, passwords or disks are gone. */
export function Recovery(): ReactNode {
  const { person } = useSignedIn();
  return (
    <Screen title="Recovery">
      <div className="recovery">
        <SheetsPanel />
        <KeysPanel />
        <BackupPanel />
        {person.role === 'compliance' && <EndPanel />}
      </div>
    </Screen>
  );
}
