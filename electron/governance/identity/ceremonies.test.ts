import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { CEREMONIES, CEREMONY_NAMES, type Ceremony } from '../../../shared/domain/index.ts';
import type { Entry } from '../../../shared/formats/index.ts';
import { ceremoniesUnderWay, nextStep } from './ceremonies.ts';

const [ADA, OTTO, CARLA, NINA] = ['ada', 'otto', 'carla', 'nina'];
const ROLE_OF: Record<string, string> = {
  ada: 'admin',
  otto: 'operator',
  carla: 'compliance',
  nina: 'viewer',
};
const FACTS = { people: [], nowMs: 1_000_000 };

/** A journal as far as ceremonies read it. */
class Journal {
  readonly entries: Entry[] = [];
  #add(part: object): number {
    const seq = this.entries.length;
    this.entries.push({ seq, wallMs: seq * 1000, ...part } as unknown as Entry);
    return seq;
  }
  event(by: string, kind: string, body: object = {}): this {
    this.#add({ kind, phase: 'event', actor: { id: by, role: ROLE_OF[by] ?? 'none' }, body });
    return this;
  }
  act(by: string, kind: string, body: object, ok = true): this {
    const actor = { id: by, role: ROLE_OF[by] ?? 'none' };
    const intent = this.#add({ kind, phase: 'intent', actor, body });
    this.#add({ kind, phase: 'outcome', intent, actor, body: { ok } });
    return this;
  }
  /** Ceremonies by name, with the step that each waits at. */
  at(facts: Parameters<typeof ceremoniesUnderWay>[1] = FACTS): string[] {
    return ceremoniesUnderWay(this.entries, facts).map(
      (each) => `${each.ceremony} ${nextStep(each)}/${each.steps.length}`,
    );
  }
}
const about = (change: string, person = NINA) => ({ person, change, role: 'operator' });

describe('a ceremony', () => {
  it('of the first set-up comes as far as the journal tells, in any order', () => {
    const journal = new Journal().event('application', 'workspace.created');
    expect(journal.at()).toEqual(['set_up 1/7']);
    journal.event(CARLA, 'auth.signed_in').event(ADA, 'auth.signed_in');
    expect(journal.at()).toEqual(['set_up 1/7']);
    journal.event(OTTO, 'auth.signed_in').act(CARLA, 'recovery.made', {});
    expect(journal.at()[0]).toBe('set_up 5/7');
    journal.event(CARLA, 'recovery.drilled', { good: [] });
    expect(journal.at()[0]).toBe('set_up 5/7');
    journal.event(CARLA, 'recovery.drilled', { good: [1] }).act(ADA, 'backup.write', {}, false);
    expect(journal.at()[0]).toBe('set_up 6/7');
    journal.act(ADA, 'backup.write', {});
    expect(journal.at()[0]).toBe('set_up 7/7');
  });

  it.each([
    ['new', 'join'],
    ['password', 'password'],
    ['return', 'return'],
  ])(
    'of a change of a person (%s) goes from proposal over agreement to their own sign-in',
    (change, name) => {
      const journal = new Journal().event(NINA, 'auth.signed_in').act(ADA, 'person.proposed', about(change));
      expect(journal.at()).toEqual([`${name} 1/3`]);
      journal.act(CARLA, 'person.changed', about(change), false);
      expect(journal.at()).toEqual([`${name} 1/3`]);
      journal.act(CARLA, 'person.changed', about(change)).event(OTTO, 'auth.signed_in');
      expect(journal.at()).toEqual([`${name} 2/3`]);
      journal.event(NINA, 'auth.signed_in');
      expect(journal.at()).toEqual([`${name} 3/3`]);
    },
  );

  it('that was taken back, or proposed anew, is not under way any more', () => {
    const journal = new Journal().act(ADA, 'person.proposed', about('new'));
    journal.act(ADA, 'person.proposed', about('new'));
    expect(journal.at()).toEqual(['join 1/3']);
    journal.act(CARLA, 'person.declined', about('new'));
    expect(journal.at()).toEqual([]);
    journal.act(ADA, 'person.proposed', about('new'), false);
    expect(journal.at()).toEqual([]);
  });

  it('of a deputy is done when they signed in for the role, not for their own', () => {
    const journal = new Journal()
      .act(ADA, 'person.proposed', about('deputy'))
      .act(CARLA, 'person.changed', about('deputy'))
      .event(NINA, 'auth.signed_in');
    expect(journal.at()).toEqual(['deputy 2/3']);
    journal.event(NINA, 'auth.signed_in', { deputyUntilMs: 5 });
    expect(journal.at()).toEqual(['deputy 3/3']);
  });

  it('of somebody who leaves asks for new keys where they held any', () => {
    const journal = new Journal()
      .act(ADA, 'person.removed', { person: NINA, role: 'viewer' })
      .act(ADA, 'person.removed', { person: OTTO, role: 'operator' });
    expect(journal.at()).toEqual(['leave 2/2', 'leave 1/2']);
    journal.act(CARLA, 'key.rotated', {});
    expect(journal.at()).toEqual(['leave 2/2', 'leave 2/2']);
  });

  it('of a ward with two people is about who is there now, and sheets that were tried within a year', () => {
    const people = (['operator', 'compliance', 'admin'] as const).map((role) => ({ role }));
    const journal = new Journal()
      .event('application', 'workspace.created')
      .act(CARLA, 'recovery.made', {})
      .event(CARLA, 'recovery.drilled', { good: [2] });
    const at = (facts: Parameters<typeof ceremoniesUnderWay>[1]) =>
      journal.at(facts).find((each) => each.startsWith('two_people'));
    expect(at({ people, nowMs: 5000 })).toBe('two_people 3/3');
    expect(at({ people: people.slice(1), nowMs: 5000 })).toBe('two_people 0/3');
    expect(at({ people, nowMs: 366 * 86_400_000 })).toBe('two_people 2/3');
    journal.act(CARLA, 'recovery.made', {});
    expect(at({ people, nowMs: 5000 })).toBe('two_people 2/3');
  });

  it('of another user of the workstation is about that account alone', () => {
    const journal = new Journal()
      .event('application', 'device.asked', { account: 'a' })
      .event('application', 'device.asked', { account: 'b' })
      .act(ADA, 'device.admitted', { account: 'a' })
      .event(ADA, 'device.dismissed', { account: 'b' });
    expect(journal.at()).toEqual(['os_user 2/2']);
  });

  it('of an emergency waits for its review', () => {
    const journal = new Journal().event(OTTO, 'emergency.began');
    journal.event(OTTO, 'emergency.ended', { began: 0 });
    expect(journal.at()).toEqual(['night 2/3']);
    journal.event(CARLA, 'emergency.reviewed', { began: 7 });
    expect(journal.at()).toEqual(['night 2/3']);
    journal.event(CARLA, 'emergency.reviewed', { began: 0 });
    expect(journal.at()).toEqual(['night 3/3']);
  });
});

describe('the written ceremonies', () => {
  const text = readFileSync(join(import.meta.dirname, '../../../resources/docs/ceremonies.md'), 'utf8');
  const plain = text.replaceAll(/\s+/g, ' ');

  it.each(CEREMONY_NAMES)('say of %s what the screen says, step by step', (name) => {
    const { title, when, present, proven, steps }: Ceremony = CEREMONIES[name];
    expect(text).toContain(`## ${title}`);
    for (const sentence of [when, present, proven, ...steps.flatMap(({ does, shows }) => [does, shows])])
      expect(plain).toContain(sentence);
  });

  it('have steps whose names are their own', () => {
    for (const name of CEREMONY_NAMES) {
      const ids = CEREMONIES[name].steps.map(({ id }) => id);
      expect(new Set(ids).size).toBe(ids.length);
    }
  });
});
