import { Problem } from '../../shared/domain/index.ts';
import { EVENTS, type Entry } from '../../shared/formats/index.ts';
import type { DrillView } from '../../shared/ipc/index.ts';
import {
  ATTACKS,
  rowOf,
  runDrill,
  verdictInWords,
  type DrillResult,
  type DrillVerdict,
  type JournalOptions,
} from '../evidence/index.ts';
import { contextOf } from './actor.ts';
import type { Notify } from './application.ts';
import type { Desk } from './desk/desk.ts';
import type { OpenContent } from './desk/settings.ts';
import type { Handlers } from './dispatch.ts';
import { nameOf } from './people.ts';

export interface DrillVerbPorts {
  readonly notify: Notify;
  /** The open journal's place and keys. */
  journalOptions(): JournalOptions;
}

/** The tamper drill on a copy of the workspace's journal. One at a time. */
export function drillVerbs<C extends OpenContent>(
  desk: Desk<C>,
  ports: DrillVerbPorts,
): Pick<Handlers, 'audit.drill' | 'audit.cancelDrill' | 'audit.getLastDrill'> {
  let running: AbortController | undefined;
  return {
    'audit.drill': async (_, caller) => {
      if (running !== undefined)
        throw new Problem('in_use', 'a drill is going on already', 'Wait for it, or cancel it.');
      const controller = new AbortController();
      running = controller;
      try {
        const result = await runDrill(ports.journalOptions(), {
          signal: AbortSignal.any([controller.signal, caller.signal]),
          onProgress: (done, total, message) => {
            ports.notify('task.progress', { task: 'drill', done, total, message });
          },
        });
        const { seq, wallMs } = await desk.journal.event(
          'integrity.drilled',
          bodyOf(result),
          contextOf(caller),
        );
        const person = nameOf(desk.everyone, contextOf(caller).actor.id);
        return { ...toDrillView(result, wallMs), person, seq };
      } finally {
        running = undefined;
      }
    },
    'audit.cancelDrill': () => {
      running?.abort();
      return Promise.resolve({});
    },
    'audit.getLastDrill': async () => {
      const last = (await desk.journal.read.ofKinds(['integrity.drilled'])).at(-1);
      return last === undefined ? null : viewOfEntry(last.entry, nameOf(desk.everyone, last.entry.actor.id));
    },
  };
}

/** A drill as screens and the command line show it. */
export function toDrillView(result: DrillResult, wallMs: number): DrillView {
  return {
    wallMs,
    size: result.size,
    asExpected: result.asExpected,
    rows: result.rows.map((row) => ({ ...row, without: { ...row.without }, with: { ...row.with } })),
  };
}

/** What the journal keeps of a drill: sizes and verdicts, no positions. */
function bodyOf({ size, asExpected, rows }: DrillResult) {
  return {
    size,
    asExpected,
    attacks: rows.map(({ attack, without, with: witnessed }) => ({
      attack,
      without: without.verdict,
      with: witnessed.verdict,
    })),
  };
}

function viewOfEntry({ body, wallMs, seq }: Entry, person: string): DrillView {
  const { size, asExpected, attacks } = EVENTS['integrity.drilled'].event.parse(body);
  const told = (verdict: DrillVerdict['verdict']): DrillVerdict => ({
    verdict,
    words: verdict === 'not_checked' ? 'not checked' : verdictInWords({ verdict, firstBad: undefined }),
  });
  const rows = attacks.map(({ attack, without, with: witnessed }) =>
    rowOf(attack, ATTACKS[attack], { without: told(without), with: told(witnessed) }),
  );
  return { ...toDrillView({ size, asExpected, rows }, wallMs), person, seq };
}
