export { composeProfile, withSite, type Profile } from './profile.ts';
export { checkTightening } from './tighten.ts';
