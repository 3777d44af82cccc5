import type { StoredEntry } from '../evidence/index.ts';
import { EVENTS, type Entry } from '../../shared/formats/index.ts';
import type { TransferView } from '../../shared/ipc/index.ts';
import type { Transfers } from '../operations/index.ts';
import { contextOf } from './actor.ts';
import type { Desk } from './desk/desk.ts';
import type { OpenContent } from './desk/settings.ts';
import type { Handlers } from './dispatch.ts';
import { ListLooks } from './list-looks.ts';
import { nameOf } from './people.ts';
import { transferLogCsv } from './transfer-log-csv.ts';

/** Lines that one answer carries; the journal screen holds them all. */
const MOST = 1000;

interface Which {
  readonly removableOnly?: boolean | undefined;
  readonly way?: TransferView['way'] | undefined;
  readonly state?: TransferView['state'] | undefined;
}

/** What crossed the border of the workspace, on which medium. */
export function transferVerbs<C extends OpenContent>(
  desk: Desk<C>,
  ports: {
    readonly transfers: Transfers;
    /** Removes identifiers from what was typed. */
    redact(text: string): string;
    /** Wall clock. */
    nowMs(): number;
  },
): Pick<Handlers, 'transfers.export' | 'transfers.list'> {
  const looks = new ListLooks(desk, ports.nowMs);
  /** Newest first. */
  const log = async ({ removableOnly, way, state }: Which): Promise<TransferView[]> => {
    const stored = await desk.journal.read.ofKinds(['transfer.in', 'transfer.refused', 'transfer.out']);
    const outcomes = new Map(stored.map(({ entry }) => [entry.intent, entry]));
    return stored
      .flatMap((each) => lineOf(each, outcomes, (id) => nameOf(desk.everyone, id)))
      .filter(
        (line) =>
          (removableOnly !== true || line.medium.kind === 'removable') &&
          (way === undefined || line.way === way) &&
          (state === undefined || line.state === state),
      )
      .reverse();
  };
  return {
    'transfers.list': async (which, caller) => {
      const all = await log(which);
      await looks.record('transfers', caller);
      const { firstSeq, size } = await desk.journal.read.state();
      return { transfers: all.slice(0, MOST), total: all.length, asOfSeq: firstSeq + size - 1 };
    },

    'transfers.export': async ({ purpose, ...which }, caller) => {
      const context = contextOf(caller);
      const place = await ports.transfers.place(
        {
          ...{ what: 'journal', title: 'Export the log of media', suggestedName: 'media-log.csv' },
          purpose: ports.redact(purpose).slice(0, 500),
        },
        context,
      );
      if (place === undefined) return null;
      const all = await log(which);
      const { file, sizeBytes, sha256 } = await place.send(transferLogCsv(all), context);
      return { file, lines: all.length, sizeBytes, sha256 };
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
