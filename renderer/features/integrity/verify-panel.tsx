import { useState, type ReactNode } from 'react';
import type { VerifyView } from '../../../shared/ipc/index.ts';
import { useAction, useProgress } from '../../api/hooks.ts';
import { Button } from '../../ui/button.tsx';
import { Progress } from '../../ui/figures.tsx';
import { formatCount } from '../../ui/format.ts';
import { Panel } from '../../ui/layout.tsx';
import { Failure } from '../../ui/states.tsx';
import { Verdict } from '../journal/verdict.tsx';

/** Computes the whole journal again, alone or against a checkpoint that was kept elsewhere. */
export function VerifyPanel(props: { readonly onDone: () => void }): ReactNode {
  const verify = useAction('journal.verify');
  const progress = useProgress('verify', verify.pending);
  const [verdict, setVerdict] = useState<VerifyView | undefined>();
  const act = async (witness: boolean): Promise<void> => {
    setVerdict(undefined);
    const answer = await verify.run(witness ? { witness } : {});
    setVerdict(answer);
    props.onDone();
  };
  return (
    <Panel
      title="Verify"
      note="Every entry, its link, the commit codes, checkpoints and payloads are computed again from what is stored. Nothing is repaired."
      actions={
        <div className="row nowrap">
          <Button isDisabled={verify.pending} onPress={() => void act(true)}>
            Against a witness file
          </Button>
          <Button variant="primary" isDisabled={verify.pending} onPress={() => void act(false)}>
            {verify.pending ? 'Verifying' : 'Verify now'}
          </Button>
        </div>
      }
    >
      {verify.pending && (
        <Progress
          label="Checking"
          share={progress === undefined || progress.total <= 0 ? undefined : progress.done / progress.total}
          {...(progress === undefined
            ? {}
            : { text: `${formatCount(progress.done)} of ${formatCount(progress.total)}` })}
        />
      )}
      {verify.problem !== undefined && verify.problem.code !== 'cancelled' && (
        <Failure problem={verify.problem} where="verification" />
      )}
      {verdict !== undefined && !verify.pending && <Verdict view={verdict} />}
      {verdict === undefined && !verify.pending && (
        <p className="small soft">
          Alone it shows changes inside the journal. Only a checkpoint kept outside this machine shows that
          the whole of it was put back or written anew.
        </p>
      )}
    </Panel>
  );
}
