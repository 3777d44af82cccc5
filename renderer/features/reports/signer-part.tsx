import type { ReactNode } from 'react';
import type { SignerView } from '../../../shared/ipc/index.ts';
import { useQuery, type Query } from '../../api/hooks.ts';
import { Facts } from '../../ui/layout.tsx';
import { Callout, Failure, Skeleton } from '../../ui/states.tsx';
import { CopyId, Time } from '../../ui/text.tsx';

const SIGNER_WORDS: Readonly<Record<SignerView['kind'], string>> = {
  workspace: 'The workspace’s own key and root',
  authority: 'The workspace’s key, certified by your authority',
  key_file: 'A key file that was taken in',
  token: 'A smart card or other token',
};

/** Who signs reports now: asked once, shown wherever somebody is about to sign. */
export function useSigner(): Query<SignerView> {
  return useQuery('signing.getSigner', {});
}

/** Key, certificate and the fingerprint that others compare. */
export function SignerPart(props: { readonly signer: Query<SignerView> }): ReactNode {
  const { signer } = props;
  if (signer.status === 'loading') return <Skeleton label="signer" lines={3} />;
  if (signer.status === 'failed')
    return <Failure problem={signer.problem} retry={signer.reload} where="who signs reports" />;
  const { kind, names, key, certificateSha256, rootSha256, validUntilMs } = signer.value;
  return (
    <>
      {kind === 'workspace' && (
        <Callout tone="neutral">
          Only who has this root fingerprint by another way can say that a report is from here.
        </Callout>
      )}
      <Facts
        rows={[
          ['Signed with', `${SIGNER_WORDS[kind]}, ${key}`],
          ['Certificate', names.join(', under ')],
          ['Valid until', <Time key="until" ms={validUntilMs} />],
          ['Fingerprint', <CopyId key="own" id={certificateSha256} what="fingerprint of the certificate" />],
          ['Root', <CopyId key="root" whole id={rootSha256} what="fingerprint of the root" />],
        ]}
      />
    </>
  );
}
