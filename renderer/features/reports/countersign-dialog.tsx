import { useState, type ReactNode } from 'react';
import type { ReportView } from '../../../shared/ipc/index.ts';
import { useAction } from '../../api/hooks.ts';
import { useSignedIn } from '../../app/session.tsx';
import { ActDialog } from '../../ui/dialog.tsx';
import { isComplete, SignatureFields, useSignature } from '../../ui/signature.tsx';
import { PinField } from './pin-field.tsx';
import { aboutReport } from './report-words.ts';
import { SignerPart, useSigner } from './signer-part.tsx';

/** A further signature behind an issued report, by another person than its author. */
export function CountersignDialog(props: {
  readonly report: ReportView;
  readonly onClose: () => void;
  readonly onSigned: () => void;
}): ReactNode {
  const { report } = props;
  const { person } = useSignedIn();
  const signer = useSigner();
  const form = useSignature();
  const [pin, setPin] = useState('');
  const sign = useAction('signing.countersign');
  const withToken = signer.status === 'ready' && signer.value.kind === 'token';
  const ready = isComplete(form.signature, false) && (!withToken || pin !== '');
  const act = async (): Promise<void> => {
    if (!isComplete(form.signature, false)) return;
    const { meaning, password } = form.signature;
    const signed = await sign.run({ report: report.id, meaning, password, ...(withToken ? { pin } : {}) });
    form.set({ password: '' });
    setPin('');
    if (signed !== undefined) props.onSigned();
  };
  return (
    <ActDialog
      title="Sign this report"
      isOpen
      onClose={props.onClose}
      act="Sign"
      onAct={() => void act()}
      ready={ready}
      pending={sign.pending}
      pendingText="Signing"
      problem={sign.problem}
    >
      <p>
        {aboutReport(report)}, issued by {report.issuedBy}. Your signature is added behind the file and leaves
        every byte before it as it is. It is verified before you sign; afterwards you are asked where to save
        a copy.
      </p>
      <SignerPart signer={signer} />
      <SignatureFields form={form} signer={person.name} isDisabled={sign.pending} />
      {withToken && <PinField value={pin} onChange={setPin} isDisabled={sign.pending} />}
    </ActDialog>
  );
}
