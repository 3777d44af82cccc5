import { expect, it } from 'vitest';
import { ROLES, type PersonId, type Role } from '../../../shared/domain/index.ts';
import { CONTRACT, VERB_NAMES, type SessionView, type VerbDefinition } from '../../../shared/ipc/index.ts';
import { SAMPLE_UUID, sampleOf } from '../../testing/sample/index.ts';
import { answerMessage } from './answer.ts';

// SEC-02 at the window's gates: every pair of role and verb, with a message that is right in every other way.

const statusOf = (role: Role | undefined): SessionView => ({
  state: role === undefined ? 'signed_out' : 'signed_in',
  host: { kind: 'electron', appVersion: '1' },
  people: [],
  ...(role && { person: { id: SAMPLE_UUID as PersonId, name: 'Ada', role } }),
});

it.each([undefined, ...ROLES])(
  'lets exactly the verbs of %s through, and records the others',
  async (role) => {
    for (const verb of VERB_NAMES) {
      const seen: string[] = [];
      const answer = await answerMessage(
        {
          ...{ name: verb, args: [sampleOf(CONTRACT[verb].args, 'input')], windowId: 1 },
          ...{ senderUrl: 'app://swarm/index.html', senderIsTopFrame: true },
        },
        {
          status: () => statusOf(role),
          dispatch: (name) => {
            seen.push(`reached ${name}`);
            return Promise.resolve({ ok: false, code: 'cancelled', message: 'reached' });
          },
          recordRefusal: (name) => {
            seen.push(`recorded ${name}`);
            return Promise.resolve();
          },
        },
      );
      const { roles } = CONTRACT[verb] as VerbDefinition;
      const may = roles === 'anyone' || (role !== undefined && roles.includes(role));
      const code = may ? 'cancelled' : role === undefined ? 'not_signed_in' : 'not_allowed';
      expect([answer.ok || answer.code, seen]).toEqual([code, [`${may ? 'reached' : 'recorded'} ${verb}`]]);
    }
  },
);
