import { describe, expect, it } from 'vitest';
import { createRedactor } from '../redactor.ts';

const redactor = createRedactor();

function covered(text: string): string[] {
  return redactor.detect(text).map(({ start, end }) => text.slice(start, end));
}

/** Words of a ward, so that what stands before them is read as written in haste. */
const HASTE = ' BP 122/70, hr 88, labs pend, npo p mn. CT neg. Wt 71 kg, tele.';

describe('notes written in haste', () => {
  it.each([
    ['Psych: "Duchess" found on unit.', 'Duchess'],
    ['Pt goes by moth, they/them.', 'moth'],
    ['Decedent Bartholomew "Bart" Quince found down.', 'Bart" Quince'],
    ['PT w/ Summer 2x/wk.', 'Summer'],
    ['Driver: Sunny. Sz 34 s.', 'Sunny'],
    ['goals d/w nurse joy, rtc.', 'joy'],
    ['Son J.D. out of state.', 'J.D'],
    ['us by MB, skin dose 44 mGy.', 'MB'],
    ['f/u Pirouz prn.', 'Pirouz'],
    ['Case mgr @ Stepping Stones.', 'Stepping Stones'],
    ['MRI at UAB if recurs.', 'UAB'],
    ['Rx to Moe at Pearle on Lakeland.', 'Pearle on Lakeland'],
    ['MVC on I-90 near Snoqualmie.', 'I-90 near Snoqualmie'],
    ['lives hwy 49, no phone.', 'hwy 49'],
    ['TEE neg (8/30).', '8/30'],
    ['SLT 4/9 next.', '4/9'],
    ['Pt dob 3 3 61.', '3 3 61'],
    ['MRE Tues the 14th.', 'Tues the 14th'],
    ['Plate WA BJX1177 towed.', 'BJX1177'],
    ['Login junebug_07 reset.', 'junebug_07'],
    ['HLA typing VK-0221 sent.', 'VK-0221'],
    ['Kin 769/555/0133 no ans.', '769/555/0133'],
  ])('lose nothing of what stands in `%s`', (text, value) => {
    expect(covered(text + HASTE).join(' | ')).toContain(value);
  });

  it.each([
    'Apgars 8/9. Strength 5/5. Pain 4/10. 3/6 murmur. 4/12 cores pos.',
    'EKG by EMS nsr. Seen per protocol. w/ CT neg. Report at 0700 from ED.',
    'On home O2 2 L NC. Wean vent, RASS -2. K 3.3, Mag 2 g.',
    'ICD J44.1, CPT 99213. COVID-19 neg. HbA1c 7.1. BRCA1 neg.',
    'Hx CAD, DM2, HTN, COPD. Meds: lisinopril 10, metformin 500 bid.',
    "Crohn's f/u. Whipple not indicated. Murphy's neg. Babinski neg.",
  ])('keep `%s`', (text) => {
    expect(covered(text + HASTE)).toEqual([]);
  });

  it('are told from sentences, where such words stay', () => {
    const text =
      'The patient was told that the results of the study are in the chart and that she may walk at Merit pace.';
    expect(covered(text)).toEqual([]);
  });

  it('come to rest: what was redacted once stays as it is', () => {
    const text = `Hutchins ran it w/ Summer at UAB, "Moth" signed by MB (8/30).${HASTE}`;
    const once = redactor.redact(text).text;
    expect(redactor.redact(once).text).toBe(once);
  });
});
