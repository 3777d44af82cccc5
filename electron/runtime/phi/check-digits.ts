/** Digits of a text as numbers. */
function digitsOf(text: string): number[] {
  return Array.from(text.replace(/\D/g, ''), Number);
}

/** ISO/IEC 7812: cards, NPI with its prefix, IMEI. */
export function isLuhn(text: string): boolean {
  let sum = 0;
  digitsOf(text)
    .reverse()
    .forEach((digit, i) => {
      const value = i % 2 === 1 ? digit * 2 : digit;
      sum += value > 9 ? value - 9 : value;
    });
  return sum % 10 === 0;
}

/** A payment card: 13 to 19 digits that fulfil Luhn. */
export function isCard(text: string): boolean {
  const { length } = text.replace(/\D/g, '');
  return length >= 13 && length <= 19 && isLuhn(text);
}

/** ISO 13616: country, check digits, up to 30 characters. */
export function isIban(text: string): boolean {
  const code = text.replaceAll(' ', '').toUpperCase();
  if (!/^[A-Z]{2}\d{2}[A-Z0-9]{11,30}$/.test(code)) return false;
  let rest = 0;
  for (const character of code.slice(4) + code.slice(0, 4)) {
    const value = Number.parseInt(character, 36);
    rest = (rest * (value > 9 ? 100 : 10) + value) % 97;
  }
  return rest === 1;
}

/** National Provider Identifier: ten digits, Luhn over them behind 80840 (45 CFR 162.406). */
export function isNpi(text: string): boolean {
  return /^[12]\d{9}$/.test(text) && isLuhn(`80840${text}`);
}

/** DEA registration: two letters, six digits and a sum of them. */
export function isDea(text: string): boolean {
  if (!/^[A-Z][A-Z9]\d{7}$/i.test(text)) return false;
  const [a = 0, b = 0, c = 0, d = 0, e = 0, f = 0, check = 0] = digitsOf(text.slice(2));
  return (a + c + e + 2 * (b + d + f)) % 10 === check;
}

/** Medicare Beneficiary Identifier: eleven places by the CMS pattern, without S, L, O, I, B and Z. */
export function isMbi(text: string): boolean {
  return /^[1-9][AC-HJKMNP-RT-Y][0-9AC-HJKMNP-RT-Y]\d[AC-HJKMNP-RT-Y][0-9AC-HJKMNP-RT-Y]\d[AC-HJKMNP-RT-Y]{2}\d{2}$/i.test(
    text.replaceAll('-', ''),
  );
}

const VIN_VALUES: Readonly<Record<string, number>> = Object.fromEntries(
  Array.from('ABCDEFGH', (letter, i) => [letter, i + 1] as const).concat(
    Array.from('JKLMN', (letter, i) => [letter, i + 1] as const),
    [['P', 7] as const, ['R', 9] as const],
    Array.from('STUVWXYZ', (letter, i) => [letter, i + 2] as const),
  ),
);
const VIN_WEIGHTS = [8, 7, 6, 5, 4, 3, 2, 10, 0, 9, 8, 7, 6, 5, 4, 3, 2];

/** A vehicle number of ISO 3779 whose ninth place is the check of 49 CFR 565. */
export function isVin(text: string): boolean {
  const code = text.toUpperCase();
  if (!/^[A-HJ-NPR-Z0-9]{17}$/.test(code)) return false;
  const sum = Array.from(code).reduce(
    (total, place, i) => total + (VIN_VALUES[place] ?? Number(place)) * (VIN_WEIGHTS[i] ?? 0),
    0,
  );
  const check = sum % 11;
  return code.charAt(8) === (check === 10 ? 'X' : String(check));
}

/** Rules of the Social Security Administration: no area 000, 666 or 9xx, no group 00, no serial 0000. */
export function isSsn(text: string): boolean {
  return /^(?!000|666|9)\d{3}(?!00)\d{2}(?!0000)\d{4}$/.test(text.replace(/\D/g, ''));
}
