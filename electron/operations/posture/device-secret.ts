import type { PostureCheck } from '../../../shared/domain/index.ts';
import type { DeviceSecretState } from '../../keys/index.ts';

type Finding = Omit<PostureCheck, 'id'>;

/**
 * What is to be said of where the workstation's secret lies. A file is weaker than a key store of the system,
 * and where the system has one, or only something that calls itself one, a person should look.
 *
 * @param mode permission bits of the file; undefined where the system has none, or there is no file
 */
export function findDeviceSecret({ places, keychain }: DeviceSecretState, mode: number | undefined): Finding {
  const attention = (finding: string): Finding => ({ grade: 'recorded', state: 'attention', finding });
  const fine = (finding: string): Finding => ({ grade: 'recorded', state: 'fine', finding });
  if (places.length === 0) return { grade: 'unknown', state: 'not_known', finding: 'There is none yet.' };
  if (places.includes('file') && mode !== undefined && (mode & 0o077) !== 0)
    return attention('Other accounts of this machine can read its file.');
  if (places.length > 1)
    return attention('Lies in the key store and still in a file: a move was cut short. Move it once more.');
  if (places.includes('keychain'))
    return keychain.state === 'ready'
      ? fine(`Sealed by ${keychain.name}, for this user of the system alone.`)
      : fine('Sealed by the key store of the system, which this program cannot reach.');
  if (keychain.state === 'ready')
    return attention(`In a file, which is weaker than ${keychain.name}. Move it there.`);
  if (keychain.state === 'weak')
    return attention(
      `In a file that this account alone can read: this system has no key store (${keychain.name}), which is weaker.`,
    );
  return fine('In a file that this account alone can read: weaker than a key store of the system.');
}
