import { PersonId, WorkspaceId } from '../../shared/domain/index.ts';
import { fileDeviceSecretStore, moveCustody, type CustodyTarget } from '../keys/index.ts';

/** Moves the content keys of a key file; killed on the way by `kill-at.ts`. */
const [, , path = '', workspace, person, password = '', folder = '', target = '{}'] = process.argv;
await moveCustody(
  {
    ...{ path, workspaceId: WorkspaceId.parse(workspace), personId: PersonId.parse(person), password },
    ...{ deviceSecrets: fileDeviceSecretStore(folder), nowMs: 1 },
  },
  JSON.parse(target) as CustodyTarget,
);
