import { Problem, type RunId } from '../../shared/domain/index.ts';
import type { PayloadRef } from '../../shared/formats/index.ts';
import type { ErasureView } from '../../shared/ipc/index.ts';
import type { Catalogue } from '../governance/index.ts';
import type { Transfers } from '../operations/index.ts';
import { contextOf } from './actor.ts';
import type { Content } from './content.ts';
import { conversationEntries, conversationFile } from './conversation-lines.ts';
import type { Desk } from './desk/desk.ts';
import type { Caller, Handlers } from './dispatch.ts';
import { placeToSend } from './place-to-send.ts';
import { recordedAct } from './recorded.ts';
import { entriesOf, runOf } from './run-entries.ts';

/** Payloads that one act of erasing names; an entry stays short enough to be read. */
const ERASED_AT_ONCE = 200;

/** Where a profile is not known any more: what CMS asks for. */
const SMALL_CELLS = 10;

export interface PayloadPorts {
  readonly catalogue: Catalogue;
  readonly transfers: Transfers;
}

/** Payloads that entries cite: what was said, taken out or destroyed by those who hold content keys. */
export function payloadVerbs(
  desk: Desk<Content>,
  ports: PayloadPorts,
): Pick<Handlers, 'conversations.export' | 'payloads.getStates' | 'payloads.erase'> {
  return {
    'conversations.export': async ({ run, agent, ...said }, caller) => {
      const { complianceProfile } = await runOf(desk, run);
      const profile = ports.catalogue.profiles.get(complianceProfile)?.file;
      const places = profile?.residency.conversation_history;
      if (places?.includes('export_folder') !== true)
        throw new Problem(
          'denied',
          `denied by RESIDENCY-001: under \`${complianceProfile}\` conversations may not leave the workspace`,
          'The profile lists where each category of data may go.',
        );
      const entries = await entriesOf(desk, run);
      const calls = conversationEntries(entries, agent).length;
      if (calls === 0)
        throw new Problem('not_found', 'nothing was said in this run by that agent', 'Choose another agent.');
      const suggestedName = `conversations-${run.slice(0, 8)}${agent === undefined ? '' : `-${agent}`}.jsonl`;
      const { place, sent } = await placeToSend(desk, ports.transfers, {
        ...{ what: 'conversations', suggestedName, about: { run }, said, caller },
      });
      if (place === undefined) return null;
      const redact = await desk.content.redactFor(run);
      const context = { ...contextOf(caller), run, agent, phiAccessed: true };
      return recordedAct(
        desk.journal,
        'conversation.export',
        { purpose: redact(said.purpose), calls },
        context,
        async () => {
          const { bytes, agents, lines, erased } = await conversationFile(
            run,
            entries,
            agent,
            desk.content.payloads,
            { smallCellThreshold: profile?.small_cell_threshold ?? SMALL_CELLS, redact },
          );
          const { sizeBytes, sha256 } = await place.send(bytes, context, caller.signal);
          return { agents: [...agents], lines, erased, sizeBytes, sha256, ...sent() };
        },
        ({ lines, erased, sizeBytes, sha256 }) => ({ ok: true as const, lines, erased, sizeBytes, sha256 }),
      );
    },

    'payloads.getStates': async ({ seq }) => {
      const { payloads } = (await desk.journal.read.get(seq)).entry;
      const states = await desk.content.payloads.states(payloads.map(({ id }) => id));
      return payloads.map(({ id, sha256 }, index) => ({ id, sha256, state: states[index] ?? 'missing' }));
    },

    'payloads.erase': async ({ run, agent, seq, reason, password }, caller) => {
      await desk.confirmPassword(password);
      const entry = seq === undefined ? undefined : (await desk.journal.read.get(seq)).entry;
      const ofRun = run ?? entry?.run;
      if (ofRun !== undefined) await requireEnded(desk, ofRun);
      const all = run === undefined ? [] : await entriesOf(desk, run);
      const ofAgent = all.filter((one) => agent === undefined || one.agent === agent);
      const cited = entry === undefined ? ofAgent.flatMap((one) => one.payloads) : entry.payloads;
      const redact = await desk.content.redactFor(ofRun);
      return erase(desk, [...new Map(cited.map((ref) => [ref.id, ref])).values()], {
        // Of one entry the agent is its own: what was typed beside it names nothing.
        ...{ caller, run: ofRun, agent: entry === undefined ? agent : entry.agent, reason: redact(reason) },
      });
    },
  };
}

interface Erasing {
  readonly caller: Caller;
  readonly run: RunId | undefined;
  readonly agent: string | undefined;
  readonly reason: string;
}

/** Each act names the payloads whose keys it destroys, before and after. */
async function erase(
  desk: Desk<Content>,
  refs: readonly PayloadRef[],
  { caller, run, agent, reason }: Erasing,
): Promise<ErasureView> {
  const { payloads, runFiles } = desk.content;
  const states = await payloads.states(refs.map(({ id }) => id));
  const kept = refs.filter((_, index) => states[index] === 'kept');
  if (kept.length === 0)
    throw new Problem('not_found', 'there is no payload left to erase here', 'Its keys are gone already.');
  for (let first = 0; first < kept.length; first += ERASED_AT_ONCE) {
    const some = kept.slice(first, first + ERASED_AT_ONCE);
    await recordedAct(
      desk.journal,
      'payload.erase',
      { payloads: some.length, reason },
      { ...contextOf(caller), run, agent, payloads: some },
      async () => {
        for (const { id } of some) await payloads.erase(id);
      },
      () => ({ ok: true as const, erased: some.length }),
    );
  }
  const stored = run === undefined ? [] : await runFiles.stored(run);
  return {
    erased: kept.length,
    before: states.filter((state) => state === 'erased').length,
    copies: stored.map(({ file }) => file).filter((file) => file.startsWith('conversations/')),
  };
}

/** What a run still needs is not taken from under it. */
async function requireEnded(desk: Desk<Content>, run: RunId): Promise<void> {
  const { state } = await runOf(desk, run);
  if (state === 'running' || state === 'waiting_for_approval' || state === 'paused')
    throw new Problem(
      'wrong_usage',
      'the run is still going on and needs its payloads',
      'Erase them when it has ended, or cancel it first.',
    );
}
