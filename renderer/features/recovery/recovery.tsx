import type { ReactNode } from 'react';
import { Screen } from '../../ui/layout.tsx';
import { BackupPanel } from './backup-panel.tsx';
import { SheetsPanel } from './sheets-panel.tsx';
import './recovery.css';

/** What brings the workspace back when people, passwords or disks are gone. */
export function Recovery(): ReactNode {
  return (
    <Screen title="Recovery">
      <div className="recovery">
        <SheetsPanel />
        <BackupPanel />
      </div>
    </Screen>
  );
}
