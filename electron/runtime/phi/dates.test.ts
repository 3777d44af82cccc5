import { describe, expect, it } from 'vitest';
import { createRedactor } from './redactor.ts';

const clean = (text: string): string => createRedactor().redact(text).text;

describe('dates as hands write them', () => {
  it.each([
    ['PDMP checked 4.18.24, denied.', 'PDMP checked [DATE], denied.'],
    ['next appt 1.15 with hygienist', 'next appt [DATE] with hygienist'],
    ['Family mtg Thurs 2/8 at 1500.', 'Family mtg [DATE] at 1500.'],
    ['f/u wound clinic 10/2.', 'f/u wound clinic [DATE].'],
    ['CVC placed 12/1, site clean', 'CVC placed [DATE], site clean'],
    ['Labs 3/20: Na 138', 'Labs [DATE]: Na 138'],
    ['Fecha de Ingreso: 23/082016.', 'Fecha de Ingreso: [DATE].'],
    ['nacimiento: 301/05/1966.', 'nacimiento: [DATE].'],
    ['los primeros días de marzo del año 2005.', 'los primeros días de [DATE].'],
    ['поступила 5 марта 2020 г., в порядке', 'поступила [DATE], в порядке'],
    ['Next WCC March. Flu shot given.', 'Next WCC [DATE]. Flu shot given.'],
    ['Fills show a gap Dec 3-Jan 19 only.', 'Fills show a gap [DATE] only.'],
    ['ALT 62 on two checks, 9/30 and 11/4.', 'ALT 62 on two checks, [DATE] and [DATE].'],
    ['s/p L TKA 10/28 (Haugland).', 's/p L TKA [DATE] ([NAME]).'],
    ['Unit returned by nursing 02/08 0455.', 'Unit returned by nursing [DATE] 0455.'],
    ['Heaviest at 288 January. Lost since.', 'Heaviest at 288 [DATE]. Lost since.'],
    ['Born O4/l7/1949, seen 1l/06/24.', 'Born [DATE], seen [DATE].'],
  ])('%s', (text, expected) => {
    expect(clean(text)).toBe(expected);
  });

  it.each([
    'BiPAP 12/5, PEEP 10/8, DTRs 2/4, pain 8/3 today.',
    'MMSE 24/30, PHQ9 12/27, Apgar 9/8, MoCA 9/30.',
    'Version 4.18.24 of the software, section 1.15.22.',
    'amlodipine 10/5 daily, Lotrel 10/2 and 10/4 mg.',
    'Strength 5/5 throughout, murmur 2/6, 3/10 in the morning.',
    'Lot O4l7, ratio lO/2, score of 9/30 and stable.',
    'BP 142/88, sats 9/10, ratio 1.15 in the afternoon.',
  ])('%s stays', (text) => {
    expect(clean(text)).toBe(text);
  });
});
