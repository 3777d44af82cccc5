import { serve, workerParent } from '../../core/index.ts';
import { agree, makeAgreementKey } from './agreement.ts';
import { TokenSession, type TokenCertificate } from './cryptoki.ts';

/** Which token, and the PIN to open it for one act. */
export interface TokenAddress {
  readonly modulePath: string;
  readonly tokenLabel: string | undefined;
  readonly pin: string;
}

const within = <T>(
  { modulePath, tokenLabel, pin }: TokenAddress,
  act: (token: TokenSession) => T,
  writes = false,
): T => {
  const token = new TokenSession(modulePath, tokenLabel, pin, writes);
  try {
    return act(token);
  } finally {
    token.close();
  }
};

serve(workerParent(), {
  certificates: (address: TokenAddress): Promise<readonly TokenCertificate[]> =>
    Promise.resolve(within(address, (token) => token.certificates())),
  sign: (
    task: TokenAddress & { id: Uint8Array; kind: 'rsa' | 'ecdsa'; message: Uint8Array },
  ): Promise<Uint8Array> =>
    Promise.resolve(within(task, (token) => token.sign(task.id, task.kind, task.message))),
  makeKey: (task: TokenAddress & { keyLabel: string }): Promise<Uint8Array> =>
    Promise.resolve(within(task, (token) => makeAgreementKey(token, task.keyLabel), true)),
  agree: (
    task: TokenAddress & { keyLabel: string; publicKey: Uint8Array; other: Uint8Array },
  ): Promise<Uint8Array> =>
    Promise.resolve(within(task, (token) => agree(token, task.keyLabel, task.publicKey, task.other))),
});
