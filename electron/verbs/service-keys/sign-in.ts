import { Problem, type ServiceKeyId } from '../../../shared/domain/index.ts';
import type { Journal } from '../../evidence/index.ts';
import { projectServiceKeys, SERVICE_KEY_KINDS, type ServiceKey } from '../../governance/index.ts';
import { readServiceKeyFile, type ServiceTerms } from '../../keys/index.ts';
import { APPLICATION_CONTEXT } from '../actor.ts';
import type { Content } from '../content.ts';
import type { Desk } from '../desk/desk.ts';
import type { Handlers } from '../dispatch.ts';
import { annexOf } from './annex.ts';

/** The service keys that a journal tells of. */
export async function serviceKeysIn(
  read: Pick<Journal['read'], 'ofKinds'>,
  nowMs: number,
): Promise<readonly ServiceKey[]> {
  const entries = await read.ofKinds(SERVICE_KEY_KINDS);
  return projectServiceKeys(
    entries.map(({ entry }) => entry),
    nowMs,
  );
}

/** What the journal says against a key that opened, as a sentence; undefined where it counts. */
export function refusalOf(key: ServiceKey | undefined, { generation }: ServiceTerms): string | undefined {
  if (key === undefined) return 'the journal knows no such service key';
  if (key.generation !== generation) return 'the service key was rotated';
  switch (key.state) {
    case 'good':
      return undefined;
    case 'expired':
      return 'the service key has expired';
    case 'revoked':
      return 'the service key was revoked';
    case 'proposed':
    case 'declined':
    default:
      return 'the service key was never agreed to';
  }
}

/** Signs a service key in, on the command line. Every attempt is recorded, spooled where nothing opens. */
export function signInByServiceKey(
  desk: Desk<Content>,
  { nowMs, isCommandLine }: { nowMs(): number; readonly isCommandLine: boolean },
): Handlers['service.signIn'] {
  const refused = async (key: ServiceKeyId | 'unknown', reason: string): Promise<void> => {
    const body = { key, reason, happenedAtMs: nowMs() };
    await desk.record('service_key.refused', body, APPLICATION_CONTEXT);
  };
  return async ({ file }, { correlation }) => {
    if (!isCommandLine)
      throw new Problem('wrong_usage', 'service keys sign in on the command line alone', 'Sign in yourself.');
    const bytes = Buffer.from(file, 'base64');
    let key: ServiceKeyId | 'unknown' = 'unknown';
    try {
      const { id } = readServiceKeyFile(bytes);
      key = id;
      if (desk.status.workspace === undefined)
        throw new Problem('not_found', 'there is no workspace here yet', 'Name its folder with --workspace.');
      return await desk.signInService(bytes, {
        correlation,
        keptFile: (place) => annexOf(place, id).keptFile,
        admit: async (terms, journal) => {
          const known = (await serviceKeysIn(journal.read, nowMs())).find((each) => each.id === terms.id);
          const why = refusalOf(known, terms);
          if (why !== undefined)
            throw new Problem(
              'not_allowed',
              why,
              'A content holder makes or rotates one. This was recorded.',
            );
        },
      });
    } catch (error) {
      if (error instanceof Problem && error.code !== 'in_use') await refused(key, error.message);
      throw error;
    } finally {
      bytes.fill(0);
    }
  };
}
