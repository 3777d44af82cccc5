export { authorize } from './authorize.ts';
export type { Limits, PolicyFacts } from './built-in.ts';
export { checkPolicies, type KnownNames } from './check.ts';
export { compilePolicy, type Policy, type PolicySource } from './compile.ts';
