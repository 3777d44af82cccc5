import type { TextClass } from './identities.ts';

/** Sentences that carry a value of a class, as clinical notes write it; `@` is where the value goes. */
export const CARRIERS: Readonly<Record<TextClass, readonly [string, ...string[]]>> = {
  NAME: [
    'Discussed with @, who agrees with the plan.',
    'Seen today with his daughter @ at the bedside.',
    'Dr. @ to follow up.',
    'Patient: @',
    '@ called the ward this morning.',
  ],
  DATE: [
    'Last seen on @ for the same complaint.',
    'Surgery scheduled for @.',
    'DOB: @',
    'Symptoms since @, worse at night.',
  ],
  AGE_OVER_89: [
    'Pt is a @ year old woman, frail.',
    '@-year-old man from home.',
    'Age @, lives alone.',
    '@ yo F.',
  ],
  SSN: ['SSN @ on file.', 'Social security number: @', 'Identified by SSN @.'],
  EMAIL: ['Results sent to @.', 'E-mail: @', 'Reach the son at @ if worse.'],
  PHONE: ['Call @ with results.', 'Phone: @', 'Daughter reachable at @ after five.', 'Tel @'],
  FAX: ['Fax: @', 'Records faxed to @ today.', 'Please fax to @.'],
  MRN: ['MRN: @', 'Medical record number @ was merged.', 'Chart reviewed, MRN @.'],
  HEALTH_PLAN_ID: ['Member ID: @', 'Insurance ID @, verified.', 'Medicare number @ on card.'],
  ACCOUNT: ['Account number: @', 'Billed to acct # @.', 'Account @ is past due.'],
  LICENSE: ['DEA: @', "Driver's license @ copied.", 'License no. @ checked.'],
  VEHICLE: ['VIN @ per police report.', 'License plate: @', 'Brought in from vehicle with plate @.'],
  DEVICE: ['Pacemaker serial number @.', 'Device S/N: @', 'Pump replaced, serial @.'],
  URL: ['See @ for the images.', 'Patient portal: @', 'Posted at @ by the family.'],
  IP: ['Portal sign-in from @ noted.', 'IP address: @', 'Telehealth session from @.'],
  ADDRESS: ['Lives at @ with wife.', 'Address: @', 'Discharged to home, @.'],
  ZIP: ['Home ZIP code @.', 'ZIP: @', 'Moved, new zip @.'],
  OTHER_ID: ['Case number: @', 'Accession # @ received.', 'Study ID @ enrolled.', 'Encounter no. @'],
};
