export * from './acceptance.ts';
export { checkPosture, type OwnFacts } from './checks.ts';
export { FUSES, readFuses } from './fuses.ts';
export { thisMachine, type Machine } from './machine.ts';
export { type OwnSignIn } from './sign-in.ts';
export { routesOut } from './network.ts';
export { deviceOfMount, disksUnder, isEncryptedVolume, mountOf, nameOfDevice } from './volumes.ts';
export { watchRoutes, type RouteChange } from './watch.ts';
