import { describe, expect, it } from 'vitest';
import { Role, type IdentityProvider } from '../../../shared/domain/index.ts';
import { accountKey } from './account.ts';
import { admit, grantedRoles } from './admission.ts';

const roles = { operator: ['analysts', 'nurses'], compliance: ['privacy'], admin: ['it'] };
const provider = (mode: IdentityProvider['mode']) => ({ roles, mode }) as IdentityProvider;
const account = (groups: string[]) => ({ issuer: 'https://a.test', subject: 's', shown: 's', groups });
const key = accountKey('workspace', account([]));

describe('groups', () => {
  it.each([
    [[], ['viewer']],
    [['nurses'], ['viewer', 'operator']],
    [
      ['it', 'privacy', 'analysts'],
      ['viewer', 'operator', 'compliance', 'admin'],
    ],
    [['Analysts', 'analysts ', ''], ['viewer']],
  ])('%j stand for %j', (groups, granted) => {
    expect(grantedRoles({ roles }, groups)).toEqual(granted);
  });

  it('never give a role, whichever they are: the own one stays, or viewer', () => {
    for (const role of Role.options)
      for (const groups of [[], ['it'], ['analysts'], ['privacy'], ['it', 'analysts', 'privacy']])
        for (const mode of ['beside', 'required'] as const) {
          const admitted = admit(provider(mode), {
            role,
            linked: key,
            confirmed: { account: account(groups), key },
          });
          const granted = grantedRoles({ roles }, groups);
          expect(admitted).toEqual({ role: granted.includes(role) ? role : 'viewer', mustLink: false });
        }
  });
});

describe('an account', () => {
  const confirmed = { account: account(['analysts']), key };

  it('of another person, of nobody, or without a provider is refused', () => {
    for (const [pinned, linked] of [
      [provider('beside'), 'another key'],
      [provider('beside'), undefined],
      [undefined, key],
    ] as const)
      expect(() => admit(pinned, { role: 'operator', linked, confirmed })).toThrow(
        'not linked to this person',
      );
  });

  it('is known by issuer, subject and workspace together', () => {
    const others = [
      accountKey('another', account([])),
      accountKey('workspace', { issuer: 'https://b.test', subject: 's' }),
      accountKey('workspace', { issuer: 'https://a.test', subject: 't' }),
    ];
    expect(new Set([key, ...others]).size).toBe(4);
    expect(Buffer.from(key, 'base64')).toHaveLength(32);
  });
});

describe('the password alone', () => {
  const arrival = { role: 'operator' as const, confirmed: undefined };

  it('is as before where nothing is pinned, and beside the account', () => {
    for (const pinned of [undefined, provider('beside')])
      for (const linked of [undefined, key])
        expect(admit(pinned, { ...arrival, linked })).toEqual({ role: 'operator', mustLink: false });
  });

  it('does not do where the account is required, but to have one linked', () => {
    expect(() => admit(provider('required'), { ...arrival, linked: key })).toThrow(
      'with your hospital account',
    );
    expect(admit(provider('required'), { ...arrival, linked: undefined })).toEqual({
      role: 'operator',
      mustLink: true,
    });
  });
});
