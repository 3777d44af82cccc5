import { Secret, TOTP } from 'otpauth';
import { beforeEach, expect, it } from 'vitest';
import { createKeyPair } from './envelope.ts';
import { encodeBytes, type SecondFactor, type Slot } from './key-file.ts';
import { enrolSecondFactor, offerSecondFactor, useSecondFactor } from './second-factor.ts';

const WORKSPACE = '3f0e3c52-6a77-4b57-9d0c-0a4b7f6f8a11';
const NOW = 1_700_000_010_000;
const STEP = 30_000;

const pair = createKeyPair();
const slot = {
  id: '6f1c7b1e-6a52-4f0e-9d2b-0c6f5a1d2e3f',
  publicKey: encodeBytes(pair.publicKey),
} as Slot;
let secret: Uint8Array;
let factor: SecondFactor;
let recoveryCodes: readonly string[];

/** As an authenticator computes it, from the secret as people type it. */
function codeAt(ms: number): string {
  const buffer = Uint8Array.from(secret).buffer;
  return new TOTP({ secret: new Secret({ buffer }) }).generate({ timestamp: ms });
}
const use = (code: string | undefined, nowMs = NOW, from = factor) =>
  useSecondFactor(WORKSPACE, slot, from, pair.privateKey, code, nowMs);
const refusal = (code: string): Error => expect.objectContaining({ code }) as Error;

beforeEach(() => {
  // Fixed, so that no wrong code below is right by chance.
  secret = Buffer.from('12345678901234567890');
  ({ factor, recoveryCodes } = enrolSecondFactor(WORKSPACE, slot, secret, codeAt(NOW), NOW));
});

it('offers what authenticators read, with a secret of 160 bits', () => {
  const offered = offerSecondFactor('Otto Operator');
  expect(offered.secret).toHaveLength(20);
  expect(Secret.fromBase32(offered.base32).bytes).toEqual(offered.secret);
  expect(offered.uri).toMatch(
    /^otpauth:\/\/totp\/Swarm%20Clinical:Otto%20Operator\?issuer=Swarm%20Clinical&secret=[A-Z2-7]{32}&algorithm=SHA1&digits=6&period=30$/,
  );
});

it('gives the codes of RFC 6238, appendix B', () => {
  expect([59, 1_111_111_109, 2_000_000_000].map((seconds) => codeAt(seconds * 1000))).toEqual([
    '287082',
    '081804',
    '279037',
  ]);
});

it('is enrolled only with a code of this secret and this minute', () => {
  for (const code of ['000000', codeAt(NOW - 10 * STEP), '', '12345', 'abcdef'])
    if (code !== codeAt(NOW))
      expect(() => enrolSecondFactor(WORKSPACE, slot, secret, code, NOW)).toThrow(refusal('wrong_password'));
});

it('takes the code of the step before and behind, each once', () => {
  expect(use(codeAt(NOW + STEP), NOW + STEP).used).toBe('code');
  const later = use(` ${codeAt(NOW + 2 * STEP).replace(/(\d{3})/, '$1 ')} `, NOW + STEP);
  expect(later.factor.usedStep).toBe(factor.usedStep + 2);
  // Used, and all before it.
  for (const at of [NOW + 2 * STEP, NOW + STEP, NOW])
    expect(() => use(codeAt(at), at, later.factor)).toThrow(refusal('wrong_password'));
});

it('takes no code again because the clock was set back', () => {
  const seen = codeAt(NOW + 40 * STEP);
  const { factor: after } = use(seen, NOW + 40 * STEP);
  expect(() => use(seen, NOW + 40 * STEP, after)).toThrow(/used already, or the clock/);
  expect(() => use(codeAt(NOW), NOW, after)).toThrow(/used already, or the clock/);
});

it('asks for a code that is missing, and refuses a wrong one', () => {
  for (const code of [undefined, '', '  ']) expect(() => use(code)).toThrow(refusal('code_needed'));
  for (const code of ['12345', '1234567', 'AAAA-BBBB-CCCC-DDDD', 'x'.repeat(40)])
    expect(() => use(code)).toThrow(refusal('wrong_password'));
});

it('takes each recovery code once, however it is typed, and keeps none in clear', () => {
  expect(new Set(recoveryCodes).size).toBe(10);
  const typed = recoveryCodes[3]!.toLowerCase().replaceAll('-', ' ');
  const { factor: after, used } = use(typed);
  expect([used, after.recovery.length]).toEqual(['recovery code', 9]);
  expect(() => use(typed, NOW, after)).toThrow(refusal('wrong_password'));
  for (const code of recoveryCodes) expect(JSON.stringify(factor)).not.toContain(code.replaceAll('-', ''));
});

it('opens for this person and workspace alone', () => {
  const code = codeAt(NOW + STEP);
  const elsewhere = () => useSecondFactor('another', slot, factor, pair.privateKey, code, NOW + STEP);
  expect(elsewhere).toThrow(refusal('damaged'));
  const other = { ...slot, id: 'a4c8a6f0-0000-4000-8000-000000000000' } as Slot;
  const someone = () => useSecondFactor(WORKSPACE, other, factor, pair.privateKey, code, NOW + STEP);
  expect(someone).toThrow(refusal('damaged'));
});
