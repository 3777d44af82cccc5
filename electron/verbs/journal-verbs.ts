import type { EntryView } from '../../shared/ipc/index.ts';
import type { StoredEntry } from '../evidence/index.ts';
import { contextOf, type Desk, type OpenContent } from './desk.ts';
import type { Handlers } from './dispatch.ts';
import { nameOf } from './people.ts';
import type { VerifyJournal } from './verify-port.ts';

/** Reading and verifying the journal, and what was denied in it. */
export function journalVerbs<Content extends OpenContent>(
  desk: Desk<Content>,
  verifyJournal: VerifyJournal,
): Pick<Handlers, 'journal.listEntries' | 'journal.getEntry' | 'journal.verify' | 'denials.list'> {
  const view = ({ entry, leafSha256 }: StoredEntry): EntryView => ({
    entry,
    leafSha256,
    person: nameOf(desk.status.people, entry.actor.id),
  });
  return {
    'journal.listEntries': async (query, caller) => {
      await desk.journal.event('journal.viewed', { what: 'entries' }, contextOf(caller));
      const page = await desk.journal.read.list(query);
      return { total: page.total, asOfSeq: page.asOfSeq, entries: page.entries.map(view) };
    },
    'journal.getEntry': async ({ seq }, caller) => {
      await desk.journal.event('journal.viewed', { what: 'entry' }, contextOf(caller));
      const { read } = desk.journal;
      return { view: view(await read.get(seq)), causes: (await read.causes(seq)).map(view) };
    },
    'journal.verify': async (_, caller) => {
      const verdict = await verifyJournal(desk.place, desk.metadata);
      const { size } = await desk.journal.read.state();
      const first = verdict.lines.find((line) => line.verdict === 'failed');
      await desk.journal.event(
        'integrity.verified',
        { verdict: first?.detail.slice(0, 200) ?? 'ok', size },
        contextOf(caller),
      );
      return verdict;
    },
    'denials.list': async ({ offset, limit }, caller) => {
      await desk.journal.event('journal.viewed', { what: 'denials' }, contextOf(caller));
      const denied = (await desk.journal.read.ofKinds(['tool.denied'])).reverse();
      const decisions = await desk.journal.read.ofKinds(['tool.decided']);
      const denials = denied.slice(offset, offset + limit).map(({ entry }) => {
        const decided = decisions.find(
          (other) => other.entry.call !== undefined && other.entry.call === entry.call,
        );
        return {
          seq: entry.seq,
          wallMs: entry.wallMs,
          run: entry.run,
          call: entry.call,
          agent: entry.agent,
          person: nameOf(desk.status.people, entry.actor.id),
          role: entry.actor.role,
          tool: String(entry.body.tool),
          stage: String(entry.body.stage),
          ruleId: String(entry.body.ruleId),
          reason: String(entry.body.reason),
          ...(decided === undefined ? {} : { decision: decided.entry.body.decision as never }),
        };
      });
      return { total: denied.length, denials };
    },
  };
}
