import type { Behaviour } from '../../../shared/domain/index.ts';
import type { ColumnBlock } from './derived-columns.ts';
import {
  decisionNumber,
  FLAG,
  numberOfDecision,
  numberOfPhase,
  phaseNumber,
  shortHash,
} from './derived-facts.ts';
import type { EntryTable } from './entry-table.ts';
import type { EntryFilter, StoredEntry } from './port.ts';

/** What counts are kept for. One bit each. */
export const FACET = { kind: 1, actor: 2, agent: 4, decision: 8, phi: 16, failed: 32, phase: 64 } as const;

export type Test = (block: ColumnBlock, at: number, seq: number) => boolean;
export interface FacetTest {
  readonly facet: number;
  readonly misses: (block: ColumnBlock, at: number) => boolean;
}

/** Conditions that no counts are kept for. */
export function testsOf(table: EntryTable, get: (seq: number) => StoredEntry, filter: EntryFilter): Test[] {
  const tests: Test[] = [];
  const { fromMs, toMs, run, call, correlation } = filter;
  if (fromMs !== undefined) tests.push((block, at) => (block.wallMs[at] ?? 0) >= fromMs);
  if (toMs !== undefined) tests.push((block, at) => (block.wallMs[at] ?? 0) < toMs);
  if (run !== undefined) {
    const number = table.names.numberOf(run) ?? -1;
    tests.push((block, at) => block.run[at] === number);
  }
  if (call !== undefined) {
    const hash = shortHash(call);
    tests.push((block, at, seq) => block.call[at] === hash && get(seq).entry.call === call);
  }
  if (correlation !== undefined) {
    const hash = shortHash(correlation);
    tests.push(
      (block, at, seq) => block.correlation[at] === hash && get(seq).entry.correlation === correlation,
    );
  }
  return tests;
}

/** Conditions whose values are counted, those that a filter sets. */
export function facetsOf({ names }: EntryTable, filter: EntryFilter): FacetTest[] {
  const facets: FacetTest[] = [];
  const byName = (
    facet: number,
    wanted: readonly string[] | undefined,
    column: (block: ColumnBlock) => Uint32Array,
  ): void => {
    if (wanted === undefined || wanted.length === 0) return;
    const numbers = new Uint8Array(names.size);
    for (const name of wanted) numbers[names.numberOf(name) ?? 0] = 1;
    // 0 is "none", which no name stands for.
    numbers[0] = 0;
    facets.push({ facet, misses: (block, at) => numbers[column(block)[at] ?? 0] !== 1 });
  };
  byName(FACET.kind, filter.kinds, (block) => block.kind);
  byName(FACET.actor, filter.people, (block) => block.actor);
  byName(FACET.agent, filter.agents, (block) => block.agent);
  const { decisions, phases, phiAccessed, failed } = filter;
  if (decisions !== undefined && decisions.length > 0) {
    const wanted = new Set(decisions.map((decision: Behaviour) => numberOfDecision(decision)));
    facets.push({ facet: FACET.decision, misses: (b, at) => !wanted.has(decisionNumber(b.flags[at] ?? 0)) });
  }
  if (phases !== undefined && phases.length > 0) {
    const wanted = new Set(phases.map((phase) => numberOfPhase(phase)));
    facets.push({ facet: FACET.phase, misses: (b, at) => !wanted.has(phaseNumber(b.flags[at] ?? 0)) });
  }
  const byFlag = (facet: number, flag: number, wanted: boolean | undefined): void => {
    if (wanted !== undefined)
      facets.push({ facet, misses: (block, at) => (((block.flags[at] ?? 0) & flag) !== 0) !== wanted });
  };
  byFlag(FACET.phi, FLAG.phi, phiAccessed);
  byFlag(FACET.failed, FLAG.failed, failed);
  return facets;
}
