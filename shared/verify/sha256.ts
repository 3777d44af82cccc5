/**
 * SHA-256 (FIPS 180-4) of short messages, at once: trees of the journal are joined node by node, and Web
 * Crypto answers only later. `sha256.test.ts` holds it against Node's own.
 */

const BLOCK = 64;

/** First 32 bits of the fractional parts of cube roots of the first primes, computed exactly. */
const ROUND = constants();
const START = [
  0x6a09e667, 0xbb67ae85, 0x3c6ef372, 0xa54ff53a, 0x510e527f, 0x9b05688c, 0x1f83d9ab, 0x5be0cd19,
];

function constants(): Int32Array {
  const primes: number[] = [];
  for (let n = 2; primes.length < 64; n += 1) if (primes.every((prime) => n % prime !== 0)) primes.push(n);
  return Int32Array.from(primes, (prime) => Number(cubeRoot(BigInt(prime) << 96n) & 0xffffffffn) | 0);
}

/** Largest integer whose cube is not above n. */
function cubeRoot(n: bigint): bigint {
  let root = 0n;
  for (let bit = 1n << 40n; bit > 0n; bit >>= 1n) if ((root + bit) ** 3n <= n) root += bit;
  return root;
}

const words = new Int32Array(BLOCK);

export function sha256(message: Uint8Array): Uint8Array {
  const state = Int32Array.from(START, (word) => word | 0);
  const tail = message.length % BLOCK;
  const whole = message.length - tail;
  for (let at = 0; at < whole; at += BLOCK) compress(state, message, at);
  const last = new Uint8Array(tail < BLOCK - 8 ? BLOCK : 2 * BLOCK);
  last.set(message.subarray(whole));
  last[tail] = 0x80;
  const view = new DataView(last.buffer);
  view.setUint32(last.length - 8, Math.floor(message.length / 0x20000000));
  view.setUint32(last.length - 4, (message.length << 3) >>> 0);
  for (let at = 0; at < last.length; at += BLOCK) compress(state, last, at);
  const digest = new Uint8Array(32);
  const out = new DataView(digest.buffer);
  state.forEach((word, i) => {
    out.setInt32(4 * i, word);
  });
  return digest;
}

function word(i: number): number {
  return words[i] ?? 0;
}

function compress(state: Int32Array, bytes: Uint8Array, at: number): void {
  for (let i = 0; i < 16; i += 1) {
    const from = at + 4 * i;
    words[i] =
      ((bytes[from] ?? 0) << 24) |
      ((bytes[from + 1] ?? 0) << 16) |
      ((bytes[from + 2] ?? 0) << 8) |
      (bytes[from + 3] ?? 0);
  }
  for (let i = 16; i < 64; i += 1) {
    const [x, y] = [word(i - 15), word(i - 2)];
    const s0 = turn(x, 7) ^ turn(x, 18) ^ (x >>> 3);
    const s1 = turn(y, 17) ^ turn(y, 19) ^ (y >>> 10);
    words[i] = (word(i - 16) + s0 + word(i - 7) + s1) | 0;
  }
  let [a = 0, b = 0, c = 0, d = 0, e = 0, f = 0, g = 0, h = 0] = state;
  for (let i = 0; i < 64; i += 1) {
    const s1 = turn(e, 6) ^ turn(e, 11) ^ turn(e, 25);
    const t1 = (h + s1 + ((e & f) ^ (~e & g)) + (ROUND[i] ?? 0) + word(i)) | 0;
    const s0 = turn(a, 2) ^ turn(a, 13) ^ turn(a, 22);
    const t2 = (s0 + ((a & b) ^ (a & c) ^ (b & c))) | 0;
    [h, g, f] = [g, f, e];
    e = (d + t1) | 0;
    [d, c, b] = [c, b, a];
    a = (t1 + t2) | 0;
  }
  [a, b, c, d, e, f, g, h].forEach((value, i) => {
    state[i] = ((state[i] ?? 0) + value) | 0;
  });
}

function turn(value: number, bits: number): number {
  return (value >>> bits) | (value << (32 - bits));
}
