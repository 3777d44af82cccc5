import { usDate } from './calendar.ts';
import type { Person } from './people.ts';
import type { Random } from './random.ts';

const COMPLAINTS = [
  'chest pain',
  'shortness of breath',
  'a fall at home',
  'fever and cough',
  'abdominal pain',
  'confusion',
  'leg swelling',
  'dizziness',
] as const;
const COURSES = [
  'Treated with intravenous fluids and observed overnight.',
  'Started on antibiotics, cultures pending at discharge.',
  'Rate controlled, anticoagulation discussed and declined.',
  'Pain improved with oral medication.',
  'Diuresed well, weight down, oxygen weaned.',
  'Imaging without acute findings.',
  'Glucose brought into range with basal insulin.',
] as const;
const PLANS = [
  'Follow up in clinic within two weeks.',
  'Low salt diet, daily weights.',
  'Physical therapy at home.',
  'Repeat labs next week.',
  'Return if symptoms worsen.',
] as const;
const DOCTORS = ['Ravenscroft', 'Lindquist', 'Hollengard', 'Thornwick', 'Pellworth'] as const;
const RELATIONS = ['daughter', 'son', 'wife', 'husband', 'sister', 'neighbor'] as const;
const RELATIVES = ['Henrietta', 'Augustin', 'Clementine', 'Barnabas', 'Philomena', 'Evander'] as const;

/** An identifier that stands in a note. */
export interface Embedded {
  readonly class: 'NAME' | 'PHONE' | 'EMAIL' | 'MRN' | 'DATE' | 'SSN' | 'ADDRESS' | 'AGE_OVER_89';
  readonly value: string;
}

export interface Note {
  readonly text: string;
  readonly embedded: readonly Embedded[];
}

/** A short discharge note; about six in ten hold identifiers, as notes do. */
export function writeNote(random: Random, person: Person, age: number, date: string): Note {
  const embedded: Embedded[] = [];
  const put = (kind: Embedded['class'], value: string): string => {
    embedded.push({ class: kind, value });
    return value;
  };
  const complaint = random.pick(COMPLAINTS);
  const sentences: string[] = [];
  const title = person.sex === 'F' ? 'Mrs.' : 'Mr.';
  const opening = random.whole(0, 9);
  if (opening === 0) sentences.push(`${title} ${put('NAME', person.family)} came in with ${complaint}.`);
  else if (opening === 1)
    sentences.push(
      age > 89
        ? `${put('AGE_OVER_89', `${age}-year-old`)} patient with ${complaint}.`
        : `${age}-year-old patient with ${complaint}.`,
    );
  else if (opening === 2) sentences.push(`Seen on ${put('DATE', usDate(date))} for ${complaint}.`);
  else sentences.push(`Admitted with ${complaint}.`);
  sentences.push(random.pick(COURSES));
  const middle = random.whole(0, 11);
  if (middle === 0)
    sentences.push(
      `${cap(random.pick(RELATIONS))} ${put('NAME', random.pick(RELATIVES))} reachable at ${put('PHONE', person.phone)}.`,
    );
  else if (middle === 1) sentences.push(`Discussed with Dr. ${put('NAME', random.pick(DOCTORS))} on rounds.`);
  else if (middle === 2) sentences.push(`MRN ${put('MRN', person.mrn)} verified at bedside.`);
  else if (middle === 3) sentences.push(`Summary sent to ${put('EMAIL', person.email)}.`);
  else if (middle === 4)
    sentences.push(`Lives alone at ${put('ADDRESS', person.address.split(',')[0] ?? '')}.`);
  else if (middle === 5) sentences.push(`SSN ${put('SSN', person.ssn)} on the transfer form.`);
  sentences.push(random.pick(PLANS));
  return { text: sentences.join(' '), embedded };
}

function cap(word: string): string {
  return word.charAt(0).toUpperCase() + word.slice(1);
}
