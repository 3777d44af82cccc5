import { useEffect, useState, type ReactNode } from 'react';
import type { Entry } from '../../../shared/formats/journal/index.ts';
import type { VerbResult } from '../../../shared/ipc/index.ts';
import { useAction } from '../../api/hooks.ts';
import { Button } from '../../ui/button.tsx';
import { formatCount, plural } from '../../ui/format.ts';
import { Facts, Section } from '../../ui/layout.tsx';
import { Failure } from '../../ui/states.tsx';
import { Badge, CopyId } from '../../ui/text.tsx';
import { rootFromPath } from './inclusion.ts';

type ProofOfEntry = VerbResult<'audit.prove'>;

/** Inclusion under the last checkpoint: asked for, then computed again in this window. */
export function Proof(props: { readonly entry: Entry; readonly leafSha256: string }): ReactNode {
  const prove = useAction('audit.prove');
  const [proof, setProof] = useState<ProofOfEntry | undefined>();
  const show = async (save: boolean): Promise<void> => {
    const answer = await prove.run({ seq: props.entry.seq, ...(save ? { save } : {}) });
    if (answer !== undefined) setProof(answer);
  };
  return (
    <Section title="Proof of inclusion">
      {proof !== undefined && (
        <Facts
          rows={[
            ['Checkpoint', `over ${formatCount(proof.size)} entries`],
            ['Its root', <CopyId key="root" whole id={proof.root} what="root of the checkpoint" />],
            ['Path', plural(proof.path.length, 'hash', 'hashes')],
            ['Computed here', <Recomputed key="again" proof={proof} leafSha256={props.leafSha256} />],
            [
              'Witnesses',
              proof.witnesses.length === 0 ? 'none has cosigned this checkpoint' : proof.witnesses.join(', '),
            ],
            proof.savedTo === undefined ? undefined : ['File', <code key="file">{proof.savedTo}</code>],
          ]}
        />
      )}
      {prove.problem !== undefined && <Failure problem={prove.problem} where="proof" />}
      <div className="row">
        {proof === undefined && (
          <Button small isDisabled={prove.pending} onPress={() => void show(false)}>
            {prove.pending ? 'Proving' : 'Prove it'}
          </Button>
        )}
        <Button small isDisabled={prove.pending} onPress={() => void show(true)}>
          Save the proof as a file
        </Button>
      </div>
    </Section>
  );
}

function Recomputed(props: { readonly proof: ProofOfEntry; readonly leafSha256: string }): ReactNode {
  const { proof, leafSha256 } = props;
  const [root, setRoot] = useState<string | undefined>();
  useEffect(() => {
    let current = true;
    const { index, size, path } = proof;
    void rootFromPath({ leaf: leafSha256, index, size, path }).then((value) => {
      if (current) setRoot(value ?? 'none');
    });
    return () => {
      current = false;
    };
  }, [proof, leafSha256]);
  if (root === undefined) return <span className="faint">computing</span>;
  return root === proof.root ? (
    <Badge tone="good">Leads to the root</Badge>
  ) : (
    <Badge tone="bad">Differs</Badge>
  );
}
