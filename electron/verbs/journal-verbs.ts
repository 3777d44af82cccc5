import { Decision } from '../../shared/domain/index.ts';
import { EVENTS } from '../../shared/formats/index.ts';
import type { DenialView, EntryView } from '../../shared/ipc/index.ts';
import type { StoredEntry } from '../evidence/index.ts';
import type { Notify } from './application.ts';
import { contextOf } from './actor.ts';
import type { Desk, OpenContent } from './desk.ts';
import type { Handlers } from './dispatch.ts';
import { nameOf } from './people.ts';
import type { VerifyJournal } from './verify-port.ts';

/** Reading and verifying the journal, and what was denied in it. */
export function journalVerbs<Content extends OpenContent>(
  desk: Desk<Content>,
  verifyJournal: VerifyJournal,
  notify: Notify,
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
      const verdict = await verifyJournal(desk.place, desk.metadata, desk.contentDbKey, (done, total) => {
        notify('task.progress', { task: 'verify', done, total });
      });
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
      const denials = await listDenials(desk);
      return { total: denials.length, denials: denials.slice(offset, offset + limit) };
    },
  };
}

/** Everything that was denied, newest first, with the decision where policy made one. */
export async function listDenials<C extends OpenContent>(desk: Desk<C>): Promise<DenialView[]> {
  const denied = await desk.journal.read.ofKinds(['tool.denied']);
  const decisions = new Map(
    (await desk.journal.read.ofKinds(['tool.decided'])).map(({ entry }) => [entry.call, entry.body.decision]),
  );
  return denied.toReversed().map(({ entry: { seq, wallMs, run, call, agent, actor, body } }) => {
    const decision = Decision.safeParse(call === undefined ? undefined : decisions.get(call));
    const { tool, stage, ruleId, reason } = EVENTS['tool.denied'].event.parse(body);
    return {
      ...{ seq, wallMs, run, call, agent, role: actor.role, person: nameOf(desk.status.people, actor.id) },
      ...{ tool, stage, ruleId, reason },
      ...(decision.success ? { decision: decision.data } : {}),
    };
  });
}
