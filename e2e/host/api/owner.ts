import { connect, processParent, type Channel, type Client } from '../../../electron/core/index.ts';
import type { OwnerMethods } from '../wire.ts';

/** The pipe to the owner, seen from the main process. */
export const ownerChannel: Channel = processParent();
export const owner: Client<OwnerMethods> = connect<OwnerMethods>(ownerChannel, 'browser');
