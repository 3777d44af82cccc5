export { USUAL_LIMITS } from './attempt.ts';
export { signInMethods } from './sign-in-methods.ts';
