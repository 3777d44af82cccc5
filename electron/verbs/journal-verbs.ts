import { Problem } from '../../shared/domain/index.ts';
import { noteInFile } from '../../shared/formats/index.ts';
import type { EntryView } from '../../shared/ipc/index.ts';
import type { StoredEntry } from '../evidence/index.ts';
import type { ChooseFile, Notify } from './application.ts';
import { contextOf } from './actor.ts';
import type { Desk, OpenContent } from './desk.ts';
import type { Handlers } from './dispatch.ts';
import { nameOf } from './people.ts';
import type { VerifyJournal } from './verify-port.ts';
import { readWitnessFile, WITNESS_FILE } from './witness-files.ts';

export interface JournalVerbPorts {
  readonly verifyJournal: VerifyJournal;
  readonly notify: Notify;
  readonly chooseFile: ChooseFile;
}

/** Reading and verifying the journal. */
export function journalVerbs<Content extends OpenContent>(
  desk: Desk<Content>,
  { verifyJournal, notify, chooseFile }: JournalVerbPorts,
): Pick<Handlers, 'journal.listEntries' | 'journal.getEntry' | 'journal.verify'> {
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
    'journal.verify': async ({ witness }, caller) => {
      const path = witness === true ? await chooseFile(WITNESS_FILE) : undefined;
      if (witness === true && path === undefined) throw new Problem('cancelled', 'no file was chosen');
      const witnessed = path === undefined ? [] : [noteInFile(await readWitnessFile(path))];
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
