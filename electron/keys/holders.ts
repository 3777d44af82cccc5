import { CONTENT_ROLES } from '../../shared/domain/index.ts';
import { contentPortion } from './custody.ts';
import { rewrapEnvelope } from './emergency.ts';
import type { KeyFile } from './key-file.ts';
import type { MetadataKeyring } from './keyrings.ts';
import { rewrapSheets } from './recovery.ts';
import { withDeputyContent } from './deputy-change.ts';
import { withContent } from './slot.ts';

/**
 * The key file with another key of the content keyring, given anew to everybody who holds it: people whose
 * role does, or who stand in for one that does, the sealed sheets and the emergency envelope. Only public halves are needed. Whoever left before has no part in it.
 */
export function withKeyringKeys(
  file: KeyFile,
  keys: { readonly metadata: Uint8Array; readonly content: Uint8Array },
  metadata: MetadataKeyring,
): KeyFile {
  return {
    ...file,
    people: file.people.map((slot) => {
      const portion = (): Uint8Array => contentPortion(file, keys.content);
      const own = withDeputyContent(file.workspace, slot, portion);
      return CONTENT_ROLES.includes(slot.role) ? withContent(file.workspace, own, portion()) : own;
    }),
    ...(file.emergency && {
      emergency: rewrapEnvelope(file.workspace, file.emergency, metadata, keys.content),
    }),
    ...(file.recovery && { recovery: rewrapSheets(file.workspace, file.recovery, keys) }),
  };
}
