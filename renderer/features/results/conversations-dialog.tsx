import { useState, type ReactNode } from 'react';
import type { ConversationExportView, RunView } from '../../../shared/ipc/index.ts';
import { useAction } from '../../api/hooks.ts';
import { ActDialog } from '../../ui/dialog.tsx';
import { JournalField, SelectField } from '../../ui/fields.tsx';
import { formatBytes, plural } from '../../ui/format.ts';
import { Callout } from '../../ui/states.tsx';
import { CopyId } from '../../ui/text.tsx';
import { Passphrase, ProtectionFields, useProtection } from './protection-fields.tsx';

const ALL = '*';

/** Takes what was said in a run out of the workspace, as JSON lines, for a stated purpose. */
export function ConversationsDialog(props: {
  readonly run: RunView;
  readonly isOpen: boolean;
  readonly onClose: () => void;
}): ReactNode {
  const { run } = props;
  const [agent, setAgent] = useState(ALL);
  const [purpose, setPurpose] = useState('');
  const protection = useProtection();
  const [written, setWritten] = useState<ConversationExportView | undefined>();
  const take = useAction('conversations.export');
  const agents = [...new Set(run.steps.map((step) => step.agent))];
  const act = async (): Promise<void> => {
    setWritten(undefined);
    if (protection.wanted === undefined) return;
    const asked = { run: run.id, purpose, ...protection.wanted };
    const answer = await take.run({ ...asked, ...(agent === ALL ? {} : { agent }) });
    if (answer !== undefined && answer !== null) setWritten(answer);
  };
  const close = (): void => {
    setWritten(undefined);
    take.dismiss();
    props.onClose();
  };
  return (
    <ActDialog
      title="Export conversations"
      isOpen={props.isOpen}
      onClose={close}
      cancel={written === undefined ? 'Cancel' : 'Close'}
      act="Choose a place and export"
      onAct={() => void act()}
      ready={purpose.trim().length >= 3 && protection.wanted !== undefined}
      pending={take.pending}
      pendingText="Exporting"
      problem={take.problem}
    >
      <SelectField
        label="Agent"
        value={agent}
        onChange={setAgent}
        choices={[{ id: ALL, text: 'Every agent' }, ...agents.map((id) => ({ id, text: id }))]}
      />
      <JournalField label="Purpose" value={purpose} onChange={setPurpose} />
      <ProtectionFields
        choice={protection}
        clearNote="Prompts and answers have no identifiers any more, but nothing protects the file."
      />
      {written !== undefined && (
        <Callout tone="good" title="Exported">
          <code>{written.file}</code>: {plural(written.lines, 'line')}
          {written.erased > 0 && `, ${written.erased} of them without their text`},{' '}
          {formatBytes(written.sizeBytes)}, SHA-256 <CopyId id={written.sha256} what="hash of the file" />
        </Callout>
      )}
      <Passphrase passphrase={written?.passphrase} />
    </ActDialog>
  );
}
