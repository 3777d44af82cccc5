import { z } from 'zod';
import type { Entry } from '../../../shared/formats/index.ts';

/** A rule in effect, as far as counting its use goes. */
export interface CountedRule {
  readonly id: string;
}

/** How often one rule spoke, and how often it decided. */
export interface RuleUse {
  readonly id: string;
  readonly matched: number;
  readonly decided: number;
  /** Wall clock of the last decision it had a part in. */
  readonly lastMs: number | undefined;
}

const Decided = z.object({
  decision: z.object({ ruleId: z.string(), matched: z.array(z.object({ id: z.string() })) }),
});

/**
 * How often each rule was used: every rule in effect, those that never fired included, then rules that
 * fired once and are in effect no more. Pure.
 *
 * @param entries of kind `tool.decided`; others are passed over
 */
export function projectRuleUse(rules: readonly CountedRule[], entries: Iterable<Entry>): readonly RuleUse[] {
  const uses = new Map<string, RuleUse>(
    rules.map(({ id }) => [id, { id, matched: 0, decided: 0, lastMs: undefined }]),
  );
  for (const { kind, wallMs, body } of entries) {
    if (kind !== 'tool.decided') continue;
    const parsed = Decided.safeParse(body);
    if (!parsed.success) continue;
    const { ruleId, matched } = parsed.data.decision;
    for (const id of new Set([ruleId, ...matched.map((rule) => rule.id)])) {
      const use = uses.get(id) ?? { id, matched: 0, decided: 0, lastMs: undefined };
      uses.set(id, {
        id,
        matched: use.matched + 1,
        decided: use.decided + (id === ruleId ? 1 : 0),
        lastMs: Math.max(use.lastMs ?? wallMs, wallMs),
      });
    }
  }
  return [...uses.values()];
}
