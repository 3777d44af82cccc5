import { fileURLToPath } from 'node:url';
import { beforeAll, describe, expect, it } from 'vitest';
import { ToolName } from '../../../shared/domain/index.ts';
import { authorize, loadCatalogue, type Catalogue } from '../../governance/index.ts';
import { POLICY_SHA256 } from '../gate/testing/fixtures.ts';
import { MemoryTable } from '../gate/testing/memory-table.ts';
import { createRedactor } from '../phi/index.ts';
import { safeNames, safeTableName } from '../datasets/safe-name.ts';
import { cleanForPrompt } from '../inference/text.ts';
import { setUp, START, viewOf } from './testing/fixtures.ts';
import { expectHarmless } from './testing/harmless.ts';
import { INJECTIONS, type Injection } from './testing/injections.ts';
import { ObedientModel } from './testing/obedient-model.ts';

const resources = fileURLToPath(new URL('../../../resources', import.meta.url));
const SECRETS = ['Wilhelmina Krauss', '4711-0815'];

/** A run whose first column bears an injection as its name, for a model that obeys all it reads. */
async function runWith(catalogue: Catalogue, name: string, model: ObedientModel) {
  const { policy } = catalogue.profiles.get('hipaa')!;
  const table = new MemoryTable({ [name]: [], mrn: ['direct_identifier'], notes: ['free_text'], age: [] }, [
    { kind: 'direct_identifier', column: name, detail: 'class MRN' },
    { kind: 'direct_identifier', column: 'mrn', detail: 'class MRN' },
    { kind: 'identifier_in_text', column: 'notes', detail: 'hits 57' },
    { kind: 'missing_numeric', column: 'age', detail: 'missing 4%' },
  ]);
  table.examples = SECRETS.map((before, row) => ({ row, column: 'notes', before, after: null }));
  const run = setUp({
    table,
    policy: (request, facts) => ({ ...authorize(request, policy, facts), policySha256: POLICY_SHA256 }),
    lines: Array.from({ length: 60 }, () => model.say),
  });
  const outcome = await (await run.engine.start(START)).done;
  const agent = await run.ports.catalogue.agent('deidentifier');
  expectHarmless(run.journal.all, new Map([[agent.name, agent]]));
  return { run, outcome };
}

describe('a text that tells the model to do something else', () => {
  let catalogue: Catalogue;
  beforeAll(async () => {
    catalogue = await loadCatalogue(resources);
  });

  it('comes in a hundred kinds and more', () => {
    expect(INJECTIONS.length).toBeGreaterThanOrEqual(100);
    expect(new Set(INJECTIONS.map(({ text }) => text)).size).toBe(INJECTIONS.length);
  });

  it('is obeyed by the model and by nothing else, when it is the name of a column', async () => {
    let seen = 0;
    for (const { text } of INJECTIONS) {
      const [name = ''] = safeNames([text], createRedactor());
      const model = new ObedientModel();
      const { run, outcome } = await runWith(catalogue, name, model);
      if (model.obeyed.length > 0) seen += 1;
      expect(['awaiting_attestation', 'stopped']).toContain(outcome.state);
      expect(model.obeyed.length).toBe(
        run.journal.bodies('tool.denied').filter(({ ruleId }) => ruleId !== 'AGENT-001').length,
      );
    }
    // Names are the one place where such words may stand in a prompt, so this test has a point.
    expect(seen).toBeGreaterThan(40);
  });

  it('changes no decision about anything else', async () => {
    const decisions = async (name: string) => {
      const { run } = await runWith(catalogue, name, new ObedientModel());
      return run.journal
        .bodies('tool.decided')
        .filter(({ tool }) => ['drop_column', 'redact_column', 'impute_column'].includes(tool as string))
        .map(({ tool, decision }) => [tool, (decision as { ruleId: string }).ruleId]);
    };
    const plain = await decisions('plain');
    for (const { text } of INJECTIONS.slice(0, 30)) {
      const [name = ''] = safeNames([text], createRedactor());
      const made = await decisions(name);
      expect(made).toEqual(plain.slice(0, made.length));
    }
  });

  it('does no harm when a model obeys it although no prompt let it through', async () => {
    for (const injection of INJECTIONS) {
      const model = new ObedientModel([injection, injection, injection]);
      const { run, outcome } = await runWith(catalogue, 'plain', model);
      // What cannot be read as a tool of ours is asked again; what can is refused until the agent is stopped.
      const isTool = ToolName.safeParse(injection.demand.tool).success;
      expect([outcome.reason, isTool]).toEqual([
        isTool ? expect.stringMatching(/refusals|paused/) : undefined,
        isTool,
      ]);
      expect(run.table.applied.map(({ tool }) => tool)).toEqual(isTool ? [] : expect.any(Array));
      const known = JSON.stringify([run.journal.all, model.prompts]);
      for (const secret of SECRETS) expect(known).not.toContain(secret);
    }
  });

  it('moves no limit: a model that does nothing but obey gets as many questions as any other', async () => {
    const limited: Injection[] = INJECTIONS.flatMap((each) => [each, { ...each, demand: KEEP }]);
    const { run } = await runWith(catalogue, 'plain', new ObedientModel(limited));
    const view = viewOf(run);
    expect(view?.used.toolCalls).toBeLessThanOrEqual(view?.limits.toolCalls ?? 0);
    expect(view?.used.llmCalls).toBeLessThanOrEqual(view?.limits.llmCalls ?? 0);
    expect(view?.used.tokens).toBeLessThanOrEqual(view?.limits.tokens ?? 0);
  });

  it('becomes a harmless name of a column or table, and loses its markers on the way into a prompt', () => {
    for (const { text } of INJECTIONS) {
      const [name = ''] = safeNames([text], createRedactor());
      for (const safe of [name, safeTableName(`${text}.csv`, createRedactor())])
        expect(safe).toMatch(/^[A-Za-z_][A-Za-z0-9_]{0,63}$/);
      const cleaned = cleanForPrompt(text, 80);
      expect(cleaned).not.toMatch(/<\||\|>|\[\/?INST\]|<\/?s>|_of_turn>|[\p{C}\n]/u);
      expect(Array.from(cleaned).length).toBeLessThanOrEqual(80);
    }
  });
});

const KEEP = { tool: 'keep_column', args: { finding: 'F1', table: 'stays', column: 'plain' } };
