import { describe, expect, it } from 'vitest';
import type { PersonId } from '../../../shared/domain/index.ts';
import type { Entry } from '../../../shared/formats/index.ts';
import { pausedAgents } from './project.ts';

const OTTO = '11111111-1111-4111-8111-111111111111' as PersonId;
const CARLA = '22222222-2222-4222-8222-222222222222' as PersonId;
let seq = 0;
const entry = (kind: string, agent: string, actor: { id: string; role: string }, body: object): Entry =>
  ({ seq: (seq += 1), wallMs: seq * 1000, kind, phase: 'event', agent, actor, body, payloads: [] }) as never;
const paused = (agent: string, forPerson = OTTO) =>
  entry(
    'agent.paused',
    agent,
    { id: 'application', role: 'none' },
    {
      aim: 'web_search',
      denials: 3,
      ruleId: 'HIPAA-002',
      forPerson,
    },
  );
const released = (agent: string, id: string, role: string) =>
  entry('agent.released', agent, { id, role }, { meaning: 'responsibility', reason: 'looked into' });

describe('agents that are stopped', () => {
  it('stay stopped until a compliance officer lets them work again', () => {
    const entries = [paused('cleaner'), paused('helper')];
    expect([...pausedAgents(entries).keys()]).toEqual(['cleaner', 'helper']);
    const after = pausedAgents([...entries, released('cleaner', CARLA, 'compliance')]);
    expect([...after.values()]).toMatchObject([{ agent: 'helper', aim: 'web_search', denials: 3 }]);
  });

  it('are not let go by anybody else, nor by the person they acted for', () => {
    for (const [id, role] of [
      [OTTO, 'operator'],
      [OTTO, 'compliance'],
      [CARLA, 'admin'],
      ['application', 'none'],
    ] as const)
      expect(pausedAgents([paused('cleaner'), released('cleaner', id, role)]).has('cleaner')).toBe(true);
  });

  it('are not made up by entries that do not fit', () => {
    const odd = entry('agent.paused', 'cleaner', { id: OTTO, role: 'operator' }, { aim: 'x' });
    expect(pausedAgents([odd, released('cleaner', CARLA, 'compliance')]).size).toBe(0);
  });
});
