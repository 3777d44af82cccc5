import { Problem, type RunId } from '../../../shared/domain/index.ts';
import { EVENTS, READABLE_RUN_STATES, StoredRunState, type Entry } from '../../../shared/formats/index.ts';
import type { RunPorts } from './ports.ts';

/** The payload of a run's last pause; undefined when the run is not paused. */
export function pausePayload(entries: readonly Entry[]): Entry['payloads'][number] | undefined {
  const last = entries.findLast(({ kind }) => kind === 'run.state_changed' || kind === 'run.ended');
  if (last?.kind !== 'run.state_changed') return undefined;
  const { to } = EVENTS['run.state_changed'].event.parse(last.body);
  return to === 'waiting_for_approval' ? last.payloads[0] : undefined;
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
  const ref = pausePayload(entries);
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
