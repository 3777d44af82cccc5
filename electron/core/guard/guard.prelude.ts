import { fileURLToPath } from 'node:url';
import { installGuard } from './install.ts';

// SEC-27, SEC-28. The build puts this file in front of every program of ours but one: it is the first thing
// that runs in a process or thread, before any dependency is loaded. It has no switch.

installGuard(fileURLToPath(import.meta.url), { peer: undefined, starts: true });
