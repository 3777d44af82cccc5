import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';
import { Secret, TOTP } from 'otpauth';
import { Problem } from '../../shared/domain/index.ts';
import { openWithPrivateKey, sealToPublicKey } from './envelope.ts';
import { decodeBytes, encodeBytes, type SecondFactor, type Slot } from './key-file.ts';
import { wipe } from './seal.ts';

/** 160 bits, as RFC 4226 section 4 asks for. */
const SECRET_BYTES = 20;
const PERIOD_S = 30;
/** Codes of the step before and behind are taken too: clocks differ, and people type slowly. */
const WINDOW = 1;
const RECOVERY_CODES = 10;
/** 80 bits each: too many to try, so that their hashes need no stretching. */
const RECOVERY_BYTES = 10;
const BASE32 = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';

/** What an authenticator is given, for the person's eyes once. */
export interface OfferedFactor {
  readonly secret: Uint8Array;
  /** The secret as people type it, and as a QR code carries it (Key URI format). */
  readonly base32: string;
  readonly uri: string;
}

/** How a sign-in was proven beside the password. */
export type FactorUse = 'code' | 'recovery code';

/** A fresh secret that counts only once a code of it was typed. */
export function offerSecondFactor(person: string): OfferedFactor {
  const secret = new Uint8Array(randomBytes(SECRET_BYTES));
  const totp = totpOf(secret, person);
  return { secret, base32: totp.secret.base32, uri: totp.toString() };
}

/**
 * The second factor of a slot, once the person has shown a code of it, and recovery codes that nothing can
 * show again: only their hashes are kept.
 *
 * @throws Problem `wrong_password` for a code that is not of this secret and this minute
 */
export function enrolSecondFactor(
  workspaceId: string,
  slot: Pick<Slot, 'id' | 'publicKey'>,
  secret: Uint8Array,
  code: string,
  nowMs: number,
): { readonly factor: SecondFactor; readonly recoveryCodes: readonly string[] } {
  const usedStep = stepOf(secret, code, nowMs);
  if (usedStep === undefined) throw wrongCode();
  const recoveryCodes = Array.from({ length: RECOVERY_CODES }, newRecoveryCode);
  const sealed = sealToPublicKey(decodeBytes(slot.publicKey), context(workspaceId, slot), secret);
  return {
    factor: {
      sealed: encodeBytes(sealed),
      recovery: recoveryCodes.map((each) => encodeBytes(recoveryHash(workspaceId, slot, each))),
      usedStep,
      enrolledAtMs: nowMs,
    },
    recoveryCodes,
  };
}

/**
 * Checks a code, or a recovery code, against a slot's second factor. A code counts once: the step it was
 * made in is remembered, and no earlier one is taken any more, whatever the clock says.
 *
 * @returns the factor as it has to be kept from now on, before anything else is done
 * @throws Problem `code_needed` without a code, `wrong_password` for a wrong or used one
 */
export function useSecondFactor(
  workspaceId: string,
  slot: Slot,
  factor: SecondFactor,
  privateKey: Uint8Array,
  code: string | undefined,
  nowMs: number,
): { readonly factor: SecondFactor; readonly used: FactorUse } {
  if (code === undefined || code.trim() === '')
    throw new Problem(
      'code_needed',
      'the code of your authenticator is needed too',
      'Type the six digits it shows now, or one of your recovery codes.',
    );
  const plain = code.replaceAll(/[\s-]/g, '').toUpperCase();
  if (!/^\d{6}$/.test(plain)) return useRecoveryCode(workspaceId, slot, factor, plain);
  const secret = openWithPrivateKey(privateKey, context(workspaceId, slot), decodeBytes(factor.sealed));
  const step = stepOf(secret, plain, nowMs);
  wipe(secret);
  if (step === undefined) throw wrongCode();
  if (step <= factor.usedStep)
    throw new Problem(
      'wrong_password',
      'this code was used already, or the clock was set back',
      'Wait for the next code, or use a recovery code.',
    );
  return { factor: { ...factor, usedStep: step }, used: 'code' };
}

function useRecoveryCode(
  workspaceId: string,
  slot: Slot,
  factor: SecondFactor,
  plain: string,
): { readonly factor: SecondFactor; readonly used: FactorUse } {
  const wanted = recoveryHash(workspaceId, slot, plain);
  const left = factor.recovery.filter((each) => !timingSafeEqual(decodeBytes(each), wanted));
  if (left.length === factor.recovery.length) throw wrongCode();
  return { factor: { ...factor, recovery: left }, used: 'recovery code' };
}

/** The step that a code is of, now or next to now. */
function stepOf(secret: Uint8Array, code: string, nowMs: number): number | undefined {
  const plain = code.replaceAll(/[\s-]/g, '');
  if (!/^\d{6}$/.test(plain)) return undefined;
  const delta = totpOf(secret, 'check').validate({ token: plain, timestamp: nowMs, window: WINDOW });
  return delta === null ? undefined : Math.floor(nowMs / 1000 / PERIOD_S) + delta;
}

/** RFC 6238 with what every authenticator knows: SHA-1, six digits, thirty seconds. */
function totpOf(secret: Uint8Array, label: string): TOTP {
  return new TOTP({
    issuer: 'Swarm Clinical',
    label,
    algorithm: 'SHA1',
    digits: 6,
    period: PERIOD_S,
    secret: new Secret({ buffer: Uint8Array.from(secret).buffer }),
  });
}

/** Four groups of four characters that are hard to mistake for each other. */
function newRecoveryCode(): string {
  const bits = BigInt(`0x${randomBytes(RECOVERY_BYTES).toString('hex')}`);
  const letters = Array.from({ length: 16 }, (_, at) => BASE32[Number((bits >> BigInt(5 * at)) & 31n)]);
  return (letters.join('').match(/.{4}/g) ?? []).join('-');
}

function recoveryHash(workspaceId: string, { id }: Pick<Slot, 'id'>, code: string): Uint8Array {
  const plain = code.replaceAll('-', '');
  return createHash('sha256')
    .update(JSON.stringify(['swarm-clinical/recovery-code/v1', workspaceId, id, plain]))
    .digest();
}

function context(workspaceId: string, { id }: Pick<Slot, 'id'>): readonly string[] {
  return ['swarm-clinical/second-factor/v1', workspaceId, id];
}

function wrongCode(): Problem {
  return new Problem(
    'wrong_password',
    'wrong code',
    'Type the six digits that your authenticator shows now.',
  );
}
