import type {
  Behaviour,
  ColumnLabel,
  Decision,
  PolicyRequest,
  ToolName,
} from '../../../shared/domain/index.ts';
import type { Entry } from '../../../shared/formats/index.ts';
import { decide, type Said } from './authorize.ts';
import type { PolicyFacts } from './built-in.ts';
import type { Policy } from './compile.ts';

/** A recorded decision that can be asked again. */
export interface RecordedDecision {
  readonly seq: number;
  readonly atMs: number;
  readonly request: PolicyRequest;
  readonly facts: PolicyFacts;
  readonly said: { readonly behaviour: Behaviour; readonly ruleId: string };
}

/**
 * Reads a `tool.decided` entry back into what was asked.
 *
 * @returns `outside` where the gate refused before policy was asked, so that no policy changes it;
 * `not_replayable` where the entry does not hold all that the decision was made from
 */
export function readRecorded(entry: Entry): RecordedDecision | 'outside' | 'not_replayable' {
  const decision = entry.body.decision as Decision | undefined;
  const decided = decision?.matched.find((rule) => rule.decided);
  if (decision === undefined || decided === undefined) return 'not_replayable';
  if (decided.part === 'stage' || decided.file.startsWith('built in:')) return 'outside';
  const { basis } = decision;
  if (basis === undefined) return 'not_replayable';
  const { toolListed, limits, used, workstation, localTime, ...about } = basis;
  return {
    seq: entry.seq,
    atMs: entry.wallMs,
    request: {
      ...about,
      args: (entry.body.args ?? {}) as PolicyRequest['args'],
      labels: (entry.body.labels ?? []) as ColumnLabel[],
    },
    facts: {
      allowedTools: toolListed ? [about.tool as ToolName] : [],
      ...{ limits, used, workstation, localTime },
    },
    said: { behaviour: decision.behaviour, ruleId: decision.ruleId },
  };
}

/** Recorded decisions that a policy would make otherwise, alike ones together. */
export interface ReplayGroup {
  readonly before: RecordedDecision['said'];
  readonly after: Said;
  readonly tool: string;
  readonly agent: string | undefined;
  readonly role: string;
  count: number;
  readonly firstAtMs: number;
  lastAtMs: number;
  readonly entries: number[];
}

export interface Replay {
  readonly replayed: number;
  readonly changed: number;
  /** The most frequent first. */
  readonly groups: readonly ReplayGroup[];
}

/** Entries named per group. */
const MOST_ENTRIES = 5;

/** Asks every decision again under another policy. What counts as a change is the behaviour, not the rule. */
export function replay(decisions: Iterable<RecordedDecision>, policy: Policy): Replay {
  const groups = new Map<string, ReplayGroup>();
  let replayed = 0;
  let changed = 0;
  for (const { request, facts, said, seq, atMs } of decisions) {
    replayed += 1;
    const after = decide(request, policy, facts);
    if (after.behaviour === said.behaviour) continue;
    changed += 1;
    const { tool, agent, role } = request;
    const key = JSON.stringify([said, after.behaviour, after.ruleId, tool, agent, role]);
    const group = groups.get(key);
    if (group === undefined) {
      const entries = [seq];
      groups.set(key, {
        ...{ before: said, after, tool, agent, role, count: 1, entries },
        firstAtMs: atMs,
        lastAtMs: atMs,
      });
      continue;
    }
    group.count += 1;
    group.lastAtMs = atMs;
    if (group.entries.length < MOST_ENTRIES) group.entries.push(seq);
  }
  return { replayed, changed, groups: [...groups.values()].toSorted((a, b) => b.count - a.count) };
}
