import { MIN_PASSWORD_LENGTH } from '../../../shared/domain/passwords.ts';
import type { PeopleView, ProposalView, ProposedChange } from '../../../shared/ipc/index.ts';
import type { Tone } from '../../ui/words.ts';

type Active = PeopleView['people'][number];
type Former = PeopleView['former'][number];

/** One line of the list: somebody who may sign in, a change that waits, or somebody who left. */
export type PersonRow =
  | { readonly kind: 'proposal'; readonly key: string; readonly person: ProposalView }
  | { readonly kind: 'active'; readonly key: string; readonly person: Active }
  | { readonly kind: 'former'; readonly key: string; readonly person: Former };

/** What waits first, then who is here, then who was. */
export function rowsOf({ people, proposals, former }: PeopleView): readonly PersonRow[] {
  const byName = <Person extends { readonly name: string }>(list: readonly Person[]): Person[] =>
    [...list].sort((a, b) => a.name.localeCompare(b.name, 'en'));
  return [
    ...byName(proposals).map((person) => ({ kind: 'proposal' as const, key: `${person.id}-next`, person })),
    ...byName(people).map((person) => ({ kind: 'active' as const, key: person.id, person })),
    ...byName(former).map((person) => ({ kind: 'former' as const, key: person.id, person })),
  ];
}

export function stateOf(row: PersonRow): { readonly text: string; readonly tone: Tone } {
  if (row.kind === 'proposal') return { text: 'Proposed', tone: 'warn' };
  if (row.kind === 'former') return { text: 'Left', tone: 'neutral' };
  return row.person.lockedOutAtMs === undefined
    ? { text: 'Active', tone: 'good' }
    : { text: 'Locked out', tone: 'bad' };
}

export const CHANGE_WORDS: Readonly<Record<ProposedChange, string>> = {
  new: 'Joins',
  role: 'Another role',
  password: 'New password',
  return: 'Returns',
  deputy: 'Stands in',
};

/** What keeps a new password from being ready; nothing while a field is untouched. */
export function passwordProblem(password: string, again: string): string | undefined {
  if (password !== '' && Array.from(password).length < MIN_PASSWORD_LENGTH)
    return `At least ${MIN_PASSWORD_LENGTH} characters; four or five words do well.`;
  return again !== '' && again !== password ? 'The two passwords differ.' : undefined;
}
