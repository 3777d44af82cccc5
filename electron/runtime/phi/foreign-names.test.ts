import { describe, expect, it } from 'vitest';
import { createRedactor } from './redactor.ts';

const clean = (text: string): string => createRedactor().redact(text).text;

describe('names in scripts without capitals', () => {
  it.each([
    ['रुग्णाचे नाव सौ. वैशाली सुरेश देशमुख.', 'रुग्णाचे नाव [NAME].'],
    ['रुग्ण श्री. अनिकेत माधव पाटील आहे.', 'रुग्ण [NAME] आहे.'],
    ['Patient শ্ৰীমতী প্ৰিয়া শইকীয়া. DOB pending', 'Patient [NAME]. DOB pending'],
    ['நோயாளி: கவிதா முருகன். முகவரி 12 அண்ணா சாலை.', 'நோயாளி: [NAME]. முகவரி [ADDRESS].'],
    ['మరియు రోగి: లక్ష్మీ రెడ్డి. స్థిరంగా', 'మరియు రోగి: [NAME]. స్థిరంగా'],
    ['مريض: أحمد محمد علي، مستقر', 'مريض: [NAME]، مستقر'],
    ['患者: 山田太郎、生年月日 1985年3月14日', '患者: [NAME]、生年月日 [DATE]'],
    ['환자: 김민수, 생년월일 1985년 3월 14일', '환자: [NAME], 생년월일 [DATE]'],
    ['ที่อยู่ 123 ถนนสุขุมวิท กรุงเทพฯ; ดี', 'ที่อยู่ [ADDRESS]; ดี'],
  ])('%s', (text, expected) => {
    expect(clean(text)).toBe(expected);
  });

  it.each(['रोगी को बुखार है', '患者は元気です', '환자 상태 양호', 'مريض مستقر الحالة'])('%s stays', (text) => {
    expect(clean(text)).toBe(text);
  });
});

describe('dates with months of other languages', () => {
  it.each([
    ['zgłosiła się 5 marca 2020 r.', /5 marca|2020/],
    ['született 1975. november 16., telefon', /november 16/],
    ['tarihi 12 Ağustos 2021 idi', /12 A/],
    ['syntynyt 3. maaliskuuta 1980 Turussa', /3\. maalis|1980/],
  ])('%s', (text, original) => {
    expect(clean(text)).not.toMatch(original);
  });
});

describe('what Spanish reports say of a person', () => {
  it.each([
    ['Varón de 44 años, soltero, sin alergias', 'Varón de 44 años, [OTHER_ID], sin alergias'],
    ['Un varón heterosexual de 63 años', 'Un varón [OTHER_ID] de 63 años'],
  ])('%s', (text, expected) => {
    expect(clean(text)).toBe(expected);
  });

  it('leaves the same words in English', () => {
    const text = 'A heterosexual man, bisexual partner, single.';
    expect(clean(text)).toBe(text);
  });
});
