import { Problem } from '../../shared/domain/index.ts';
import type { Catalogue } from '../governance/index.ts';
import type { Transfers } from '../operations/index.ts';
import { lookContextOf } from './actor.ts';
import type { Content } from './content.ts';
import { conversationEntries, conversationFile } from './conversation-lines.ts';
import type { Desk } from './desk/desk.ts';
import type { Handlers } from './dispatch.ts';
import { placeToSend } from './place-to-send.ts';
import { recordedAct } from './recorded.ts';
import { entriesOf, runOf } from './run-entries.ts';

/** Where a profile is not known any more: what CMS asks for. */
const SMALL_CELLS = 10;

export interface PayloadPorts {
  readonly catalogue: Catalogue;
  readonly transfers: Transfers;
}

/** Payloads that entries cite: what was said, and what is left of it. */
export function payloadVerbs(
  desk: Desk<Content>,
  ports: PayloadPorts,
): Pick<Handlers, 'conversations.export' | 'payloads.getStates'> {
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
        ...{ what: 'conversations', suggestedName, about: { run }, said, caller, source: { run } },
      });
      if (place === undefined) return null;
      const redact = await desk.content.redactFor(run);
      const context = { ...lookContextOf(caller), run, agent };
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
          const { sizeBytes, sha256 } = await place.send(bytes, context, { signal: caller.signal });
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
  };
}
