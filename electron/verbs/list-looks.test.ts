import { expect, test } from 'vitest';
import type { PersonId } from '../../shared/domain/index.ts';
import type { PersonView } from '../../shared/ipc/index.ts';
import type { Caller } from './dispatch.ts';
import { ListLooks, LOOK_MS } from './list-looks.ts';

const person = (name: string): PersonView => ({
  id: `5f0c9d5e-8a94-4b3a-9d0e-0000000000${name === 'Carla' ? 'aa' : 'bb'}` as PersonId,
  name,
  role: 'compliance',
});

function setUp() {
  const recorded: string[] = [];
  const at = { ms: 1000, full: false };
  const desk = {
    journal: {
      event: (kind: string, { what }: { what: string }, { actor }: { actor: { id: string } }) => {
        if (at.full) return Promise.reject(new Error('full'));
        recorded.push(`${kind} ${what} ${actor.id.slice(-2)}`);
        return Promise.resolve({ seq: recorded.length, wallMs: at.ms });
      },
    },
  };
  const looks = new ListLooks(desk as never, () => at.ms);
  const look = (who: PersonView, what: 'denials' | 'approvals'): Promise<void> => {
    const caller: Caller = {
      person: who,
      correlation: 'c',
      signal: new AbortController().signal,
      maySeeContent: true,
    };
    return looks.record(what, caller);
  };
  return { recorded, at, look };
}

test('a look is one entry per person, list, session and ten minutes', async () => {
  const { recorded, at, look } = setUp();
  const [carla, bea] = [person('Carla'), person('Bea')];
  await Promise.all([look(carla, 'denials'), look(carla, 'denials')]);
  at.ms += LOOK_MS - 1;
  await look(carla, 'denials');
  expect(recorded).toEqual(['journal.viewed denials aa']);
  await look(carla, 'approvals');
  await look(bea, 'denials');
  expect(recorded.slice(1)).toEqual(['journal.viewed approvals aa', 'journal.viewed denials bb']);
  // From the first moment on: who keeps a screen open leaves an entry every ten minutes.
  at.ms += 1;
  await look(carla, 'denials');
  // Another session of the same person, and a clock that was set back.
  await look(person('Carla'), 'denials');
  at.ms -= 5000;
  await look(carla, 'denials');
  expect(recorded.slice(3)).toEqual(Array.from({ length: 3 }, () => 'journal.viewed denials aa'));
});

test('what could not be recorded is not shown, to nobody who waits for it, and is tried again', async () => {
  const { recorded, at, look } = setUp();
  const carla = person('Carla');
  at.full = true;
  const both = await Promise.allSettled([look(carla, 'denials'), look(carla, 'denials')]);
  expect(both.map(({ status }) => status)).toEqual(['rejected', 'rejected']);
  at.full = false;
  await look(carla, 'denials');
  expect(recorded).toHaveLength(1);
});
