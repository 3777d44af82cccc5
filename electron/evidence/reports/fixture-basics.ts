import type { DatasetId, PersonId, RunId, Sha256Hex, WorkspaceId } from '../../../shared/domain/index.ts';
import { ENTRY_FORMAT, EVENTS, type Entry, type EventName } from '../../../shared/formats/journal/index.ts';
import type { PersonView } from '../../../shared/ipc/session-views.ts';
import { sha256Hex } from '../../core/index.ts';

/** A run that never was, for tests and benchmarks: invented people, columns and figures. */
export const START_MS = Date.UTC(2026, 10, 21, 9, 30, 12);
export const uuid = (kind: number, index: number): string =>
  `${kind.toString(16).padStart(8, 'a')}-0000-4000-8000-${index.toString(16).padStart(12, '0')}`;
export const hash = (text: string): Sha256Hex => sha256Hex(text);

export const FIXTURE_RUN = uuid(1, 1) as RunId;
export const DATASET = uuid(2, 1) as DatasetId;
export const FIXTURE_WORKSPACE = uuid(3, 1) as WorkspaceId;
const ADMIN: PersonView = { id: uuid(4, 1) as PersonId, name: 'Ines Amaral', role: 'admin' };
export const OPERATOR: PersonView = { id: uuid(4, 2) as PersonId, name: 'Jonas Lindqvist', role: 'operator' };
export const OFFICER: PersonView = {
  id: uuid(4, 3) as PersonId,
  name: 'Maja Wójcik-Okonkwo',
  role: 'compliance',
};
export const PEOPLE: readonly PersonView[] = [ADMIN, OPERATOR, OFFICER];

/** Writes entries as the journal would, with checked bodies; the chain is not part of what reports read. */
export function entryWriter(first = 4): {
  readonly entries: Entry[];
  add(kind: EventName, phase: Entry['phase'], body: unknown, rest?: Partial<Entry>): Entry;
} {
  const entries: Entry[] = [];
  return {
    entries,
    add: (kind, phase, body, rest = {}) => {
      const schema = (EVENTS[kind] as Record<string, { parse(value: unknown): unknown }>)[phase];
      const seq = first + entries.length;
      const entry: Entry = {
        v: ENTRY_FORMAT,
        seq,
        epoch: 1,
        wallMs: START_MS + seq * 830,
        monoMs: seq * 830,
        kind,
        phase,
        actor: { id: OPERATOR.id, role: 'operator' },
        correlation: 'fixture',
        phiAccessed: kind === 'tool.call',
        body: schema?.parse(body) as Entry['body'],
        payloads:
          kind === 'tool.call' && phase === 'outcome'
            ? [{ id: uuid(9, seq) as Entry['payloads'][number]['id'], sha256: hash(`payload ${seq}`) }]
            : [],
        prev: hash(`previous ${seq}`),
        ...rest,
      };
      entries.push(entry);
      return entry;
    },
  };
}
