import type { Behaviour, PersonId, RunId, CallId, Sha256Hex } from '../../shared/domain/index.ts';
import { encodeDraft, type Draft, type EntryContext } from '../../shared/formats/index.ts';
import type { EntryFilter } from '../../electron/evidence/journal/index.ts';
import type { openFile } from '../../electron/evidence/journal/temporary.ts';

type JournalFile = Awaited<ReturnType<typeof openFile>>;

const GROUP = 4000;
const START_MS = 1_700_000_000_000;
const PEOPLE = 6;
const RUN_ENTRIES = 400;
const AGENTS = ['data_profiler', 'data_cleaner', 'feature_engineer', 'evaluator'];
const TOOLS = ['drop_column', 'redact_column', 'keep_year', 'impute_column', 'cast_column', 'web_search'];
const HASH = '5a'.repeat(32) as Sha256Hex;

/** Fills a journal as some years of work would: runs of calls by agents, people signing in and looking. */
export function fillJournal(file: JournalFile, count: number): void {
  for (let done = 0; done < count; done += GROUP) {
    const drafts = Array.from({ length: Math.min(GROUP, count - done) }, (_, i) => draftAt(done + i));
    file.append(
      drafts.map((draft) => {
        const { kind, phase, intent, wallMs, monoMs } = draft;
        return { text: encodeDraft(draft), kind, phase, intent, wallMs, monoMs };
      }),
    );
  }
}

/** Filters of every kind, alone and together, common and rare, with and without a match. */
export const FILTERS: readonly EntryFilter[] = [
  {},
  { kinds: ['tool.call'] },
  { kinds: ['auth.signed_in', 'journal.viewed'] },
  { kinds: ['clock.stepped'] },
  { kinds: ['tool.denied'] },
  { people: [idAt(1)] },
  { people: [idAt(2), idAt(3)] },
  { agents: ['data_cleaner'] },
  { agents: ['evaluator'], decisions: ['deny'] },
  { run: idAt(1_000_040) as RunId },
  { run: idAt(1_002_000) as RunId },
  { call: idAt(2_000_400) as CallId },
  { decisions: ['deny'] },
  { decisions: ['ask', 'deny'], people: [idAt(4)] },
  { phiAccessed: true },
  { phiAccessed: false, kinds: ['tool.call'] },
  { failed: true },
  { phases: ['intent'], agents: ['feature_engineer'] },
  { fromMs: START_MS, toMs: START_MS + 3_600_000 },
  { fromMs: START_MS + 400_000_000, toMs: START_MS + 500_000_000, kinds: ['tool.decided'] },
  { fromMs: START_MS + 400_000_000, people: [idAt(1)], phiAccessed: true },
  // Each half of it is common, both never come together.
  { kinds: ['auth.signed_in'], agents: ['data_cleaner'] },
  { text: 'HIPAA-002' },
  { text: '"drop column"' },
  { text: 'median', kinds: ['tool.denied'] },
  { text: 'impute', people: [idAt(1)] },
  { text: 'F11 admissions' },
  { text: 'nothing has this word' },
  { text: 'column_31', decisions: ['deny'] },
  { text: 'refus*' },
];

function draftAt(n: number): Draft {
  const wallMs = START_MS + n * 900;
  const base = { wallMs, monoMs: n };
  const actor = { id: idAt(1 + (Math.floor(n / 97) % PEOPLE)) as PersonId, role: 'operator' } as const;
  const place = n % 20;
  if (place === 0)
    return {
      ...base,
      kind: 'auth.signed_in',
      phase: 'event',
      body: { method: 'password' },
      context: { actor, correlation: `s${n}` },
    };
  if (place === 1)
    return {
      ...base,
      kind: 'journal.viewed',
      phase: 'event',
      body: { what: 'entries' },
      context: { actor, correlation: `s${n - 1}` },
    };
  const run = idAt(1_000_000 + Math.floor(n / RUN_ENTRIES)) as RunId;
  const call = idAt(2_000_000 + Math.floor(n / 3)) as CallId;
  const agent = AGENTS[Math.floor(n / 40) % AGENTS.length] ?? '';
  const context: EntryContext = {
    actor,
    agent,
    run,
    call,
    correlation: run.slice(0, 8),
    phiAccessed: place % 2 === 0,
  };
  return { ...base, ...stepOf(n, place), context };
}

function stepOf(n: number, place: number): Pick<Draft, 'kind' | 'phase' | 'body'> {
  const tool = TOOLS[Math.floor(n / 3) % TOOLS.length] ?? '';
  const reason = `column_${n % 60} of admissions is a direct identifier`;
  if (place === 19)
    return {
      kind: 'tool.denied',
      phase: 'event',
      body: { tool, stage: 'policy', ruleId: `HIPAA-00${n % 3}`, reason },
    };
  if (place % 3 === 0) {
    const behaviour: Behaviour = n % 11 === 0 ? 'ask' : 'allow';
    const decision = { behaviour, ruleId: 'R-7', reason, matched: [] };
    return {
      kind: 'tool.decided',
      phase: 'event',
      body: { tool, argsSha256: HASH, labels: [], decision: { ...decision, policySha256: HASH } },
    };
  }
  if (place % 3 === 1)
    return { kind: 'step.started', phase: 'event', body: { step: n % 7, findings: n % 40 } };
  const args = { column: `column_${n % 60}`, finding: `F${n % 13}`, method: 'median' };
  return {
    kind: 'tool.call',
    phase: 'intent',
    body: { tool, args, argsSha256: HASH, datasetVersion: n % 9 },
  };
}

function idAt(n: number): string {
  const hex = (Math.imul(n, 0x9e_37_79_b1) >>> 0).toString(16).padStart(8, '0');
  return `${hex}-8a94-4b3a-9d0e-${n.toString(16).padStart(12, '0')}`;
}
