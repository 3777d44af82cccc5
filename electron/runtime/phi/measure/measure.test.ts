import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Problem } from '../../../../shared/domain/index.ts';
import { createRedactor } from '../index.ts';
import { makeIdentity, measureRecall, TEXT_CLASSES, wilson, type MeasurePorts } from './index.ts';
import { plantIdentity } from './plant.ts';
import { seededRandom } from '../../../core/index.ts';
import { sameShape, nameLike } from './shapes.ts';
import { findStyles } from './styles.ts';

const NOTES = [
  'Seen on 02/01/2024 for a fall at home. Started on antibiotics. MRN: AB-00412 reviewed.\nFollow up in clinic.',
  'Admitted with fever and cough. Diuresed well. Daughter of Smith, John called.\nReturn if symptoms worsen.',
  'Rate controlled. Physical therapy at home.\n\nCall (206) 555-0134 with results. MRN: CD-77120 merged.',
];
const request = { notes: NOTES, knownValues: [], identities: 40, seed: 7 };
const redactor = createRedactor();
const everything: MeasurePorts = {
  detect: (text) => [{ start: 0, end: text.length, label: 'NAME', by: 'pattern' }],
};

describe('measureRecall', () => {
  it('plants every text class once per identity and repeats with its seed', async () => {
    const first = await measureRecall(request, redactor);
    expect(first.classes.map((figure) => [figure.class, figure.planted])).toEqual(
      TEXT_CLASSES.map((name) => [name, 40]),
    );
    expect(first.overall.planted).toBe(40 * TEXT_CLASSES.length);
    expect(await measureRecall(request, redactor)).toEqual(first);
    expect(await measureRecall({ ...request, seed: 8 }, redactor)).not.toEqual(first);
  });

  it('gives 0 to a detector that finds nothing and 1 to one that covers everything', async () => {
    const none = await measureRecall(request, { detect: () => [] });
    expect(none.overall).toMatchObject({ found: 0, share: 0, low: 0 });
    expect(none.misses.length).toBeGreaterThan(100);
    const all = await measureRecall(request, everything);
    expect(all.overall).toMatchObject({ share: 1, high: 1 });
    expect(all.misses).toEqual([]);
  });

  it('counts a value as found only when it is covered whole', async () => {
    const half: MeasurePorts = {
      detect: (text) =>
        redactor.detect(text).map((span) => ({ ...span, end: Math.max(span.start + 1, span.end - 1) })),
    };
    const { classes } = await measureRecall(request, half);
    expect(classes.find((figure) => figure.class === 'EMAIL')).toMatchObject({ found: 0 });
  });

  it('shows of a miss the invented value, and of the notes nothing that was found', async () => {
    const noDates: MeasurePorts = {
      detect: (text) => redactor.detect(text).filter(({ label }) => label !== 'MRN'),
    };
    const { misses } = await measureRecall(request, noDates);
    const mrn = misses.filter((miss) => miss.class === 'MRN');
    expect(mrn.length).toBeGreaterThan(0);
    for (const { line } of misses) {
      expect(line).toMatch(/».+«/s);
      expect(line).not.toMatch(/555-0134|02\/01\/2024/);
    }
  });

  it('follows the shapes found in the notes', () => {
    const notes = NOTES.map((text) => ({ text, spans: redactor.detect(text) }));
    const styles = findStyles(notes, [{ label: 'MRN', value: 'QX-00001' }]);
    expect(styles.values.MRN).toContain('QX-00001');
    const random = seededRandom(3);
    const planted = Array.from({ length: 60 }, () =>
      plantIdentity(makeIdentity(random), NOTES, styles, random),
    ).flat(2);
    const values = planted.flatMap(({ text, plants }) =>
      plants.filter((plant) => plant.class === 'MRN').map(({ start, end }) => text.slice(start, end)),
    );
    expect(values.some((value) => /^[A-Z]{2}-\d{5}$/.test(value))).toBe(true);
    expect(values).not.toContain('QX-00001');
  });

  it('keeps the words that make a number an age around the age that it plants', () => {
    const text = 'A 94-year-old woman from home, frail but well.';
    const start = text.indexOf('94');
    const span = { start, end: start + '94-year-old'.length, label: 'AGE_OVER_89', by: 'cue' } as const;
    expect(findStyles([{ text, spans: [span] }], []).carriers.AGE_OVER_89).toContain(
      'A @-year-old woman from home, frail but well.',
    );
    const inWords = { text: text.replace('94', 'ninety-four'), spans: [{ ...span, end: start + 20 }] };
    const { carriers } = findStyles([inWords], []);
    expect(carriers.AGE_OVER_89).toEqual(findStyles([], []).carriers.AGE_OVER_89);
  });

  it('tells which everyday words were redacted', async () => {
    const greedy: MeasurePorts = {
      detect: (text) =>
        [...text.matchAll(/Return|Follow/g)].map(({ index }) => ({
          ...{ start: index, end: index + 6, label: 'NAME', by: 'list' },
        })),
    };
    const notes = [...NOTES, 'to return', 'may return', 'return soon'];
    const { falseRedactions } = await measureRecall({ ...request, notes, identities: 1 }, greedy);
    expect(falseRedactions.examples).toEqual([{ word: 'return', count: 1 }]);
    expect(falseRedactions.redacted).toBe(1);
  });

  it('is cancelled at once, tells how far it is, and says when there is nothing to measure on', async () => {
    const steps: number[] = [];
    await measureRecall(request, { ...everything, onProgress: (share) => steps.push(share) });
    expect(steps.at(-1)).toBe(1);
    await expect(
      measureRecall(request, { ...everything, signal: AbortSignal.abort() }),
    ).rejects.toMatchObject({ code: 'cancelled' });
    await expect(measureRecall({ ...request, notes: [' \n'] }, everything)).rejects.toThrow(Problem);
  });
});

describe('plantIdentity', () => {
  it('marks exactly where each value stands', () => {
    const styles = findStyles([], []);
    fc.assert(
      fc.property(fc.integer(), fc.array(fc.string(), { minLength: 1, maxLength: 3 }), (seed, notes) => {
        const random = seededRandom(seed);
        const identity = makeIdentity(random);
        const copies = plantIdentity(identity, notes, styles, random);
        expect(copies.flatMap(({ plants }) => plants.map((plant) => plant.class))).toEqual([...TEXT_CLASSES]);
        for (const { text, plants } of copies)
          for (const plant of plants) expect(text.slice(plant.start, plant.end)).toBe(identity[plant.class]);
      }),
      { numRuns: 60 },
    );
  });
});

describe('shapes', () => {
  it('keep what is neither letter nor figure, and change what is', () => {
    const value = sameShape('Mrn00-4711', seededRandom(5));
    expect(value).toMatch(/^[A-Z][a-z]{2}\d\d-\d{4}$/);
    expect(sameShape('Maria Silva 12', seededRandom(5))).toBeUndefined();
    expect(sameShape('12', seededRandom(5))).toBeUndefined();
  });

  it.each([
    ['Smith, John', 'Moreau, Ana'],
    ['SMITH, JOHN', 'MOREAU, ANA'],
    ['John Q. Smith', 'Ana B. Moreau'],
    ['john smith', 'ana moreau'],
    ['Smith', 'Moreau'],
  ])('write a name like %s', (pattern, expected) => {
    expect(nameLike(pattern, 'Ana', 'Moreau', 'B')).toBe(expected);
  });
});

describe('wilson', () => {
  it('gives the published bounds', () => {
    // 95 % bounds for 8 of 10 and 10 of 10, as any table of Wilson's interval has them.
    expect(wilson(8, 10).low).toBeCloseTo(0.4902, 4);
    expect(wilson(8, 10).high).toBeCloseTo(0.9433, 4);
    expect(wilson(10, 10).low).toBeCloseTo(0.7225, 4);
    expect(wilson(0, 0)).toEqual({ share: 0, low: 0, high: 1 });
  });
});
