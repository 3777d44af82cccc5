import type { CodeLintView } from '../../../shared/ipc/index.ts';

/** What is wrong with a column of codes, as a sentence. */
export function describeLint({ column, kind, from, how }: CodeLintView): string {
  return kind === 'looks_hashed'
    ? `${column}: looks like a column of hashes; make sure of what, and use random surrogates instead.`
    : `${column}: ${kind === 'hash_of' ? 'a hash' : 'derived'} of ${from ?? 'another column'} (${how}); 45 CFR 164.514(c) wants a code that is not derived from the person.`;
}
