export { atTheProvider, type AtTheProvider } from './at-the-provider.ts';
export { testAuthority } from './certificates.ts';
export { HospitalProvider } from './hospital-provider.ts';
export { PATIENT } from './patient.ts';
export { signInAtPages } from './person-at-page.ts';
