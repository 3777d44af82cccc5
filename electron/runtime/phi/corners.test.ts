import { describe, expect, it } from 'vitest';
import { createRedactor } from './redactor.ts';

const clean = (text: string): string => createRedactor().redact(text).text;

describe('crossings of streets', () => {
  it.each([
    ['Found down at the corner of Elm Street and 5th Avenue.', 'Found down at [ADDRESS].'],
    ['hit by a car, corner of tamarack lane and 9th', 'hit by a car, [ADDRESS]'],
    ['meet me at the corner of frankfurter allee 73 and edmunds street', 'meet me at [ADDRESS]'],
    ['She lives at Nanna and 85 Gimblett Street now.', 'She lives at [ADDRESS] now.'],
    ['Fell near 3rd and Pine today.', 'Fell near [ADDRESS] today.'],
    ['Pharmacy: Walgreens Aurora & 85th.', 'Pharmacy: Walgreens [ADDRESS].'],
    ['The intersection of Mission St. and 9th Ave. again', '[ADDRESS]. again'],
  ])('%s', (text, expected) => {
    expect(clean(text)).toBe(expected);
  });

  it.each([
    'Tender at the corner of the mouth and chin.',
    'the corner of her eye and the lid were swollen',
    'Visits on the 1st and 3rd cycle, 2nd and Third degree block.',
    'Between the 4th and 5th ribs & 2nd toe.',
  ])('%s stays', (text) => {
    expect(clean(text)).toBe(text);
  });
});

describe('addresses with every part of their house', () => {
  it.each([
    ['address to unit 9456 box 8731\ndpo ap 71610 please', 'address to [ADDRESS]\n[ADDRESS] please'],
    ['lives 818 harbor ave sw. PHQ9 19', 'lives [ADDRESS]. PHQ9 19'],
    ['Domicilio: Avenida de la albufera 56. 3D.\nEdad: 50', 'Domicilio: [ADDRESS].\nEdad: 50'],
    ["It's in 60 1908 Derby Ave today", "It's in [ADDRESS] today"],
    ['at 21 London Place Apt. 892 Brookfield Republic of the Congo', 'at [ADDRESS]'],
    ['C/ S. Martín de Porres, 15 - 2º E', '[ADDRESS]'],
    ['País de nacimiento: Argentina.', 'País de nacimiento: [ADDRESS].'],
  ])('%s', (text, expected) => {
    expect(clean(text)).toBe(expected);
  });
});
