import type { StoredEntry } from '../evidence/index.ts';
import { EVENTS, type Entry } from '../../shared/formats/index.ts';
import type { TransferView } from '../../shared/ipc/index.ts';
import type { Desk } from './desk/desk.ts';
import type { OpenContent } from './desk/settings.ts';
import type { Handlers } from './dispatch.ts';
import { ListLooks } from './list-looks.ts';
import { nameOf } from './people.ts';

/** Lines that one answer carries; the journal screen holds them all. */
const MOST = 1000;

/** What crossed the border of the workspace, on which medium. */
export function transferVerbs<C extends OpenContent>(
  desk: Desk<C>,
  nowMs: () => number,
): Pick<Handlers, 'transfers.list'> {
  const looks = new ListLooks(desk, nowMs);
  return {
    'transfers.list': async ({ removableOnly }, caller) => {
      const stored = await desk.journal.read.ofKinds(['transfer.in', 'transfer.refused', 'transfer.out']);
      const outcomes = new Map(stored.map(({ entry }) => [entry.intent, entry]));
      const all = stored
        .flatMap((each) => lineOf(each, outcomes, (id) => nameOf(desk.everyone, id)))
        .filter(({ medium }) => removableOnly !== true || medium.kind === 'removable')
        .reverse();
      await looks.record('transfers', caller);
      const { firstSeq, size } = await desk.journal.read.state();
      return { transfers: all.slice(0, MOST), total: all.length, asOfSeq: firstSeq + size - 1 };
    },
  };
}

function lineOf(
  { entry }: StoredEntry,
  outcomes: ReadonlyMap<number | undefined, Entry>,
  personOf: (id: Entry['actor']['id']) => string,
): TransferView[] {
  const { seq, wallMs, actor, body, kind, phase } = entry;
  const about = { entry: seq, atMs: wallMs, person: personOf(actor.id) };
  if (kind === 'transfer.in')
    return [{ ...about, way: 'in', state: 'done', ...EVENTS['transfer.in'].event.parse(body) }];
  if (kind === 'transfer.refused')
    return [{ ...about, state: 'refused', ...EVENTS['transfer.refused'].event.parse(body) }];
  if (phase !== 'intent') return [];
  // The recipient's key is for the journal; the view's schema leaves it out.
  const intent = EVENTS['transfer.out'].intent.parse(body);
  const end = outcomes.get(seq);
  const line = { ...about, way: 'out', ...intent } as const;
  if (end === undefined) return [{ ...line, state: 'open' }];
  const outcome = EVENTS['transfer.out'].outcome.parse(end.body);
  if (!outcome.ok) return [{ ...line, state: 'failed', why: outcome.code }];
  return [{ ...line, state: 'done', sizeBytes: outcome.sizeBytes, sha256: outcome.sha256 }];
}
