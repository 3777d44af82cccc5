import { createCipheriv, createDecipheriv, createHmac, randomBytes } from 'node:crypto';
import { z } from 'zod';
import { Problem, type IdentifierClass } from '../../../../shared/domain/index.ts';

const VAULT_FORMAT = 'swarm-clinical/surrogate-vault';
const Stored = z.strictObject({
  format: z.literal(VAULT_FORMAT),
  version: z.literal(1),
  key: z.string(),
  surrogates: z.array(z.tuple([z.string(), z.string()])),
  shifts: z.array(z.tuple([z.string(), z.int()])),
});

/** Consonants: a surrogate spells no word and looks like no identifier. */
const LETTERS = 'bcdfghjklmnpqrstvwxz';
const LENGTH = 8;
const KEY_LENGTH = 10;
/** Bytes from here on would make the first letters more likely than the rest. */
const FAIR = 240;
/** Days that dates of one patient are moved back by, at least one. */
const MOST_DAYS = 365;

/**
 * Surrogates that were given out, and how far each patient's dates were moved. A surrogate is drawn at random and never
 * derived from what it stands for (45 CFR 164.514(c)); values are held as keyed hashes under a key of the vault's own, so
 * that the vault alone tells no value. It lives in memory for one session, or sealed in a file of its own under another key.
 */
export class SurrogateVault {
  readonly #key: Buffer;
  readonly #surrogates: Map<string, string>;
  readonly #used: Set<string>;
  readonly #shifts: Map<string, number>;
  readonly #random: (length: number) => Uint8Array;

  private constructor(
    key: Buffer,
    surrogates: Map<string, string>,
    shifts: Map<string, number>,
    random: (length: number) => Uint8Array,
  ) {
    this.#key = key;
    this.#surrogates = surrogates;
    this.#used = new Set(surrogates.values());
    this.#shifts = shifts;
    this.#random = random;
  }

  /** An empty one, for one session. */
  static create(random: (length: number) => Uint8Array = randomBytes): SurrogateVault {
    return new SurrogateVault(Buffer.from(random(32)), new Map(), new Map(), random);
  }

  /**
   * One that was sealed before, under the same 32-byte key.
   * @throws Problem `wrong_usage` for a key of another length, `damaged` where it does not open
   */
  static open(
    sealed: Uint8Array,
    key: Uint8Array,
    random: (length: number) => Uint8Array = randomBytes,
  ): SurrogateVault {
    checkKey(key);
    try {
      const bytes = Buffer.from(sealed);
      const decipher = createDecipheriv('aes-256-gcm', key, bytes.subarray(0, 12));
      decipher.setAAD(Buffer.from(VAULT_FORMAT));
      decipher.setAuthTag(bytes.subarray(12, 28));
      const plain = Buffer.concat([decipher.update(bytes.subarray(28)), decipher.final()]);
      const stored = Stored.parse(JSON.parse(plain.toString('utf8')));
      return new SurrogateVault(
        Buffer.from(stored.key, 'base64'),
        new Map(stored.surrogates),
        new Map(stored.shifts),
        random,
      );
    } catch {
      throw new Problem(
        'damaged',
        'the vault does not open with this key',
        'Use the key it was sealed with.',
      );
    }
  }

  /** Everything that was given out, for a file that lies apart from the data and from this key (AES-256-GCM). */
  seal(key: Uint8Array): Uint8Array {
    checkKey(key);
    const nonce = Buffer.from(this.#random(12));
    const cipher = createCipheriv('aes-256-gcm', key, nonce);
    cipher.setAAD(Buffer.from(VAULT_FORMAT));
    const stored: z.infer<typeof Stored> = {
      format: VAULT_FORMAT,
      version: 1,
      key: this.#key.toString('base64'),
      surrogates: [...this.#surrogates],
      shifts: [...this.#shifts],
    };
    const body = Buffer.concat([cipher.update(JSON.stringify(stored), 'utf8'), cipher.final()]);
    return Buffer.concat([nonce, cipher.getAuthTag(), body]);
  }

  /**
   * The surrogate of a value: the same value of a class gets the same one, whatever its case, accents and spaces.
   * @param draw how a surrogate is made; random letters unless told. Drawn again while it was given out before.
   */
  surrogateFor(
    label: IdentifierClass,
    value: string,
    draw: () => string = () => this.letters(LENGTH),
  ): string {
    const hidden = this.#hide(label, value);
    const known = this.#surrogates.get(hidden);
    if (known !== undefined) return known;
    for (let tries = 0; tries < 1000; tries += 1) {
      const drawn = tries < 900 ? draw() : `${draw()} ${this.letters(4)}`;
      if (this.#used.has(drawn) || folded(drawn) === folded(value)) continue;
      this.#used.add(drawn);
      this.#surrogates.set(hidden, drawn);
      return drawn;
    }
    throw new Problem('internal', 'the source of random bytes repeats itself');
  }

  /**
   * The key of a patient, for a column that links rows. Dates that stand beside the key are moved like those that stood
   * beside the value.
   */
  keyFor(patient: string): string {
    const key = this.surrogateFor('MRN', patient, () => this.letters(KEY_LENGTH));
    this.#shifts.set(this.#hide('MRN', key), this.shiftOf(patient));
    return key;
  }

  /** Days, from 1 to 365, that all dates of one patient are moved back by. */
  shiftOf(patient: string): number {
    const hidden = this.#hide('MRN', patient);
    const known = this.#shifts.get(hidden);
    if (known !== undefined) return known;
    const drawn = 1 + this.below(MOST_DAYS);
    this.#shifts.set(hidden, drawn);
    return drawn;
  }

  /** A random whole number from 0 to `limit - 1`, each equally likely. */
  below(limit: number): number {
    const fair = Math.floor(0x1_0000_0000 / limit) * limit;
    for (;;) {
      const drawn = Buffer.from(this.#random(4)).readUInt32LE(0);
      if (drawn < fair) return drawn % limit;
    }
  }

  /** Random letters, each equally likely. */
  letters(length: number): string {
    let text = '';
    while (text.length < length)
      for (const byte of this.#random(length))
        if (byte < FAIR && text.length < length) text += LETTERS.charAt(byte % LETTERS.length);
    return text;
  }

  #hide(label: IdentifierClass, value: string): string {
    return createHmac('sha256', this.#key)
      .update(`${label}\0${folded(value)}`)
      .digest('base64');
  }
}

function folded(value: string): string {
  return value
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim()
    .toLowerCase();
}

function checkKey(key: Uint8Array): void {
  if (key.length !== 32)
    throw new Problem('wrong_usage', 'the key of a vault has 32 bytes', 'Make one of 32 random bytes.');
}
