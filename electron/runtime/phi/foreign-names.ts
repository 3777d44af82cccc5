import type { Candidate } from './candidate.ts';
import { wordHash } from './characters.ts';
import type { Page } from './page.ts';
import { GAP, TRAIT } from './tokens.ts';

/** Scripts in which no capital tells a name begin here: beyond Latin, Greek and Cyrillic. */
const FIRST_CASELESS = 0x530;
const LONGEST_NAME = 4;
const LONGEST_ADDRESS = 14;

const hashes = (words: string): ReadonlySet<number> =>
  new Set(words.split(' ').map((word) => wordHash(word.normalize('NFKC'))));

/** `name`: what follows is one, with a colon or without. */
const NAME_LABELS = hashes(
  'नाव नाम নাম பெயர் పేరు ಹೆಸರು പേര് નામ ਨਾਂ ਨਾਮ نام الاسم اسم שם ชื่อ 氏名 姓名 名前 이름 성명 ಹೆಸರು ឈ្មោះ ชื่อ',
);
/** `patient`: what follows a colon is a name. */
const PATIENT_LABELS = hashes(
  'रोगी रुग्ण मरीज মরীজ রোগী ৰোগী நோயாளி రోగి ರೋಗಿ രോഗി દર્દી ਮਰੀਜ਼ مريض المريض المريضة مریض بیمار חולה מטופל מטופלת ผู้ป่วย 患者 病人 환자 డాక్టర్ डॉक्टर চিকিৎসক 医师 医生 主治医 担当医 의사 الطبيب רופא',
);
/** `Mr`, `Mrs`: what follows is a name. */
const TITLES = hashes(
  'श्री श्रीमती श्रीमान सौ कुमारी डॉ শ্রী শ্রীমতী শ্ৰীমতী শ্ৰী জনাব ডা ডাঃ திரு திருமதி டாக்டர் శ్రీ శ్రీమతి డాక్టర్ ಶ್ರೀ ಶ್ರೀಮತಿ ಡಾ ശ്രീ ശ്രീമതി ഡോ શ્રી શ્રીમતી ડૉ ਸ਼੍ਰੀ ਸ਼੍ਰੀਮਤੀ ਡਾ السيد السيدة الدكتور الدكتورة دكتور آقای خانم دکتر คุณ นาย นาง นางสาว หมอ מר גברת גב דר',
);
const ADDRESS_LABELS = hashes(
  'पता पत्ता ঠিকানা বাসা முகவரி చిరునామా ವಿಳಾಸ വിലാസം સરનામું ਪਤਾ العنوان عنوان آدرس نشانی כתובת ที่อยู่ 住所 住址 地址 주소',
);
/** Words that follow a name without being part of it. */
const AFTER = hashes(
  'आहे आहेत है हैं को ने का की के से में ला चा ची चे এর কে হয় ছিলেন আছেন উপস্থিত ஆவார் గారు గారి ಅವರು എന്ന છે ને ਹੈ ਨੂੰ हा ही या و في من על הוא היא มา ได้ 입니다 は が です',
);
const DATE = /(?:1[89]|20)\d{2} ?[年년]\s?\d{1,2} ?[月월](?:\s?\d{1,2} ?[日일])?/gu;

/** Names and addresses behind their labels and titles in scripts without capitals, and dates of East Asia. */
export function findForeign(page: Page): Candidate[] {
  const found: Candidate[] = [];
  let caseless = false;
  for (let i = page.look(0); i < page.count; i = page.look(i + 1)) {
    if (!isCaseless(page, i)) continue;
    caseless = true;
    const hash = page.hash(i);
    const next = i + 1;
    const colon = (page.gap(next) & GAP.colon) !== 0 || /^ ?： ?/u.test(page.between(next));
    if (ADDRESS_LABELS.has(hash)) addressFrom(page, next, found);
    else if (TITLES.has(hash) || NAME_LABELS.has(hash) || (PATIENT_LABELS.has(hash) && colon))
      i = nameFrom(page, TITLES.has(hash) ? i : next, found) - 1;
  }
  if (caseless)
    for (const match of page.text.matchAll(DATE))
      found.push({ start: match.index, end: match.index + match[0].length, label: 'DATE', by: 'pattern' });
  return found;
}

function isCaseless(page: Page, i: number): boolean {
  return (page.traits(i) & TRAIT.foreign) !== 0 && page.text.charCodeAt(page.start(i)) >= FIRST_CASELESS;
}

/** Takes up to four words with the titles before them, which tell the sex; gives the index after, past `from`. */
function nameFrom(page: Page, from: number, found: Candidate[]): number {
  let first = from;
  while (first < page.count && TITLES.has(page.hash(first)) && (first === from || isNear(page, first)))
    first += 1;
  let end = first;
  while (end - first < LONGEST_NAME && end < page.count && isCaseless(page, end)) {
    const beside = end === first ? isNear(page, end) : page.between(end) === ' ';
    if (!beside || page.traits(end) & TRAIT.digit || AFTER.has(page.hash(end))) break;
    end += 1;
  }
  if (end === first) return Math.max(from + 1, first);
  found.push({ start: page.start(from), end: page.end(end - 1), label: 'NAME', by: 'cue' });
  return end;
}

/** Behind a label or a title: a space, a stop or a colon, on the same line. */
function isNear(page: Page, i: number): boolean {
  return page.start(i) - page.end(i - 1) <= 3 && (page.gap(i) & (GAP.newline | GAP.comma)) === 0;
}

/** What stands behind the label of an address, to the end of the sentence. */
function addressFrom(page: Page, from: number, found: Candidate[]): void {
  let end = from;
  while (end - from < LONGEST_ADDRESS && end < page.count) {
    const gap = page.between(end);
    if (end === from ? !isNear(page, end) : gap.length > 3 || /[.;।؛。\n\r|:：]/u.test(gap)) break;
    if (page.gap(end + 1) & GAP.colon && end > from) break;
    end += 1;
  }
  if (end > from)
    found.push({ start: page.start(from), end: page.end(end - 1), label: 'ADDRESS', by: 'cue' });
}
