import { createHash, generateKeyPairSync, sign } from 'node:crypto';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { Problem } from '../../domain/problem.ts';
import { openCheckpoint, signCheckpoint } from './checkpoint.ts';
import { cosignCheckpoint, openCosignature, witnessKey } from './cosignature.ts';
import { parseVerifierKey, SIGNATURE_TYPE, verifierKey } from './signed-note.ts';
import {
  noteInFile,
  parseTlogProof,
  parseWitnessRequest,
  writeTlogProof,
  writeWitnessRequest,
} from './tlog-proof.ts';

const hash = (bytes: Uint8Array): Uint8Array => Uint8Array.from(createHash('sha256').update(bytes).digest());
const { privateKey, publicKey: spki } = generateKeyPairSync('ed25519');
const publicKey = spki.export({ format: 'der', type: 'spki' }).subarray(-32);
const signer = { publicKey, sign: (message: Uint8Array) => sign(null, message, privateKey) };
const origin = 'swarm-clinical.invalid/fuzz';
const name = `${origin}/witness`;
const root = hash(new Uint8Array());
const note = cosignCheckpoint(
  hash,
  signCheckpoint(hash, { origin, size: 100, root }, signer),
  { ...signer, name },
  1_780_000_000,
);
const path = Array.from({ length: 7 }, () => root);
const key = verifierKey(hash, witnessKey(name, publicKey));
const verifier = { origin, publicKey, verify: () => true };

/** Whatever is made of a text: a result, or a Problem in plain words. Anything else is a bug. */
function plainly(act: () => unknown): void {
  try {
    act();
  } catch (error) {
    if (!(error instanceof Problem)) throw error;
    expect(error.message.length).toBeLessThan(200);
  }
}

const valid = [
  note,
  writeTlogProof({ index: 3, path, note, extra: root }),
  writeWitnessRequest({ oldSize: 50, path, note }),
  key,
];
const pieces = fc.constantFrom(
  '',
  '\n',
  '\n\n',
  '— ',
  ' ',
  '0',
  '9'.repeat(400),
  '+',
  '=',
  '\u0000',
  '\ud800',
  'old ',
  'extra ',
  'index ',
);
const changed = fc
  .tuple(
    fc.constantFrom(...valid),
    fc.array(fc.tuple(fc.nat(), fc.nat({ max: 40 }), pieces), { maxLength: 4 }),
  )
  .map(([text, changes]) =>
    changes.reduce((whole, [at, remove, insert]) => {
      const place = at % (whole.length + 1);
      return whole.slice(0, place) + insert + whole.slice(place + remove);
    }, text),
  );

test('checkpoints, cosignatures, proofs, requests and keys, bent in any way, end in plain words', () => {
  fc.assert(
    fc.property(fc.oneof(changed, fc.string({ unit: 'binary', maxLength: 400 })), (text) => {
      plainly(() => openCheckpoint(hash, text, verifier));
      plainly(() => openCosignature(hash, text, witnessKey(name, publicKey), () => true));
      plainly(() => parseTlogProof(text));
      plainly(() => parseWitnessRequest(text));
      plainly(() => noteInFile(text));
      plainly(() => parseVerifierKey(hash, text, SIGNATURE_TYPE.cosignature));
    }),
    { numRuns: 3000 },
  );
});

test('a very long text is refused at once', () => {
  for (const text of [
    '\n'.repeat(2_000_000),
    `old 0\n${'A'.repeat(1_500_000)}\n\n${note}`,
    `${note}${'— a b\n'.repeat(50_000)}`,
  ])
    for (const parse of [noteInFile, parseTlogProof, parseWitnessRequest]) plainly(() => parse(text));
});

test('what is written is read back as it was', () => {
  expect(parseTlogProof(valid[1]!)).toEqual({ index: 3, path, note, extra: root });
  expect(parseWitnessRequest(valid[2]!)).toEqual({ oldSize: 50, path, note });
  for (const text of valid.slice(0, 3)) expect(noteInFile(text)).toBe(note);
});
