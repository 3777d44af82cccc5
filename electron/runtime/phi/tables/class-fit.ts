import type { IdentifierClass } from '../../../../shared/domain/index.ts';
import type { ColumnEvidence } from './column-evidence.ts';
import { countWords, digitsOf, lookOf } from './value-looks.ts';

const CODE = /^(?=.*\d)[\p{L}\p{N}#][\p{L}\p{N}._/#: -]{1,47}$/u;
const PERSON = /^(?=.*\p{L})[\p{L}\p{M}\d'’.,() -]{1,60}$/u;
const POSTAL = /^(?:\d{3,5}|\d{5}-?\d{4}|[A-Z]{1,2}\d[A-Z\d]? ?\d[A-Z]{2}|[A-Z]\d[A-Z] ?\d[A-Z]\d)$/i;
/** Days since 1900 as spreadsheets count them, and seconds or milliseconds since 1970. */
const SERIAL_DATE = /^(?:[1-6]\d{4}|1\d{9}|1\d{12})$/;

const isCode = (text: string): boolean =>
  CODE.test(text) && !/^\d+\.\d+$/.test(text) && lookOf(text) !== 'date';
const hasSevenDigits = (text: string): boolean => digitsOf(text) >= 7 && digitsOf(text) <= 20;
const isPerson = (text: string): boolean => PERSON.test(text) && countWords(text) <= 6 && digitsOf(text) <= 8;
const hasLetters = (text: string): boolean => /\p{L}{2}/u.test(text) && !text.startsWith('[');
const isPlaceNumber = (text: string): boolean => /^-?\d{1,3}\.\d{3,}$|^\d{2,15}$/.test(text);

/** What a cell must look like under a header that names the class. */
const CELL: Readonly<Record<IdentifierClass, (text: string) => boolean>> = {
  EMAIL: (text) => text.includes('@'),
  URL: (text) => lookOf(text) === 'url' || /^[\w-]+(?:\.[\w-]+)+$/.test(text),
  IP: (text) => lookOf(text) === 'ip',
  SSN: (text) =>
    lookOf(text) === 'ssn' || /^(?:\d{9}|\d{4}|[\dA-Z]\d{7,10}[A-Z]?|\d{2}[ -]\d{6}[ -]\d{4})$/i.test(text),
  FAX: hasSevenDigits,
  PHONE: hasSevenDigits,
  DATE: (text) => lookOf(text) === 'date' || SERIAL_DATE.test(text),
  HEALTH_PLAN_ID: isCode,
  ACCOUNT: isCode,
  MRN: isCode,
  LICENSE: isCode,
  VEHICLE: isCode,
  DEVICE: (text) => isCode(text) && text.length >= 4,
  BIOMETRIC: (text) => text.length > 3,
  PHOTO: (text) => text.length > 3,
  ZIP: (text) => POSTAL.test(text),
  ADDRESS: (text) => hasLetters(text) || isPlaceNumber(text),
  NAME: isPerson,
  OTHER_ID: isCode,
  AGE_OVER_89: () => false,
};

const DESCRIBED: ReadonlySet<IdentifierClass> = new Set(['ADDRESS', 'BIOMETRIC', 'PHOTO']);
const NUMBERED: ReadonlySet<IdentifierClass> = new Set(['VEHICLE', 'DEVICE', 'ACCOUNT', 'HEALTH_PLAN_ID']);
const YES_NO = /^(?:y|n|yes|no|true|false|t|f|0|1|present|absent|positive|negative|si|ja|nein|oui|non)$/i;

/**
 * Share of filled cells that look as they should under a header that names the class; 0 where the cells as a
 * whole cannot be of it, such as `yes` and `no` under `mother`.
 */
export function fitOf(label: IdentifierClass, evidence: ColumnEvidence): number {
  const share = evidence.shareOf(CELL[label]);
  if (label === 'NAME') return canBeNames(evidence) ? share : 0;
  if (DESCRIBED.has(label)) return evidence.shareOf((text) => YES_NO.test(text)) > 0.5 ? 0 : share;
  return NUMBERED.has(label) && isCounts(evidence) ? 0 : share;
}

/** A few everyday words again and again are no names. */
function canBeNames(evidence: ColumnEvidence): boolean {
  if (evidence.shareOf((text) => YES_NO.test(text)) > 0.5) return false;
  if (evidence.share('words', 'last_first', 'code') < 0.5) return false;
  if (evidence.phrases >= 0.25) return false;
  if (evidence.names >= 0.2) return true;
  if (evidence.vocabulary >= 0.8) return false;
  return evidence.capitalised >= 0.3 || evidence.uniqueness >= 0.5;
}

/** Numbers of one or two digits: how many, not which. */
function isCounts(evidence: ColumnEvidence): boolean {
  return evidence.shareOf((text) => /^-?\d{1,2}(?:\.\d+)?$/.test(text)) > 0.5;
}
