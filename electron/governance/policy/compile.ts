import type { Behaviour, PolicyRequest, Sha256Hex } from '../../../shared/domain/index.ts';
import { canonicalJson, type PolicyFile } from '../../../shared/formats/index.ts';
import { sha256Hex } from '../../core/index.ts';
import { BUILT_IN_RULES, ROLES_FOR_EFFECT } from './built-in.ts';
import { compileConditions } from './conditions.ts';

/** A policy file that was read, and where its parts stand. */
export interface PolicySource {
  /** `policies/hipaa.yaml` */
  readonly file: string;
  readonly value: PolicyFile;
  place(path: readonly PropertyKey[]): { readonly line: number; readonly column: number };
}

export interface CompiledRule {
  readonly id: string;
  readonly behaviour: Behaviour;
  readonly reason: string;
  readonly priority: number;
  readonly file: string;
  readonly line: number;
  /** Whether the rule speaks of this request. @throws where it cannot tell; that denies */
  fits(request: PolicyRequest): boolean;
}

/** All rules in force together. */
export interface Policy {
  /** SHA-256 over the canonical JSON of every rule, the built-in ones included. */
  readonly sha256: Sha256Hex;
  readonly rules: readonly CompiledRule[];
}

/** Joins checked policy files into one policy. Which file comes first makes no difference. */
export function compilePolicy(sources: readonly PolicySource[]): Policy {
  const sorted = sources.toSorted((left, right) => (left.file < right.file ? -1 : 1));
  const rules = sorted.flatMap((source) =>
    source.value.rules.map((rule, index): CompiledRule => {
      const tests = compileConditions(rule.when, rule.behaviour);
      return {
        id: rule.id,
        behaviour: rule.behaviour,
        reason: rule.reason ?? rule.description ?? `allowed by ${rule.id}`,
        priority: rule.priority ?? 0,
        file: source.file,
        line: source.place(['rules', index]).line,
        fits: (request) => tests.every((test) => test(request)),
      };
    }),
  );
  const hashed = {
    builtIn: { rules: BUILT_IN_RULES, rolesForEffect: ROLES_FOR_EFFECT },
    files: sorted.map(({ file, value }) => ({ file, value })),
  };
  return { sha256: sha256Hex(canonicalJson(hashed)), rules };
}
