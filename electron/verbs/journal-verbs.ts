import { Problem } from '../../shared/domain/index.ts';
import { EVENTS, noteInFile, type EventKind } from '../../shared/formats/index.ts';
import type { EntryCountsView, EntryFilterArgs, EntryView, IntegrityView } from '../../shared/ipc/index.ts';
import type { EntryCounts, StoredEntry } from '../evidence/index.ts';
import type { Transfers } from '../operations/index.ts';
import type { Notify } from './application.ts';
import { contextOf } from './actor.ts';
import type { Desk } from './desk/desk.ts';
import type { OpenContent } from './desk/settings.ts';
import type { Handlers } from './dispatch.ts';
import { Looks } from './looks.ts';
import { nameOf } from './people.ts';
import type { VerifyJournal } from './verify-port.ts';
import { readWitnessFile } from './witness-files.ts';

export interface JournalVerbPorts {
  readonly verifyJournal: VerifyJournal;
  readonly notify: Notify;
  readonly transfers: Transfers;
}

type Names =
  | 'journal.searchEntries'
  | 'journal.readEntries'
  | 'journal.countEntries'
  | 'journal.getEntry'
  | 'journal.getIntegrity'
  | 'journal.verify';

/** Reading and verifying the journal. */
export function journalVerbs<Content extends OpenContent>(
  desk: Desk<Content>,
  { verifyJournal, notify, transfers }: JournalVerbPorts,
): Pick<Handlers, Names> {
  const looks = new Looks();
  const view = ({ entry, leafSha256 }: StoredEntry): EntryView => ({
    entry,
    leafSha256,
    person: nameOf(desk.everyone, entry.actor.id),
  });
  const newest = async (kind: EventKind): Promise<StoredEntry | undefined> =>
    (await desk.journal.read.list({ offset: 0, limit: 1, newestFirst: true, kind })).entries[0];
  return {
    'journal.searchEntries': async ({ filter, limit }, caller) => {
      // Asked first: a filter that cannot be answered is no look.
      const page = await desk.journal.read.search({ filter, offset: 0, limit });
      await desk.journal.event(
        'journal.viewed',
        { what: 'entries', by: conditionsOf(filter) },
        contextOf(caller),
      );
      const look = looks.begin({ person: caller.person?.id, filter, asOfSeq: page.asOfSeq });
      return { ...page, look, entries: page.entries.map(view) };
    },
    'journal.readEntries': async ({ look, offset, limit }, caller) => {
      const { filter, asOfSeq } = looks.of(look, caller.person?.id);
      const page = await desk.journal.read.search({ filter, asOfSeq, offset, limit });
      return { ...page, entries: page.entries.map(view) };
    },
    'journal.countEntries': async ({ look }, caller) => {
      const { filter, asOfSeq } = looks.of(look, caller.person?.id);
      return countsView(await desk.journal.read.count({ filter, asOfSeq }), (id) =>
        nameOf(desk.everyone, id),
      );
    },
    'journal.getEntry': async ({ seq }, caller) => {
      const { read } = desk.journal;
      const entry = await read.get(seq);
      await desk.journal.event('journal.viewed', { what: 'entry', seq }, contextOf(caller));
      return { view: view(entry), causes: (await read.causes(seq)).map(view) };
    },
    'journal.getIntegrity': async () => {
      const [verified, checkpoint] = [await newest('integrity.verified'), await newest('journal.checkpoint')];
      const { firstSeq, size } = await desk.journal.read.state();
      return integrityView(firstSeq + size - 1, verified && view(verified), checkpoint && view(checkpoint));
    },
    'journal.verify': async ({ witness }, caller) => {
      const brought = witness === true ? await transfers.bring('witness', contextOf(caller)) : undefined;
      if (witness === true && brought === undefined) throw new Problem('cancelled', 'no file was chosen');
      const witnessed = brought === undefined ? [] : [noteInFile(await readWitnessFile(brought))];
      const progress = (done: number, total: number): void => {
        notify('task.progress', { task: 'verify', done, total });
      };
      const { place, metadata, contentDbKey } = desk;
      const verdict = await verifyJournal(place, metadata, contentDbKey, progress, witnessed);
      const { size } = await desk.journal.read.state();
      const first = verdict.lines.find((line) => line.verdict === 'failed');
      await desk.journal.event(
        'integrity.verified',
        { verdict: first?.detail.slice(0, 200) ?? 'ok', size },
        contextOf(caller),
      );
      return verdict;
    },
  };
}

/** Which conditions a filter has, without their values: a text that was searched for could name a patient. */
function conditionsOf(filter: EntryFilterArgs): (keyof EntryFilterArgs)[] {
  const names = Object.keys(filter) as (keyof EntryFilterArgs)[];
  return names.filter((name) => filter[name] !== undefined);
}

function countsView(
  counts: EntryCounts,
  nameById: (id: EntryCountsView['people'][number]['id']) => string,
): EntryCountsView {
  const { total, complete, decisions, phases, phiAccessed, failed } = counts;
  const { fromMs, binMs, bins } = counts.histogram;
  const people = Object.entries(counts.people) as [EntryCountsView['people'][number]['id'], number][];
  return {
    ...{ total, complete, phiAccessed, failed, decisions: { ...decisions }, phases: { ...phases } },
    kinds: { ...counts.kinds },
    people: people.map(([id, count]) => ({ id, name: nameById(id), count })),
    agents: Object.entries(counts.agents).map(([name, count]) => ({ name, count })),
    histogram: { fromMs, binMs, bins: [...bins] },
  };
}

function integrityView(
  asOfSeq: number,
  verified: EntryView | undefined,
  checkpoint: EntryView | undefined,
): IntegrityView {
  const view: IntegrityView = { asOfSeq };
  if (verified !== undefined) {
    const { seq, wallMs, body } = verified.entry;
    const { verdict } = EVENTS['integrity.verified'].event.parse(body);
    view.lastVerified = { seq, wallMs, person: verified.person, intact: verdict === 'ok', verdict };
  }
  if (checkpoint !== undefined) {
    const { seq, wallMs, body } = checkpoint.entry;
    const { size: covers, reason } = EVENTS['journal.checkpoint'].event.parse(body);
    view.lastCheckpoint = { seq, wallMs, size: covers, reason };
  }
  return view;
}
