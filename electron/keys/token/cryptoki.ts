import koffi from 'koffi';
import { Problem } from '../../../shared/domain/index.ts';

/**
 * The few functions of PKCS#11 (Cryptoki 2.40) that signing needs, called in the vendor's own library.
 * That library runs inside this process: it is loaded in a worker that does nothing else, and only from
 * the file that a person named.
 */

const CKR = {
  ok: 0,
  pinIncorrect: 0xa0,
  pinLocked: 0xa4,
  alreadyLoggedIn: 0x100,
  alreadyInitialised: 0x191,
} as const;
export const CKA = { class: 0x0, label: 0x3, value: 0x11, id: 0x102, ecPoint: 0x181 } as const;
export const CKO = { certificate: 1, publicKey: 2, privateKey: 3 } as const;
const CKM = { sha256RsaPkcs: 0x40, ecdsa: 0x1041 } as const;
const CKU_USER = 1;
const CKF_SERIAL_SESSION = 4;
const CKF_RW_SESSION = 2;
const CKF_TOKEN_PRESENT = 1;
const MOST_OBJECTS = 64;
const LARGEST_VALUE = 65_536;
const TOKEN_INFO_BYTES = 512;

/** Cryptoki packs its structures on Windows, and nowhere else (section 2.1 of its specification). */
export const structure = process.platform === 'win32' ? koffi.pack : koffi.struct;
export const Attribute = structure('CK_ATTRIBUTE', { type: 'ulong', pValue: 'void *', ulValueLen: 'ulong' });
const Mechanism = structure('CK_MECHANISM', {
  mechanism: 'ulong',
  pParameter: 'void *',
  ulParameterLen: 'ulong',
});

type Call = (...args: readonly unknown[]) => number;

/** What a token holds: a certificate and the key that goes with it, tied by their identifier. */
export interface TokenCertificate {
  readonly id: Uint8Array;
  readonly label: string;
  readonly certificate: Uint8Array;
}

/** One use of a token: opened, asked, closed. */
export class TokenSession {
  readonly #library: ReturnType<typeof koffi.load>;
  /** Handle of the session, the first argument of most functions. */
  readonly session: number;

  /**
   * @param modulePath the vendor's PKCS#11 library
   * @param tokenLabel as the token names itself; undefined where only one is inserted
   * @param pin the user's PIN
   * @param writes whether something is to be kept on it
   * @throws Problem `not_found`, `wrong_password`, `not_allowed` for a locked PIN, `unsupported`
   */
  constructor(modulePath: string, tokenLabel: string | undefined, pin: string, writes = false) {
    try {
      this.#library = koffi.load(modulePath);
    } catch {
      throw new Problem(
        'not_found',
        'the PKCS#11 library cannot be loaded',
        'Name the library that came with the token.',
      );
    }
    const started = this.#function('C_Initialize', ['void *'])(null);
    if (started !== CKR.ok && started !== CKR.alreadyInitialised)
      throw new Problem(
        'unsupported',
        `the library of the token cannot be started (PKCS#11 code 0x${started.toString(16)})`,
        'See that the reader and its driver are there, insert the token, and try once more.',
      );
    const slot = this.#slotOf(tokenLabel);
    const handle = [0];
    this.must(
      'C_OpenSession',
      ['ulong', 'ulong', 'void *', 'void *', koffi.out(koffi.pointer('ulong'))],
      [slot, CKF_SERIAL_SESSION | (writes ? CKF_RW_SESSION : 0), null, null, handle],
    );
    this.session = handle[0] ?? 0;
    const secret = Buffer.from(pin, 'utf8');
    const said = this.#function('C_Login', ['ulong', 'ulong', 'void *', 'ulong'])(
      this.session,
      CKU_USER,
      secret,
      secret.length,
    );
    secret.fill(0);
    if (said === CKR.ok || said === CKR.alreadyLoggedIn) return;
    this.close();
    if (said === CKR.pinIncorrect)
      throw new Problem(
        'wrong_password',
        'the PIN of the token is wrong',
        'Try again; after a few wrong PINs a token locks itself.',
      );
    if (said === CKR.pinLocked)
      throw new Problem(
        'not_allowed',
        'the token has locked itself after wrong PINs',
        'Unlock it with its administrator’s PIN.',
      );
    throw failed('does not accept the PIN', said);
  }

  /** @throws Problem `unsupported` */
  certificates(): readonly TokenCertificate[] {
    return this.find(CKO.certificate).map((object) => ({
      id: this.value(object, CKA.id),
      label: Buffer.from(this.value(object, CKA.label)).toString('utf8'),
      certificate: this.value(object, CKA.value),
    }));
  }

  /**
   * Signs with the private key that has this identifier.
   *
   * @param kind of RSA the token hashes the message itself; of ECDSA it is given the SHA-256
   * @returns PKCS #1 v1.5, or the two numbers of ECDSA side by side
   */
  sign(id: Uint8Array, kind: 'rsa' | 'ecdsa', message: Uint8Array): Uint8Array {
    const key = this.find(CKO.privateKey).find((object) =>
      Buffer.from(this.value(object, CKA.id)).equals(id),
    );
    if (key === undefined)
      throw new Problem(
        'not_found',
        'the token has no private key for its certificate',
        'Choose another certificate.',
      );
    const mechanism = {
      mechanism: kind === 'rsa' ? CKM.sha256RsaPkcs : CKM.ecdsa,
      pParameter: null,
      ulParameterLen: 0,
    };
    this.must('C_SignInit', ['ulong', koffi.pointer(Mechanism), 'ulong'], [this.session, mechanism, key]);
    const signature = Buffer.alloc(1024);
    const length = [signature.length];
    this.must(
      'C_Sign',
      ['ulong', 'void *', 'ulong', 'void *', koffi.inout(koffi.pointer('ulong'))],
      [this.session, Buffer.from(message), message.length, signature, length],
    );
    return signature.subarray(0, length[0] ?? 0);
  }

  close(): void {
    this.#function('C_CloseSession', ['ulong'])(this.session);
    this.#function('C_Finalize', ['void *'])(null);
  }

  #slotOf(label: string | undefined): number {
    const count = [0];
    const types = ['uint8', 'void *', koffi.inout(koffi.pointer('ulong'))];
    this.must('C_GetSlotList', types, [CKF_TOKEN_PRESENT, null, count]);
    const size = koffi.sizeof('ulong');
    const list = Buffer.alloc(size * Math.min(MOST_OBJECTS, Math.max(1, count[0] ?? 0)));
    count[0] = list.length / size;
    this.must('C_GetSlotList', types, [CKF_TOKEN_PRESENT, list, count]);
    const slots = Array.from({ length: count[0] ?? 0 }, (_, index) =>
      Number(size === 8 ? list.readBigUInt64LE(index * size) : list.readUInt32LE(index * size)),
    );
    const found = slots.filter((slot) => label === undefined || this.#labelOf(slot) === label);
    const [slot] = found;
    if (slot === undefined)
      throw new Problem(
        'not_found',
        label === undefined ? 'no token is inserted' : `the token \`${label}\` is not there`,
        'Insert it, and see that this is how it names itself.',
      );
    if (label === undefined && found.filter((one) => this.#labelOf(one) !== '').length > 1)
      throw new Problem('wrong_usage', 'more than one token is inserted', 'Name the token by its label.');
    return slot;
  }

  /** The first 32 bytes of CK_TOKEN_INFO, padded with blanks. */
  #labelOf(slot: number): string {
    const info = Buffer.alloc(TOKEN_INFO_BYTES);
    this.must('C_GetTokenInfo', ['ulong', 'void *'], [slot, info]);
    return info.toString('utf8', 0, 32).replaceAll(/[\s\0]+$/g, '');
  }

  /** Objects of a class (CKO), at most 64. */
  find(kind: number): readonly number[] {
    const wanted = Buffer.alloc(koffi.sizeof('ulong'));
    wanted.writeUInt32LE(kind, 0);
    const template = [{ type: CKA.class, pValue: wanted, ulValueLen: wanted.length }];
    this.must('C_FindObjectsInit', ['ulong', koffi.pointer(Attribute), 'ulong'], [this.session, template, 1]);
    const size = koffi.sizeof('ulong');
    const list = Buffer.alloc(size * MOST_OBJECTS);
    const count = [0];
    this.must(
      'C_FindObjects',
      ['ulong', 'void *', 'ulong', koffi.out(koffi.pointer('ulong'))],
      [this.session, list, MOST_OBJECTS, count],
    );
    this.must('C_FindObjectsFinal', ['ulong'], [this.session]);
    return Array.from({ length: count[0] ?? 0 }, (_, index) =>
      Number(size === 8 ? list.readBigUInt64LE(index * size) : list.readUInt32LE(index * size)),
    );
  }

  /** An attribute (CKA) of an object; empty where it has none, or does not show it. */
  value(object: number, type: number): Uint8Array {
    const room = Buffer.alloc(LARGEST_VALUE);
    const template = [{ type, pValue: room, ulValueLen: room.length }];
    const said = this.#function('C_GetAttributeValue', [
      'ulong',
      'ulong',
      koffi.inout(koffi.pointer(Attribute)),
      'ulong',
    ])(this.session, object, template, 1);
    const length = template[0]?.ulValueLen ?? 0;
    return said === CKR.ok && length <= room.length
      ? Buffer.from(room.subarray(0, length))
      : new Uint8Array();
  }

  #function(name: string, types: readonly unknown[]): Call {
    try {
      return this.#library.func(name, 'ulong', types as never[]) as Call;
    } catch {
      throw new Problem(
        'unsupported',
        'the library is not a PKCS#11 library',
        'Name the library that came with the token.',
      );
    }
  }

  /** Calls a function of the library. @throws Problem `unsupported` for whatever it refuses */
  must(name: string, types: readonly unknown[], args: readonly unknown[]): void {
    const said = this.#function(name, types)(...args);
    if (said !== CKR.ok) throw failed(`refuses ${name}`, said);
  }
}

function failed(what: string, code: number): Problem {
  return new Problem(
    'unsupported',
    `the token ${what} (PKCS#11 code 0x${code.toString(16)})`,
    'Take it out, insert it again, and try once more.',
  );
}
