import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { Problem } from '../../shared/domain/index.ts';
import type { Refusal } from '../core/index.ts';
import type { Journal } from '../evidence/index.ts';
import { PostureDesk } from './posture-desk.ts';

/** A journal that keeps entries in memory, as far as the posture uses one. */
class Entries {
  readonly all: { kind: string; body: Record<string, unknown>; actor: { id: string; role: string } }[] = [];
  readonly journal = {
    event: (
      kind: string,
      body: Record<string, unknown>,
      context: { actor: { id: string; role: string } },
    ) => {
      this.all.push({ kind, body, actor: context.actor });
      return Promise.resolve();
    },
    read: {
      ofKinds: (kinds: string[]) =>
        Promise.resolve(
          this.all
            .filter(({ kind }) => kinds.includes(kind))
            .map((entry, seq) => ({ entry: { ...entry, seq } })),
        ),
    },
  } as unknown as Journal;

  bodies(kind: string): unknown[] {
    return this.all.filter((entry) => entry.kind === kind).map(({ body }) => body);
  }

  say(role: string, kind: string, body: Record<string, unknown>): void {
    this.all.push({ kind, body, actor: { id: 'person', role } });
  }
}

let entries: Entries;
let routes: string[];
let locked: string[];
let notices: boolean[];
let early: string[];
let checked: string[];
let refuse: (refusal: Refusal) => void;
let desk: PostureDesk;

beforeEach(async () => {
  vi.useFakeTimers();
  entries = new Entries();
  [routes, locked, notices, early, checked] = [[], [], [], [], []];
  desk = new PostureDesk({
    check: (_accepted, _journal, why) => {
      checked.push(why);
      return Promise.resolve([{ id: 'guard', grade: 'enforced', state: 'fine', finding: 'closed' }]);
    },
    routes: () => routes,
    onRefusal: (listener) => {
      refuse = listener;
    },
    notify: (_, body) => {
      notices.push((body as { alarm: boolean }).alarm);
    },
    nowMs: () => 5000,
    lock: (reason) => Promise.resolve(locked.push(reason)),
    recordEarly: (body) => Promise.resolve(early.push(body.why) > 0),
    waitsForPeople: true,
  });
  await desk.opened(entries.journal);
});
afterEach(() => {
  vi.useRealTimers();
});

const strict = async (): Promise<void> => {
  entries.say('admin', 'posture.strict_set', { strict: true, reason: 'ward' });
  await desk.rulesChanged();
};
const accept = async (interfaces: string[], expiresAtMs = 10_000): Promise<void> => {
  entries.say('compliance', 'posture.network_accepted', { interfaces, expiresAtMs, reason: 'ward' });
  await desk.rulesChanged();
};

describe('while patient data is open', () => {
  it('a way out is noticed within five seconds, recorded and shown', async () => {
    const stop = desk.watch();
    routes = ['eth0'];
    await vi.advanceTimersByTimeAsync(5000);
    expect(entries.bodies('posture.network_changed')).toEqual([
      { appeared: ['eth0'], gone: [], strict: false },
    ]);
    expect(desk.view(undefined).network).toEqual({
      routes: ['eth0'],
      state: 'not_accepted',
      alarm: { sinceMs: 5000, interfaces: ['eth0'] },
    });
    expect([notices.at(-1), locked]).toEqual([true, []]);
    stop();
  });

  it('what was looked at is looked at again, so that the screen contradicts nothing', async () => {
    const stop = desk.watch();
    const looks = checked.length;
    routes = ['eth0'];
    await vi.advanceTimersByTimeAsync(5000);
    expect(checked.slice(looks)).toEqual(['start']);
    expect(entries.bodies('posture.checked')).toHaveLength(1);
    stop();
  });

  it('nobody looks once it is closed', async () => {
    desk.watch()();
    routes = ['eth0'];
    await vi.advanceTimersByTimeAsync(10_000);
    expect(entries.bodies('posture.network_changed')).toEqual([]);
  });

  it('what appeared while it was closed is noticed when it opens', async () => {
    desk.watch()();
    routes = ['eth0'];
    const stop = desk.watch();
    await vi.advanceTimersByTimeAsync(0);
    expect(entries.bodies('posture.network_changed')).toHaveLength(1);
    stop();
  });

  it('an accepted network does not alarm, another one does', async () => {
    await accept(['eth0']);
    const stop = desk.watch();
    routes = ['eth0'];
    await vi.advanceTimersByTimeAsync(2000);
    expect([desk.view(undefined).network.state, notices.at(-1)]).toEqual(['accepted', false]);
    routes = ['eth0', 'wlan0'];
    await vi.advanceTimersByTimeAsync(2000);
    expect(desk.view(undefined).network.alarm?.interfaces).toEqual(['wlan0']);
    stop();
  });
});

describe('strict', () => {
  it('locks when a way out appears, and opens nothing until somebody answers for it', async () => {
    await strict();
    expect(() => {
      desk.requireOpenAllowed();
    }).not.toThrow();
    const stop = desk.watch();
    routes = ['eth0'];
    await vi.advanceTimersByTimeAsync(5000);
    expect(locked).toHaveLength(1);
    stop();
    expect(() => {
      desk.requireOpenAllowed();
    }).toThrow(Problem);
    // Pulling the cable is no answer: somebody has to look at what happened.
    routes = [];
    expect(() => {
      desk.requireOpenAllowed();
    }).toThrow(Problem);
    routes = ['eth0'];
    await accept(['eth0']);
    expect(() => {
      desk.requireOpenAllowed();
    }).not.toThrow();
  });

  it('refuses again when the acceptance has expired', async () => {
    await strict();
    routes = ['eth0'];
    await accept(['eth0'], 5000);
    expect(() => {
      desk.requireOpenAllowed();
    }).toThrow(/nobody answers for/);
  });
});

describe('what the guard refused', () => {
  it('stands in the journal, also what came before it was open, and fills it with no more than fifty', async () => {
    await desk.close();
    refuse({ call: 'tcp.connect', by: 'leaky-dependency' });
    await desk.opened(entries.journal);
    for (let at = 0; at < 100; at += 1) refuse({ call: 'fetch', by: 'leaky-dependency' });
    await vi.advanceTimersByTimeAsync(0);
    expect(entries.bodies('posture.refused')[0]).toEqual({ call: 'tcp.connect', by: 'leaky-dependency' });
    expect(entries.bodies('posture.refused')).toHaveLength(50);
  });
});

describe('each start is recorded', () => {
  const ports = (more: { waitsForPeople: boolean; kept?: boolean }): PostureDesk =>
    new PostureDesk({
      check: () => Promise.resolve([{ id: 'guard', grade: 'enforced', state: 'fine', finding: 'closed' }]),
      routes: () => [],
      onRefusal: () => undefined,
      notify: () => undefined,
      nowMs: () => 7000,
      lock: () => Promise.resolve(),
      recordEarly: (body) =>
        Promise.resolve(early.push(`${body.why} ${body.checks.length}`) > 0 && more.kept !== false),
      waitsForPeople: more.waitsForPeople,
    });
  const whys = (): unknown[] =>
    entries.bodies('posture.checked').map((body) => (body as { why: string }).why);
  beforeEach(() => {
    entries = new Entries();
  });

  it('in the window at once, and again when somebody signs in, who knows more', async () => {
    const window = ports({ waitsForPeople: true });
    await window.started();
    expect([early, whys()]).toEqual([['start 1'], []]);
    await window.opened(entries.journal);
    await window.close();
    expect([early, whys()]).toEqual([['start 1'], ['unlocked']]);
  });

  it('in the window also when nobody signs in, once', async () => {
    const window = ports({ waitsForPeople: true });
    await window.started();
    await window.close();
    expect(early).toEqual(['start 1']);
  });

  it('in a command when it signs in, and otherwise when it ends', async () => {
    const command = ports({ waitsForPeople: false });
    await command.started();
    await command.opened(entries.journal);
    await command.close();
    expect([early, whys()]).toEqual([[], ['start']]);
    const stranger = ports({ waitsForPeople: false });
    await stranger.started();
    await stranger.close();
    expect(early).toEqual(['start 1']);
  });

  it('when somebody signs in, where there was nowhere to keep it before', async () => {
    const first = ports({ waitsForPeople: true, kept: false });
    await first.started();
    await first.opened(entries.journal);
    expect(whys()).toEqual(['start']);
  });

  it('without the start waiting for a busy disk, which opening the journal and ending do', async () => {
    for (const end of ['open', 'close'] as const) {
      let written: () => void = () => undefined;
      const disk = new Promise<boolean>((resolve) => {
        written = () => {
          early.push(end);
          resolve(true);
        };
      });
      const window = new PostureDesk({
        check: () => Promise.resolve([]),
        routes: () => [],
        onRefusal: () => undefined,
        notify: () => undefined,
        nowMs: () => 7000,
        lock: () => Promise.resolve(),
        recordEarly: () => disk,
        waitsForPeople: true,
      });
      await window.started();
      const ended = (end === 'open' ? window.opened(entries.journal) : window.close()).then(() =>
        early.push(`${end} after`),
      );
      await vi.advanceTimersByTimeAsync(0);
      expect(early).not.toContain(`${end} after`);
      written();
      await ended;
    }
    expect(early).toEqual(['open', 'open after', 'close', 'close after']);
    expect(whys()).toEqual(['unlocked']);
  });

  it('and a spool that is full stops no start', async () => {
    const full = new PostureDesk({
      check: () => Promise.resolve([]),
      routes: () => [],
      onRefusal: () => undefined,
      notify: () => undefined,
      nowMs: () => 7000,
      lock: () => Promise.resolve(),
      recordEarly: () => Promise.reject(new Problem('limit_reached', 'full', 'Sign in.')),
      waitsForPeople: true,
    });
    await full.started();
    await full.opened(entries.journal);
    expect(whys()).toEqual(['start']);
  });
});
