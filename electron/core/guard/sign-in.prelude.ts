import { fileURLToPath } from 'node:url';
import { installGuard } from './install.ts';
import { pinnedPeer } from './pinned-peer.ts';

// SEC-50. The guard of the sign-in process, and of no other program: the same, but that a connection may be
// opened to the one identity provider which the machine policy pins. It starts nothing at all.

installGuard(fileURLToPath(import.meta.url), { peer: pinnedPeer(), starts: false });
