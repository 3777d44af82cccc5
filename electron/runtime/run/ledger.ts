import type { Finding } from '../../../shared/domain/index.ts';
import type { LedgerItem } from '../../../shared/formats/index.ts';
import { isClosed, numberFindings, type FindingDraft, type RunContext } from '../findings/index.ts';

/** What a look at the table changed. */
export interface Look {
  readonly found: readonly Finding[];
  readonly closed: readonly string[];
}

/**
 * The findings of a run and what became of them. Findings are closed by what code sees on the table, by
 * a decision to keep the column, or refused; never by the model's word.
 */
export class Ledger {
  // INVARIANT: an id is given once in a run and never used again. Guarded by ledger.test.ts.
  readonly #items: LedgerItem[];

  constructor(items: readonly LedgerItem[] = []) {
    this.#items = items.map((item) => ({ ...item }));
  }

  get items(): readonly LedgerItem[] {
    return this.#items;
  }

  get(id: string): LedgerItem | undefined {
    return this.#items.find(({ finding }) => finding.id === id);
  }

  /** Answers that stand, so that nobody is asked again: kept and refused. */
  get decided(): RunContext['decided'] {
    return this.#items
      .filter((item) => item.state === 'refused' || (item.state === 'closed' && item.tool === 'keep_column'))
      .map(({ finding: { kind, column } }) => ({ kind, column }));
  }

  /** Open findings among the kinds of a step, in order of their ids. */
  open(kinds: readonly string[]): readonly LedgerItem[] {
    return this.#items.filter(({ state, finding }) => state === 'open' && kinds.includes(finding.kind));
  }

  /** Takes in what code sees now; `kinds` are those it looked for. */
  look(drafts: readonly FindingDraft[], kinds: readonly string[]): Look {
    const numbered = numberFindings(
      this.#items.map(({ finding }) => finding),
      drafts,
    );
    const found: Finding[] = [];
    const closed: string[] = [];
    for (const item of this.open(kinds)) {
      if (isClosed(item.finding, drafts, item.tool ?? 'finish')) {
        this.#replace(item.finding.id, { state: 'closed' });
        closed.push(item.finding.id);
      }
    }
    for (const finding of numbered) {
      const old = this.get(finding.id);
      if (old === undefined) {
        this.#items.push({ finding, state: 'open', tried: false });
        found.push(finding);
      } else if (old.state === 'open') {
        this.#replace(finding.id, { finding });
      } else if (old.state === 'closed' && old.tool !== 'keep_column') {
        this.#replace(finding.id, { finding, state: 'open' });
        found.push(finding);
      }
    }
    return { found, closed };
  }

  /** A tool ran for a finding. `keep_column` closes it; of all others only the next look tells. */
  acted(id: string, tool: NonNullable<LedgerItem['tool']>, why: string): void {
    this.#replace(id, { tool, why, tried: true, state: tool === 'keep_column' ? 'closed' : 'open' });
  }

  /** Goes to the analyst's to-do list; no model tries it again. */
  refuse(id: string): void {
    this.#replace(id, { state: 'refused', tried: true });
  }

  /** The model left it: not asked again in this round. */
  leave(id: string): void {
    this.#replace(id, { tried: true });
  }

  nextRound(): void {
    for (const { finding } of this.#items) this.#replace(finding.id, { tried: false });
  }

  #replace(id: string, change: Partial<LedgerItem>): void {
    const at = this.#items.findIndex(({ finding }) => finding.id === id);
    const item = this.#items[at];
    if (item !== undefined) this.#items[at] = { ...item, ...change };
  }
}
