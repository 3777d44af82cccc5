import { describe, expect, it } from 'vitest';
import { Problem, ROLES, type PersonId } from '../../shared/domain/index.ts';
import {
  CONTRACT,
  VERB_NAMES,
  type PersonView,
  type VerbDefinition,
  type VerbName,
} from '../../shared/ipc/index.ts';
import { createDispatch, type Handlers } from './dispatch.ts';

const person = (role: PersonView['role']): PersonView => ({
  id: '6f1c7b1e-6a52-4f0e-9d2b-0c6f5a1d2e3f' as PersonId,
  name: 'Ada',
  role,
});

/** Arguments that pass each schema are not needed here: refusals come before or after them as tested. */
function desk(signedIn: PersonView | undefined, reached: string[] = []) {
  const end = new AbortController();
  const refusals: string[] = [];
  const handlers = Object.fromEntries(
    VERB_NAMES.map((name) => [
      name,
      () => {
        reached.push(name);
        return Promise.reject(new Problem('not_found', 'reached'));
      },
    ]),
  ) as unknown as Handlers;
  const dispatch = createDispatch({
    handlers,
    signedIn: () => signedIn,
    sessionEnd: () => end.signal,
    mustEnrol: () => false,
    mustLink: () => false,
    passCode: () => true,
    hasStatedPurpose: () => true,
    takeConfirmation: () => true,
    recordRefusal: (verb, reason) => {
      refusals.push(`${verb}: ${reason}`);
      return Promise.resolve();
    },
    reportFault: () => undefined,
  });
  return { dispatch, refusals, reached };
}

const plainVerbs = VERB_NAMES.filter((name) => CONTRACT[name].args.safeParse({}).success);

describe('dispatch', () => {
  it('lets each role through to exactly its verbs and records every refusal', async () => {
    for (const role of ROLES) {
      for (const name of plainVerbs) {
        const roles: readonly string[] | 'anyone' = CONTRACT[name].roles;
        const { dispatch, refusals, reached } = desk(person(role));
        const answer = await dispatch(name, {});
        const allowed = roles === 'anyone' || roles.includes(role);
        expect([name, role, reached.length, refusals.length, answer.ok ? '' : answer.code]).toEqual(
          allowed ? [name, role, 1, 0, 'not_found'] : [name, role, 0, 1, 'not_allowed'],
        );
      }
    }
  });

  it('refuses everything but the verbs for anyone before sign-in', async () => {
    for (const name of plainVerbs) {
      const { dispatch, reached } = desk(undefined);
      const answer = await dispatch(name, {});
      expect([name, reached.length, answer.ok ? '' : answer.code]).toEqual(
        (CONTRACT[name].roles as unknown) === 'anyone' ? [name, 1, 'not_found'] : [name, 0, 'not_signed_in'],
      );
    }
  });

  it('refuses unknown verbs, prototype names and surplus arguments, and never repeats what was given', async () => {
    const { dispatch, refusals, reached } = desk(person('operator'));
    for (const name of ['constructor', '__proto__', 'toString', 'journal.drop']) {
      expect(await dispatch(name, {})).toMatchObject({ ok: false, code: 'wrong_usage' });
    }
    const answer = await dispatch('runs.get', { run: 'Maria Planted', extra: 1 });
    expect(answer).toMatchObject({ ok: false, code: 'invalid_input' });
    expect(JSON.stringify(answer)).not.toContain('Maria');
    expect(reached).toEqual([]);
    expect(refusals).toHaveLength(5);
  });

  it('turns a fault into plain words without its text', async () => {
    const faults: string[] = [];
    const dispatch = createDispatch({
      reportFault: (verb, place) => faults.push(`${verb}: ${place}`),
      handlers: { 'models.list': () => Promise.reject(new Error('Maria Planted')) } as unknown as Handlers,
      signedIn: () => person('operator'),
      sessionEnd: () => new AbortController().signal,
      mustEnrol: () => false,
      mustLink: () => false,
      passCode: () => true,
      hasStatedPurpose: () => true,
      takeConfirmation: () => true,
      recordRefusal: () => Promise.resolve(),
    });
    const answer = await dispatch('models.list' satisfies VerbName, {});
    expect(answer).toMatchObject({ ok: false, code: 'internal' });
    expect(JSON.stringify([answer, faults])).not.toContain('Maria');
    expect(faults).toEqual([expect.stringContaining('models.list: Error | at ')]);
  });

  it('answers nothing into a session that ended meanwhile, and stops what was asked in it', async () => {
    const end = new AbortController();
    const stopped: boolean[] = [];
    const answer =
      (value: unknown) =>
      (_: unknown, { signal }: { signal: AbortSignal }) => {
        end.abort();
        stopped.push(signal.aborted);
        return Promise.resolve(value);
      };
    const status = { state: 'signed_out', host: { kind: 'stand-in', appVersion: '1' }, people: [] };
    const dispatch = createDispatch({
      reportFault: () => undefined,
      handlers: {
        'runs.list': answer([]),
        'session.lock': answer(status),
      } as unknown as Handlers,
      signedIn: () => person('operator'),
      sessionEnd: () => end.signal,
      mustEnrol: () => false,
      mustLink: () => false,
      passCode: () => true,
      hasStatedPurpose: () => true,
      takeConfirmation: () => true,
      recordRefusal: () => Promise.resolve(),
    });
    expect(await dispatch('runs.list', {})).toMatchObject({ ok: false, code: 'not_signed_in' });
    expect(await dispatch('session.lock', {})).toMatchObject({ ok: true });
    expect(stopped).toEqual([true, true]);
  });

  it('asks for the password again before what takes data out or changes rules and keys', async () => {
    const asked: string[] = [];
    const given = new Set<string>();
    const dispatch = createDispatch({
      reportFault: () => undefined,
      handlers: new Proxy({} as Handlers, { get: () => () => Promise.resolve({}) }),
      signedIn: () => person('admin'),
      sessionEnd: () => new AbortController().signal,
      mustEnrol: () => false,
      mustLink: () => false,
      passCode: () => true,
      hasStatedPurpose: () => true,
      takeConfirmation: (verb) => given.delete(asked[asked.push(verb) - 1] ?? ''),
      recordRefusal: () => Promise.resolve(),
    });
    expect(await dispatch('backup.write', {})).toMatchObject({ ok: false, code: 'confirm_needed' });
    given.add('backup.write');
    expect(await dispatch('backup.write', {})).toMatchObject({ code: 'internal' });
    expect(await dispatch('backup.write', {})).toMatchObject({ code: 'confirm_needed' });
    expect(asked).toEqual(['backup.write', 'backup.write', 'backup.write']);
  });

  it('has no verb for approval, export, policy, keys or people without a password in it or before it', () => {
    /** Verbs of these families that change and give nothing, or have their own proof of the person. */
    const harmless =
      /\.(?:list|get\w*|open|check\w*|draft|replay|diff|explain\w*|requestCertificate|touch|confirm|offerSecondFactor|preview\w*|cancel\w*|drill)$/;
    const open = VERB_NAMES.filter((name) => {
      const { args, confirmed } = CONTRACT[name] as VerbDefinition;
      const asks = confirmed === true || 'password' in ((args as { shape?: object }).shape ?? {});
      return (
        /^(?:approvals|people|policy|signing|backup|keys|agents)\.|export\w*$/i.test(name) &&
        !asks &&
        !harmless.test(name)
      );
    });
    // A rotation was begun with a password and goes on or waits without one; asking for one is no more than a
    // word. A checkpoint for a witness is a root and a size.
    expect(open).toEqual(['keys.goOn', 'keys.pause', 'keys.ask', 'audit.exportWitness']);
  });

  it('lets nobody do anything before a second factor that their role has to have', async () => {
    const reached: string[] = [];
    const refusals: string[] = [];
    const dispatch = createDispatch({
      reportFault: () => undefined,
      handlers: new Proxy({} as Handlers, {
        get: (_, name) => () => {
          reached.push(String(name));
          return Promise.reject(new Problem('not_found', 'reached'));
        },
      }),
      signedIn: () => person('admin'),
      sessionEnd: () => new AbortController().signal,
      mustEnrol: () => true,
      mustLink: () => false,
      passCode: () => true,
      hasStatedPurpose: () => true,
      takeConfirmation: () => true,
      recordRefusal: (verb) => {
        refusals.push(verb);
        return Promise.resolve();
      },
    });
    for (const name of plainVerbs) await dispatch(name, {});
    const free = plainVerbs.filter((name) => (CONTRACT[name].roles as unknown) === 'anyone');
    expect(reached.sort()).toEqual([...free, 'session.lock', 'session.touch'].sort());
    expect(refusals.length).toBe(plainVerbs.length - reached.length);
  });
});
