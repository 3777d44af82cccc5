import { TriangleAlert } from 'lucide-react';
import type { ReactNode } from 'react';
import type { SessionView } from '../../shared/ipc/index.ts';

/** Says so where the window does not run in Electron. */
export function HostBanner(props: { readonly host: SessionView['host'] }): ReactNode {
  if (props.host.kind !== 'stand-in') return <div />;
  return (
    <aside className="frame-banner" aria-label="Kind of window">
      <TriangleAlert size={14} aria-hidden="true" />
      <span>Stand-in window: for trying and testing, not for production data.</span>
    </aside>
  );
}
