import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { shippedLexicon } from '../lexicon.ts';
import { tokenise } from '../tokens.ts';
import { bestReadings, TAGS } from './decode.ts';
import { tag } from './tagger.ts';
import { decodeWeights, encodeWeights } from './weights.ts';
import { ROW_LOG } from './features.ts';

const lexicon = shippedLexicon();

function found(text: string, which: 'name' | 'place'): string[] {
  const tokens = tokenise(text, lexicon);
  const votes = tag(tokens)[which];
  return Array.from({ length: tokens.count }, (_, i) => i)
    .filter((i) => (votes[i] ?? 0) > 0)
    .map((i) => text.slice(tokens.starts[i], tokens.ends[i]));
}

describe('the shipped tagger', () => {
  it.each([
    ['Discussed with Oluwaseun Adebayo-Brandt, who agrees.', ['Oluwaseun', 'Adebayo', 'Brandt']],
    ['[doctor] hi marisol , how are you doing today ?', ['marisol']],
    ['PATIENT: ZHANG, MEILIN   AGE 54', ['ZHANG', 'MEILIN']],
    ['Her daughter Xiomara drove her in.', ['Xiomara']],
    ['Dictated by: Þórdís Vexholt, MD', ['Þórdís', 'Vexholt']],
    ['Médico: Iñaki Goikoetxea Urrutia. Servicio de Urología.', ['Iñaki', 'Goikoetxea', 'Urrutia']],
  ])('takes for names in `%s` what is one', (text, names) => {
    expect(found(text, 'name')).toEqual(names);
  });

  it.each([
    ['Lives in Wenatchee with her son.', ['Wenatchee']],
    [
      'Transferred from Kettleman Regional Medical Center by EMS.',
      ['Kettleman', 'Regional', 'Medical', 'Center'],
    ],
  ])('takes for places in `%s` what is one', (text, places) => {
    expect(found(text, 'place')).toEqual(places);
  });

  it.each([
    'Hx of Parkinson disease and Crohn colitis, Foley in place, Apgar 8 and 9.',
    "Murphy's sign negative, Babinski downgoing, Glasgow 15.",
    'Started Eliquis 5 mg BID, continue metoprolol and Lipitor 40 mg.',
    'WBC 11.2 HGB 13.9 PLT 302 NA 138 K 4.1 CL 102',
    'What is the role of the Framingham Risk Score in hypertension?',
    'ASSESSMENT AND PLAN: CONTINUE ASPIRIN, RECHECK LABS IN MAY.',
    'Paciente de 54 años con antecedentes de hipertensión arterial y enfermedad de Crohn.',
  ])('leaves `%s` alone', (text) => {
    expect([...found(text, 'name'), ...found(text, 'place')]).toEqual([]);
  });

  it('votes the same each time, one number per word, on any text', () => {
    fc.assert(
      fc.property(
        fc.oneof(fc.string({ unit: 'binary', maxLength: 400 }), fc.string({ maxLength: 200 })),
        (text) => {
          const tokens = tokenise(text, lexicon);
          const votes = tag(tokens);
          expect(votes.name.length).toBe(tokens.count);
          expect([...votes.name, ...votes.place].every(Number.isFinite)).toBe(true);
          expect(tag(tokens)).toEqual(votes);
        },
      ),
      { numRuns: 200 },
    );
  });

  it('says nothing about a single word', () => {
    expect(found('Wenatchee', 'place')).toEqual([]);
  });
});

describe('the best readings', () => {
  it('are those of all readings of a run', () => {
    const number = fc.integer({ min: -50, max: 50 });
    fc.assert(
      fc.property(
        fc.array(fc.tuple(number, number, number), { minLength: 1, maxLength: 5 }),
        fc.array(number, { minLength: 9, maxLength: 9 }),
        (words, steps) => {
          const best = new Float64Array(words.length * TAGS);
          bestReadings(Float64Array.from(words.flat()), words.length, Int32Array.from(steps), best);
          expect([...best]).toEqual(bruteForce(words, steps));
        },
      ),
    );
  });
});

function bruteForce(words: readonly (readonly number[])[], steps: readonly number[]): number[] {
  const best = new Array<number>(words.length * TAGS).fill(-Infinity);
  for (let reading = 0; reading < TAGS ** words.length; reading += 1) {
    const tags = words.map((_, i) => Math.floor(reading / TAGS ** i) % TAGS);
    let score = 0;
    let last = 0;
    tags.forEach((current, i) => {
      score += (steps[last * TAGS + current] ?? 0) + (words[i]?.[current] ?? 0);
      last = current;
    });
    score += steps[last * TAGS] ?? 0;
    tags.forEach((current, i) => {
      best[i * TAGS + current] = Math.max(best[i * TAGS + current] ?? 0, score);
    });
  }
  return best;
}

describe('weights', () => {
  const weights = { rows: new Int8Array(2 << ROW_LOG).fill(-3), steps: new Int32Array(9).fill(7), scale: 40 };

  it('are read as they were written', () => {
    expect(decodeWeights(encodeWeights(weights))).toEqual(weights);
  });

  it('are refused where they are cut, changed at their head, or none', () => {
    const bytes = encodeWeights(weights);
    for (const bad of [
      bytes.slice(0, -1),
      bytes.slice(4),
      new Uint8Array(3),
      bytes.map((byte) => byte ^ 255),
    ])
      expect(() => decodeWeights(bad)).toThrow('damaged');
  });
});
