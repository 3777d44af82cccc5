import { Problem, type RunId } from '../../../shared/domain/index.ts';
import type { Entry, EntryContext, PayloadRef } from '../../../shared/formats/index.ts';
import { contextOf } from '../actor.ts';
import type { Content } from '../content.ts';
import type { Desk } from '../desk/desk.ts';
import type { Handlers } from '../dispatch.ts';
import { recordedWithEntries } from '../recorded.ts';
import { entriesOf } from '../run-entries.ts';
import { certify, placeOfCertificate, type ErasePorts } from './certify.ts';
import { requireEnded } from './require-ended.ts';

/** Payloads that one act of erasing names; an entry stays short enough to be read. */
const ERASED_AT_ONCE = 200;

/** What was said and written, destroyed by its keys: of a run, of one agent in it, or of one entry. */
export function erasePayloadVerbs(desk: Desk<Content>, ports: ErasePorts): Pick<Handlers, 'payloads.erase'> {
  return {
    'payloads.erase': async ({ run, agent, seq, reason, password }, caller) => {
      await desk.confirmPassword(password);
      const citing = await citingEntries(desk, { run, agent, seq });
      const ofRun = run ?? citing[0]?.run;
      if (ofRun !== undefined) await requireEnded(desk, [ofRun]);
      const refs = new Map(citing.flatMap(({ payloads }) => payloads).map((ref) => [ref.id, ref]));
      const { kept, before } = await leftOf(desk, [...refs.values()]);
      const isWholeRun = run !== undefined && agent === undefined;
      if (kept.length === 0 && !isWholeRun) throw nothingLeft();
      const context = contextOf(caller);
      const of = run === undefined ? `entry-${seq ?? 0}` : run.slice(0, 8);
      const place = await placeOfCertificate(ports, of, context);
      if (place === undefined) return null;
      const redact = await desk.content.redactFor(ofRun);
      const why = redact(reason);
      // Of one entry the agent is its own: what was typed beside it names nothing.
      const about = { ...context, run: ofRun, agent: seq === undefined ? agent : citing[0]?.agent };
      const entries = await destroyKeys(desk, kept, { about, reason: why });
      const files = isWholeRun ? await destroyFileKeys(desk, run, { about, reason: why }, entries) : 0;
      const [first, last] = [entries[0], entries.at(-1)];
      if (first === undefined || last === undefined || kept.length + files === 0) throw nothingLeft();
      const whose = run === undefined ? { entry: seq ?? 0 } : { run, agent };
      const certificate = await certify(
        desk,
        ports,
        place,
        {
          erased: { what: 'payloads', of: whose, payloads: kept.length, files },
          ...{ reason: why, entries: [first[0], last[1]] },
          sinceMs: Math.min(...citing.map(({ wallMs }) => wallMs)),
        },
        context,
      );
      const copies = await copiesLeft(desk, isWholeRun ? undefined : ofRun);
      return { erased: kept.length, files, before, copies, certificate };
    },
  };
}

async function citingEntries(
  desk: Desk<Content>,
  { run, agent, seq }: { run?: RunId | undefined; agent?: string | undefined; seq?: number | undefined },
): Promise<readonly Entry[]> {
  if (seq !== undefined) return [(await desk.journal.read.get(seq)).entry];
  const all = run === undefined ? [] : await entriesOf(desk, run);
  return all.filter((one) => agent === undefined || one.agent === agent);
}

async function leftOf(
  desk: Desk<Content>,
  refs: readonly PayloadRef[],
): Promise<{ readonly kept: readonly PayloadRef[]; readonly before: number }> {
  const states = await desk.content.payloads.states(refs.map(({ id }) => id));
  return {
    kept: refs.filter((_, index) => states[index] === 'kept'),
    before: states.filter((state) => state === 'erased').length,
  };
}

interface Act {
  readonly about: EntryContext;
  readonly reason: string;
}

/** Each act names the payloads whose keys it destroys, before and after. */
async function destroyKeys(
  { journal, content: { payloads } }: Desk<Content>,
  kept: readonly PayloadRef[],
  { about, reason }: Act,
): Promise<(readonly [number, number])[]> {
  const acts: (readonly [number, number])[] = [];
  for (let first = 0; first < kept.length; first += ERASED_AT_ONCE) {
    const some = kept.slice(first, first + ERASED_AT_ONCE);
    const { entries } = await recordedWithEntries(
      journal,
      'payload.erase',
      { payloads: some.length, reason },
      { ...about, payloads: some },
      async () => {
        for (const { id } of some) await payloads.erase(id);
      },
      () => ({ ok: true as const, erased: some.length }),
    );
    acts.push(entries);
  }
  return acts;
}

/** Sealed files of a run have keys of their own; they go with its payloads. Adds its entries to `acts`. */
async function destroyFileKeys(
  { journal, content: { runFiles } }: Desk<Content>,
  run: RunId,
  { about, reason }: Act,
  acts: (readonly [number, number])[],
): Promise<number> {
  const { result, entries } = await recordedWithEntries(
    journal,
    'payload.erase',
    { payloads: 0, reason },
    about,
    () => runFiles.destroyKeys(run),
    (files) => ({ ok: true as const, erased: 0, files }),
  );
  acts.push(entries);
  return result;
}

/** Sealed copies of what one agent said stay in the files of its run. */
async function copiesLeft(desk: Desk<Content>, run: RunId | undefined): Promise<string[]> {
  const stored = run === undefined ? [] : await desk.content.runFiles.stored(run);
  return stored.map(({ file }) => file).filter((file) => file.startsWith('conversations/'));
}

function nothingLeft(): Problem {
  return new Problem('not_found', 'there is nothing left to erase here', 'Its keys are gone already.');
}
