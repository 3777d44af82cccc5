import { Decision, Problem } from '../../../shared/domain/index.ts';
import type { Entry } from '../../../shared/formats/index.ts';
import type { PolicyExplainView } from '../../../shared/ipc/index.ts';
import { contributionsOf, decide, inWords, readRecorded } from '../../governance/index.ts';
import type { OpenContent } from '../desk/settings.ts';
import { nameOf } from '../people.ts';
import type { PolicyDesk } from './desk.ts';
import { versionByHash } from './versions.ts';

/**
 * Why something was decided, from the entry of the decision or any other of the same call.
 *
 * @throws Problem `not_found` for entries that no decision stands behind
 */
export async function explainEntry<C extends OpenContent>(
  policies: PolicyDesk<C>,
  seq: number,
): Promise<PolicyExplainView> {
  const entry = await decisionEntry(policies, seq);
  const decision = Decision.parse(entry.body.decision);
  const { basis } = decision;
  const tool = typeof entry.body.tool === 'string' ? entry.body.tool : (basis?.tool ?? '');
  const history = await policies.history();
  const found = versionByHash(policies.book, history, decision.policySha256);
  const profile = policies.catalogue.profiles.get(basis?.complianceProfile ?? '');
  const recorded = readRecorded(entry);
  const replayable = typeof recorded === 'object' && profile !== undefined ? recorded : undefined;
  return {
    seq: entry.seq,
    atMs: entry.wallMs,
    person: nameOf(policies.desk.everyone, entry.actor.id),
    tool,
    agent: entry.agent,
    labels: Array.isArray(entry.body.labels) ? entry.body.labels.map(String) : [],
    ...{ decision, basis },
    inWords:
      typeof recorded === 'object'
        ? inWords(recorded.request, recorded.facts, { args: {}, purpose: '', args_pattern: 'x' })
        : `A call of ${tool} was decided.`,
    contributions: contributionsOf(decision).map((each) => ({ ...each, rules: [...each.rules] })),
    policy: {
      sha256: decision.policySha256,
      ...found,
      inEffect: [...policies.catalogue.profiles.values()].some(
        ({ policy }) => policy.sha256 === decision.policySha256,
      ),
    },
    ...(replayable !== undefined &&
      profile !== undefined && { today: decide(replayable.request, profile.policy, replayable.facts) }),
  };
}

async function decisionEntry<C extends OpenContent>({ desk }: PolicyDesk<C>, seq: number): Promise<Entry> {
  const { read } = desk.journal;
  const { entry } = await read.get(seq);
  if (entry.kind === 'tool.decided') return entry;
  const causes = (await read.causes(seq)).map((each) => each.entry);
  // A call that waited was decided twice; what led to this entry is the last decision before it.
  const decided = causes.filter(({ kind }) => kind === 'tool.decided');
  const found = decided.findLast((each) => each.seq < seq) ?? decided[0];
  if (found !== undefined) return found;
  throw new Problem(
    'not_found',
    `no decision stands behind entry ${seq}`,
    'Choose an entry of a call, such as `tool.decided`, `tool.denied` or `tool.call`.',
  );
}
