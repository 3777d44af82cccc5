export { authorize } from './authorize.ts';
export type { PolicyFacts } from './built-in.ts';
export { checkPolicies } from './check.ts';
export { compilePolicy, type CompiledRule, type Policy, type PolicySource } from './compile.ts';
