import { expect, it } from 'vitest';
import { DEFAULT_PASSWORD_COST, derivePersonSecret, PasswordCost, stretchPassword } from './password.ts';

it('is Argon2id version 1.3, as the reference implementation has it', async () => {
  const cost = { memoryKib: 65_536, passes: 2, lanes: 1 };
  const stretched = await stretchPassword('password', Buffer.from('somesalt'), cost);
  expect(Buffer.from(stretched).toString('hex')).toBe(
    '09316115d5cf24ed5a15a31a3ba326e5cf32edc24702987c02b6566f61913cf7',
  );
});

it('depends on password, salt, device, workspace and person', async () => {
  const input = {
    password: 'a password',
    salt: new Uint8Array(16),
    cost: { memoryKib: 8, passes: 1, lanes: 1 },
    deviceSecret: new Uint8Array(32),
    workspaceId: 'workspace',
    personId: 'person',
  };
  const variants = await Promise.all(
    [
      input,
      { ...input, password: 'a passwore' },
      { ...input, salt: new Uint8Array(16).fill(1) },
      { ...input, deviceSecret: new Uint8Array(32).fill(1) },
      { ...input, workspaceId: 'other' },
      { ...input, personId: 'other' },
    ].map(derivePersonSecret),
  );
  const seen = variants.flatMap(({ check, wrapKey }) =>
    [check, wrapKey].map((bytes) => Buffer.from(bytes).toString('hex')),
  );
  expect(new Set(seen).size).toBe(12);
});

it('bounds the cost that a file may ask for', () => {
  expect(PasswordCost.safeParse(DEFAULT_PASSWORD_COST).success).toBe(true);
  for (const bad of [{ memoryKib: 2_000_000 }, { passes: 0 }, { passes: 1000 }, { lanes: 64 }])
    expect(PasswordCost.safeParse({ ...DEFAULT_PASSWORD_COST, ...bad }).success).toBe(false);
});
