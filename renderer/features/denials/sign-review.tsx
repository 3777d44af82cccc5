import { useState, type ReactNode } from 'react';
import type { DenialQueueView } from '../../../shared/ipc/index.ts';
import { useAction } from '../../api/hooks.ts';
import { useSignedIn } from '../../app/session.tsx';
import { Button } from '../../ui/button.tsx';
import { ActDialog } from '../../ui/dialog.tsx';
import { plural } from '../../ui/format.ts';
import { Facts } from '../../ui/layout.tsx';
import { isComplete, SignatureFields, useSignature } from '../../ui/signature.tsx';
import { Callout } from '../../ui/states.tsx';
import { outcomeText } from './review-words.ts';

/** Signs the regular review: every denial up to what is on the screen has been judged. */
export function SignReview(props: {
  readonly queue: DenialQueueView;
  readonly onSigned: () => void;
}): ReactNode {
  const { toSign } = props.queue;
  const { person } = useSignedIn();
  const form = useSignature();
  const sign = useAction('denials.signReview');
  const [asking, setAsking] = useState(false);
  const open = (): void => {
    form.clear();
    sign.dismiss();
    setAsking(true);
  };
  const act = async (): Promise<void> => {
    if (!isComplete(form.signature, false)) return;
    const { meaning, password } = form.signature;
    const done = await sign.run({ throughSeq: toSign.throughSeq, password, meaning });
    form.set({ password: '' });
    if (done === undefined) return;
    setAsking(false);
    props.onSigned();
  };
  const isDone = toSign.unreviewed === 0;
  return (
    <>
      <Button variant={isDone ? 'primary' : 'secondary'} onPress={open}>
        Sign the review
      </Button>
      <ActDialog
        title="Sign the review of denials"
        isOpen={asking}
        onClose={() => setAsking(false)}
        act="Sign the review"
        pendingText="Signing"
        ready={isDone && isComplete(form.signature, false)}
        pending={sign.pending}
        problem={sign.problem}
        onAct={() => void act()}
      >
        {isDone ? (
          <>
            <Facts
              rows={[
                ['Covers', `journal entries ${toSign.fromSeq} to ${toSign.throughSeq}`],
                ['Denials', outcomeText(toSign.outcomes) ?? 'none in this time'],
              ]}
            />
            <SignatureFields form={form} signer={person.name} isDisabled={sign.pending} />
          </>
        ) : (
          <Callout tone="warn" title={`${plural(toSign.unreviewed, 'denial')} to review first`}>
            A signature says that each denial was looked into. Give every group on the Review tab an outcome,
            then sign.
          </Callout>
        )}
      </ActDialog>
    </>
  );
}
