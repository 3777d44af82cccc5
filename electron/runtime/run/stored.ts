import { Problem, type RunId } from '../../../shared/domain/index.ts';
import { EVENTS, READABLE_RUN_STATES, StoredRunState, type Entry } from '../../../shared/formats/index.ts';
import type { RunPorts } from './ports.ts';

/** A run that let go of its work and can be taken up again. */
export interface Pause {
  readonly state: 'waiting_for_approval' | 'paused';
  readonly payload: Entry['payloads'][number];
}

/** The last pause of a run; undefined when it does not wait. */
export function pauseOf(entries: readonly Entry[]): Pause | undefined {
  const last = entries.findLast(({ kind }) => kind === 'run.state_changed' || kind === 'run.ended');
  if (last?.kind !== 'run.state_changed') return undefined;
  const { to } = EVENTS['run.state_changed'].event.parse(last.body);
  const [payload] = last.payloads;
  if (payload === undefined || (to !== 'waiting_for_approval' && to !== 'paused')) return undefined;
  return { state: to, payload };
}

/**
 * Brings a paused run's state back. It is not trusted: version and schema are checked, and it must be
 * about this run.
 *
 * @throws Problem `not_found` (not paused), `newer_format`, `damaged`.
 */
export async function readStored(
  ports: Pick<RunPorts, 'payloads'>,
  run: RunId,
  entries: readonly Entry[],
): Promise<StoredRunState> {
  const ref = pauseOf(entries)?.payload;
  if (ref === undefined)
    throw new Problem(
      'not_found',
      'the run does not wait for a person',
      'Look at its state, or start a new run.',
    );
  const state = parseStored(new TextDecoder().decode(await ports.payloads.get('conversation_history', ref)));
  if (state.run !== run) throw damaged();
  return state;
}

/** @throws Problem `newer_format`, `damaged`. */
export function parseStored(text: string): StoredRunState {
  const value = parseJson(text);
  const version = (value as { v?: unknown } | null)?.v;
  if (typeof version === 'number' && !READABLE_RUN_STATES.includes(version))
    throw new Problem(
      'newer_format',
      `the waiting run was stored in format ${version}, which this version cannot read`,
      'Open it with the version that stored it.',
    );
  const parsed = StoredRunState.safeParse(value);
  if (!parsed.success) throw damaged();
  return parsed.data;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw damaged();
  }
}

function damaged(): Problem {
  return new Problem(
    'damaged',
    'the stored state of the run cannot be used',
    'Cancel the run and start a new one.',
  );
}
