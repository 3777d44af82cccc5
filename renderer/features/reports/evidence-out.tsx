import type { ReactNode } from 'react';
import type { Role } from '../../../shared/domain/roles.ts';
import { go } from '../../app/navigation.ts';
import { useSignedIn } from '../../app/session.tsx';
import { Button } from '../../ui/button.tsx';
import { ExportDialog } from './export-dialog.tsx';
import { SampleDialog } from './sample-dialog.tsx';

/** Places of the dialogs among the addresses of the screen. */
const EXPORT = 'export';
const SAMPLE = 'sample';
const EXPORTERS: readonly Role[] = ['compliance', 'admin'];
const SAMPLERS: readonly Role[] = ['compliance', 'viewer'];

/** Evidence that leaves beside reports: journal entries as files, and samples for auditors. */
export function EvidenceOut(props: { readonly address: string | undefined }): ReactNode {
  const { role } = useSignedIn().person;
  const close = (): void => go({ screen: 'reports' }, 'replace');
  return (
    <>
      {SAMPLERS.includes(role) && (
        <Button onPress={() => go({ screen: 'reports', report: SAMPLE })}>Draw a sample</Button>
      )}
      {EXPORTERS.includes(role) && (
        <Button onPress={() => go({ screen: 'reports', report: EXPORT })}>Export entries</Button>
      )}
      {SAMPLERS.includes(role) && props.address === SAMPLE && <SampleDialog onClose={close} />}
      {EXPORTERS.includes(role) && props.address === EXPORT && <ExportDialog onClose={close} />}
    </>
  );
}
