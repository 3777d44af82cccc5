import { describe, expect, it } from 'vitest';
import { createRedactor } from './redactor.ts';

const redactor = createRedactor();

describe('what belongs to a place or a name', () => {
  it.each([
    ['Where: SAINT-PRIEST', 'Where: [ADDRESS]'],
    ['She lives on Grafenwegen 50 street.', 'She lives on [ADDRESS].'],
    ['Médico: Rosa Gil MoraNºCol: 41 41 25639.', 'Médico: [NAME]: [LICENSE].'],
    ['Médico: Pablo March López\nServicio', 'Médico: [NAME]\nServicio'],
    ['RE: Logan C. Case (#07025689)', 'RE: [NAME] (#[MRN])'],
    ['Staining (Vexogen 6670-0154, USA) was negative.', 'Staining ([ADDRESS] 6670-0154, USA) was negative.'],
    ['Järvelö began writing early.', '[NAME] began writing early.'],
    ['order a message on my registered 668 5702.', 'order a message on my registered [PHONE].'],
  ])('goes from `%s`', (text, redacted) => {
    expect(redactor.redact(text).text).toBe(redacted);
  });

  it.each([
    'The result (negative, as before) was read on the street.',
    'Medication began on admission; fever lives in no chart.',
    'A 50 street value was assumed (Table, page 3).',
  ])('leaves `%s`', (text) => {
    expect(redactor.redact(text).text).toBe(text);
  });
});
