import { cp, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { Problem } from '../../../shared/domain/index.ts';
import { openCipher } from '../database/index.ts';
import {
  IN_RUN,
  item,
  openFile,
  temporaryWorkspace,
  TOOL_INTENT,
  TOOL_OUTCOME,
  type TemporaryWorkspace,
} from './temporary.ts';
import type { JournalFile } from './writer.ts';

/** What a journal should hold, in plain words: kind and phase per entry, and which acts are open. */
interface Model {
  readonly entries: string[];
  readonly open: Set<number>;
}

type Step =
  | { readonly do: 'events'; readonly count: number }
  | { readonly do: 'intent' }
  | { readonly do: 'outcome'; readonly of: number }
  | { readonly do: 'checkpoint' | 'reopen' | 'crash' };

const step: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.record({ do: fc.constant('events' as const), count: fc.integer({ min: 1, max: 5 }) }),
  },
  { weight: 3, arbitrary: fc.constant({ do: 'intent' as const }) },
  { weight: 3, arbitrary: fc.record({ do: fc.constant('outcome' as const), of: fc.nat(30) }) },
  { weight: 1, arbitrary: fc.constantFrom<Step>({ do: 'checkpoint' }, { do: 'reopen' }, { do: 'crash' }) },
);

/** One journal and its model, side by side. */
class Both {
  readonly #workspace: TemporaryWorkspace;
  readonly model: Model = { entries: [], open: new Set() };
  #file: JournalFile;

  constructor(workspace: TemporaryWorkspace, file: JournalFile) {
    this.#workspace = workspace;
    this.#file = file;
  }

  async take(step: Step): Promise<void> {
    switch (step.do) {
      case 'events':
        this.#append(...Array.from({ length: step.count }, () => item(this.#workspace)));
        return;
      case 'intent':
        this.#append(
          item(this.#workspace, { kind: 'tool.call', phase: 'intent', body: TOOL_INTENT, context: IN_RUN }),
        );
        return;
      case 'outcome':
        this.#outcome(step.of);
        return;
      case 'checkpoint':
        await this.#file.checkpoint('interval', this.#now());
        this.model.entries.push('journal.checkpoint event');
        return;
      case 'reopen':
        await this.#file.close();
        await this.#open();
        return;
      case 'crash':
        await this.#crash();
        return;
    }
  }

  async end(): Promise<void> {
    await this.#file.close();
  }

  #append(...items: ReturnType<typeof item>[]): void {
    for (const one of items) {
      if (one.phase === 'intent') this.model.open.add(this.model.entries.length);
      this.model.entries.push(`${one.kind} ${one.phase}`);
    }
    const results = this.#file.append(items);
    const seqs = results.map((result) => (result instanceof Problem ? result.code : result.seq));
    expect(seqs).toEqual(items.map((_, i) => this.model.entries.length - items.length + i));
  }

  /** Of an act that is open, and of anything else, which must be refused alone. */
  #outcome(intent: number): void {
    const open = this.model.open.has(intent);
    const draft = {
      kind: 'tool.call',
      phase: 'outcome',
      intent,
      body: TOOL_OUTCOME,
      context: IN_RUN,
    } as const;
    if (open) {
      this.model.open.delete(intent);
      this.#append(item(this.#workspace, draft));
    } else expect(this.#file.append([item(this.#workspace, draft)])[0]).toBeInstanceOf(Problem);
  }

  /** Where the process is gone all at once: the files as they are, without closing. */
  async #crash(): Promise<void> {
    const { folder } = this.#workspace.options;
    const kept = await mkdtemp(join(tmpdir(), 'swarm-model-'));
    await cp(folder, kept, { recursive: true });
    await this.#file.close();
    await rm(folder, { recursive: true });
    await cp(kept, folder, { recursive: true });
    await rm(kept, { recursive: true });
    await this.#open();
  }

  /** Opening closes every open act, and adds nothing else. */
  async #open(): Promise<void> {
    const before = this.model.entries.length;
    this.#file = await openFile(this.#workspace);
    const added = entriesOf(this.#workspace).slice(before);
    const outcomes = added.filter((entry) => entry === 'tool.call outcome').length;
    expect(outcomes).toBe(this.model.open.size);
    expect(added.length).toBe(outcomes);
    this.model.entries.push(...added);
    this.model.open.clear();
  }

  #now(): { wallMs: number; monoMs: number } {
    const { clock } = this.#workspace.options;
    return { wallMs: clock.wallMs(), monoMs: clock.monoMs() };
  }
}

function entriesOf({ database, options }: TemporaryWorkspace): string[] {
  const reader = openCipher(database, options.databaseKey, { readonly: true, mustExist: true });
  const sql = "SELECT bytes ->> '$.kind' || ' ' || (bytes ->> '$.phase') FROM run_events ORDER BY seq";
  const rows = reader.prepare(sql).pluck().all() as string[];
  reader.close();
  return rows;
}

test('any sequence of operations leaves what a plain model says, and verifies', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 1, maxLength: 25 }), async (steps) => {
      const workspace = await temporaryWorkspace();
      try {
        const both = new Both(workspace, await openFile(workspace, true));
        for (const one of steps) await both.take(one);
        await both.end();
        expect(entriesOf(workspace)).toEqual(both.model.entries);
        const report = await workspace.verify();
        expect([report.verdict, report.size]).toEqual(['ok', both.model.entries.length]);
      } finally {
        await workspace.remove();
      }
    }),
    { numRuns: 15 },
  );
});
