import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Composed, passwordOf, type Name } from './testing/composed.ts';
import { SOFT_MODULE, softTokens } from './testing/soft-token/index.ts';

const LABEL = 'Key of Sankt Anna';

/** A token of the hospital through the composed application: its PIN where the content keys are wanted, and only there. */
describe.skipIf(SOFT_MODULE === undefined)('content keys under a token', () => {
  const tokens = SOFT_MODULE === undefined ? undefined : softTokens();
  let one: Composed;
  const by = (name: Name, pin?: string) => ({
    ...{ person: name, password: passwordOf(name) },
    ...(pin !== undefined && { pin }),
  });
  const told = async (verb: 'session.signIn' | 'journal.beginEpoch', name: Name, pin?: string) => {
    const answer = await one.application.dispatch(verb, by(name, pin));
    return answer.ok ? 'in' : answer.code;
  };

  beforeAll(async () => {
    tokens?.insert(LABEL);
    one = await Composed.create();
    await one.signIn('Carla');
    one.chosen = tokens?.modulePath;
    await one.call('keys.moveCustody', {
      ...{ to: 'token', tokenLabel: LABEL, pin: '1234' },
      ...{ reason: 'the hospital keeps it', password: passwordOf('Carla') },
    });
    await one.restart();
  }, 60_000);
  afterAll(async () => {
    await one.close();
    tokens?.remove();
  });

  it('ask who holds them for the PIN at sign-in, and nobody else', async () => {
    expect(one.application.status().custody).toEqual({ kind: 'token', name: LABEL });
    expect(await told('session.signIn', 'Ada')).toBe('in');
    expect(await told('session.signIn', 'Otto')).toBe('wrong_usage');
    expect(await told('session.signIn', 'Otto', '0000')).toBe('wrong_password');
    expect(await told('session.signIn', 'Otto', '1234')).toBe('in');
  });

  it('ask for it too where a damaged journal is left behind', async () => {
    await one.application.close();
    const path = join(one.folder, 'workspace/journal/epoch-0001.db');
    const bytes = await readFile(path);
    bytes[bytes.length - 900]! ^= 1;
    bytes[900]! ^= 1;
    await writeFile(path, bytes);
    await one.start();
    expect(await told('journal.beginEpoch', 'Carla')).toBe('wrong_usage');
    expect(await told('journal.beginEpoch', 'Carla', '0000')).toBe('wrong_password');
    expect(one.application.status().state).toBe('signed_out');
    expect(await told('journal.beginEpoch', 'Carla', '1234')).toBe('in');
    expect(one.application.status().person?.name).toBe('Carla');
    expect(await one.call('journal.verify', {})).toMatchObject({ ok: true });
  });
});
