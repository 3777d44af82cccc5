import { useState, type DragEvent, type ReactNode } from 'react';
import type { VerifyView } from '../../../shared/ipc/index.ts';
import { useAction, useQuery } from '../../api/hooks.ts';
import { ActDialog } from '../../ui/dialog.tsx';
import { Verdict } from '../journal/verdict.tsx';
import { verifyDropped } from './verify-dropped.ts';

export interface FileVerification {
  /** Asks for a file through the system dialog. */
  readonly choose: () => void;
  readonly pending: boolean;
  /** Handlers of the place that takes a dropped file. */
  readonly target: {
    readonly onDragEnter: (event: DragEvent) => void;
    readonly onDragOver: (event: DragEvent) => void;
    readonly onDragLeave: (event: DragEvent) => void;
    readonly onDrop: (event: DragEvent) => void;
  };
  /** Somebody holds a file over the place. */
  readonly over: boolean;
  readonly dialog: ReactNode;
}

/** Verifying any report or bundle: chosen, or dropped on a screen. The verdict stands in a dialog. */
export function useFileVerification(): FileVerification {
  const [verdict, setVerdict] = useState<VerifyView | undefined>();
  const [depth, setDepth] = useState(0);
  const [reading, setReading] = useState(false);
  const check = useAction('reports.verifyFile');
  const known = useQuery('reports.getKnownRoots', {});
  const choose = async (): Promise<void> => {
    const answer = await check.run({});
    if (answer !== undefined && answer !== null) setVerdict(answer);
  };
  const drop = async (file: File): Promise<void> => {
    setReading(true);
    const roots = known.status === 'ready' ? known.value.roots.map(({ sha256 }) => sha256) : [];
    setVerdict(await verifyDropped(file, roots));
    setReading(false);
  };
  const hasFile = (event: DragEvent): boolean => event.dataTransfer.types.includes('Files');
  return {
    choose: () => void choose(),
    pending: check.pending || reading,
    over: depth > 0,
    target: {
      onDragEnter: (event) => {
        if (hasFile(event)) setDepth((count) => count + 1);
      },
      onDragOver: (event) => {
        if (hasFile(event)) event.preventDefault();
      },
      onDragLeave: (event) => {
        if (hasFile(event)) setDepth((count) => Math.max(0, count - 1));
      },
      onDrop: (event) => {
        event.preventDefault();
        setDepth(0);
        const [file] = event.dataTransfer.files;
        if (file !== undefined) void drop(file);
      },
    },
    dialog: (
      <ActDialog
        title="Verify a file"
        isOpen={check.problem !== undefined || verdict !== undefined}
        onClose={() => {
          setVerdict(undefined);
          check.dismiss();
        }}
        cancel="Close"
        act="Verify another file"
        onAct={() => void choose()}
        pending={check.pending}
        pendingText="Verifying"
        problem={check.problem}
      >
        {verdict !== undefined && <Verdict view={verdict} />}
        {verdict !== undefined && known.status === 'ready' && (
          <p className="small soft">
            {known.value.roots.length === 0
              ? 'No root is known here, so no file can be said to be by somebody. Sign in to know that of the workspace; others are pinned by '
              : `Known roots: ${known.value.roots.map(({ name }) => name).join(', ')}. Others are pinned by `}
            <code>swarm audit pin</code>.
          </p>
        )}
      </ActDialog>
    ),
  };
}
