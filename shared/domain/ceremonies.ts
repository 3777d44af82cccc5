import type { Role } from './roles.ts';

/** One step of a ceremony: who does it, what they do, and what shows afterwards that it was done. */
export interface CeremonyStep {
  readonly id: string;
  /** Roles that can do it; `subject` is the person whom the ceremony is about. */
  readonly who: readonly Role[] | 'subject';
  readonly does: string;
  readonly shows: string;
}

export interface Ceremony {
  readonly title: string;
  readonly when: string;
  /** Who must be there, in person or at their own time. */
  readonly present: string;
  /** What holds once every step is done. */
  readonly proven: string;
  readonly steps: readonly CeremonyStep[];
}

const HOLDERS: readonly Role[] = ['operator', 'compliance'];
const CHANGERS: readonly Role[] = ['compliance', 'admin'];

const AGREED = {
  id: 'agreed',
  who: HOLDERS,
  does: 'Somebody else, who holds the content keys, meets the person, looks at the proposal and agrees with their own password.',
  shows:
    'The content keys were sealed to the person’s own key by a holder; the administrator never had them.',
} as const;

/**
 * What people do together so that keys come to whom they should and to nobody else. One list for the screen,
 * the command line and the documents; how far each has come is read from the journal.
 */
export const CEREMONIES = {
  set_up: {
    title: 'First set-up',
    when: 'Once, when the workspace is made.',
    present: 'An operator, a compliance officer and an administrator, each with a password of their own.',
    proven:
      'Three people hold three different duties, the data can be brought back without any of them, and a copy of it was verified.',
    steps: [
      {
        id: 'made',
        who: 'subject',
        does: 'Each of the three types their own password, unseen by the others.',
        shows: 'Three people of three roles; the administrator holds no content key.',
      },
      {
        id: 'operator_in',
        who: ['operator'],
        does: 'The operator signs in.',
        shows: 'Their password opens content.',
      },
      {
        id: 'compliance_in',
        who: ['compliance'],
        does: 'The compliance officer signs in.',
        shows: 'Their password opens content.',
      },
      {
        id: 'admin_in',
        who: ['admin'],
        does: 'The administrator signs in.',
        shows: 'Their password opens the journal and no content.',
      },
      {
        id: 'sheets',
        who: ['compliance'],
        does: 'The compliance officer makes recovery sheets with a colleague beside; each is printed, sealed, and given to somebody else.',
        shows: 'A set of sheets; any two of three bring a person back.',
      },
      {
        id: 'tried',
        who: CHANGERS,
        does: 'One sheet is typed in, to see that it is good, and sealed again.',
        shows: 'The drill, with its result.',
      },
      {
        id: 'backup',
        who: CHANGERS,
        does: 'A backup is written to another medium and verified.',
        shows: 'The backup, compared byte for byte and verified.',
      },
    ],
  },
  join: {
    title: 'Somebody joins',
    when: 'A newcomer is to work here.',
    present: 'The newcomer, an administrator, and somebody who holds the content keys.',
    proven:
      'The newcomer, and nobody else, knows their password; two people stand for the account; the administrator opens no content.',
    steps: [
      {
        id: 'proposed',
        who: ['admin'],
        does: 'The administrator proposes name and role; the newcomer types their own password, unseen.',
        shows: 'A proposal with its reason; it opens nothing yet.',
      },
      AGREED,
      {
        id: 'signed_in',
        who: 'subject',
        does: 'The newcomer signs in.',
        shows: 'Their password opens what their role may have.',
      },
    ],
  },
  password: {
    title: 'A password is forgotten',
    when: 'Somebody cannot sign in any more. Who still knows theirs changes it alone.',
    present: 'The person, an administrator, and somebody else who holds the content keys.',
    proven:
      'A new key pair under a password that only the person knows; the old password opens nothing here.',
    steps: [
      {
        id: 'proposed',
        who: ['admin'],
        does: 'The administrator proposes a new password; the person types it, unseen.',
        shows: 'A proposal with its reason; the old password is good until it is agreed to.',
      },
      AGREED,
      {
        id: 'signed_in',
        who: 'subject',
        does: 'The person signs in with the new password.',
        shows: 'It opens what their role may have.',
      },
    ],
  },
  leave: {
    title: 'Somebody leaves',
    when: 'Somebody stops working here, or must be shut out now.',
    present: 'An administrator or a compliance officer; shutting a door waits for nobody.',
    proven:
      'No password of theirs opens this workspace, and what is written from then on is under keys they never had.',
    steps: [
      {
        id: 'removed',
        who: CHANGERS,
        does: 'They are removed, with a reason. Their name and id stay in the journal and are never given to anybody else.',
        shows: 'The removal, with who did it and why.',
      },
      {
        id: 'rotated',
        who: HOLDERS,
        does: 'Where they held content keys, a content holder changes the keys, because an older copy still opens with the password of then.',
        shows: 'A new epoch of content keys.',
      },
    ],
  },
  return: {
    title: 'Somebody returns',
    when: 'Somebody who left works here again.',
    present: 'The person, an administrator, and somebody who holds the content keys.',
    proven:
      'They are the same person under the same id, with a new key pair; what they did before stays theirs.',
    steps: [
      {
        id: 'proposed',
        who: ['admin'],
        does: 'The administrator proposes their return under the same id; the person types a new password, unseen.',
        shows: 'A proposal with its reason.',
      },
      AGREED,
      {
        id: 'signed_in',
        who: 'subject',
        does: 'The person signs in.',
        shows: 'Their new password opens what their role may have.',
      },
    ],
  },
  deputy: {
    title: 'Somebody stands in',
    when: 'Somebody is away, and their duty must go on.',
    present: 'An administrator or a compliance officer, and somebody else who agrees.',
    proven:
      'The deputy acted under their own name, for a time that ended by itself, and never on both sides.',
    steps: [
      {
        id: 'proposed',
        who: CHANGERS,
        does: 'A deputy is proposed for a role and at most 90 days.',
        shows: 'A proposal with its reason and its end.',
      },
      {
        ...AGREED,
        who: ['operator', 'compliance', 'admin'],
        does: 'Somebody else agrees; a content holder, where standing in brings content keys.',
      },
      {
        id: 'signed_in',
        who: 'subject',
        does: 'The deputy signs in, choosing the role that they stand in for.',
        shows: 'A sign-in that says until when they stand in.',
      },
    ],
  },
  two_people: {
    title: 'A ward with two people',
    when: 'Only two people work here, and either may be ill.',
    present: 'Both of them, and an administrator from elsewhere.',
    proven:
      'Either can be away: the other opens the data, somebody else agrees to changes, and paper brings back who forgot.',
    steps: [
      {
        id: 'two_holders',
        who: ['admin'],
        does: 'Both hold content keys, one as operator and one as compliance officer; the administrator is a third person.',
        shows: 'Two content holders and an administrator.',
      },
      {
        id: 'sheets',
        who: ['compliance'],
        does: 'They make recovery sheets; one lies with somebody outside the ward.',
        shows: 'A set of sheets that is good now.',
      },
      {
        id: 'tried',
        who: CHANGERS,
        does: 'One sheet is tried, at least once a year.',
        shows: 'A drill in the last year.',
      },
    ],
  },
  os_user: {
    title: 'Another user of this workstation',
    when: 'People work under several users of the system on one workstation.',
    present: 'Somebody at the other user’s sign-in screen, and an administrator or a compliance officer.',
    proven:
      'The other user opens the workspace by a secret of its own; a copy taken to another machine opens nowhere.',
    steps: [
      {
        id: 'asked',
        who: 'subject',
        does: 'Under the other user, somebody chooses Ask to be let in at the sign-in screen and reads the code out.',
        shows: 'A request with a key of its own; nothing secret.',
      },
      {
        id: 'admitted',
        who: CHANGERS,
        does: 'Under a user who is in already, they open Posture, type the code and give their password.',
        shows: 'The user was let in, with who did it and why.',
      },
    ],
  },
  night: {
    title: 'Three in the morning, with nobody else',
    when: 'A patient’s care needs data now, and nobody who may open it can be reached.',
    present: 'One person with the sealed envelope of emergency access.',
    proven:
      'The smallest scope was open for a bounded time, compliance knew at once, and somebody else judged it.',
    steps: [
      {
        id: 'emergency',
        who: ['viewer', 'operator', 'compliance', 'admin'],
        does: 'They begin emergency access with the envelope, a reason and the smallest scope.',
        shows: 'Emergency access on record, with an alarm to compliance.',
      },
      { id: 'ended', who: 'subject', does: 'It ends by itself, or when they say so.', shows: 'Its end.' },
      {
        id: 'reviewed',
        who: ['compliance'],
        does: 'Compliance looks at everything that was opened and signs.',
        shows: 'A signed review.',
      },
    ],
  },
} as const satisfies Record<string, Ceremony>;

export type CeremonyName = keyof typeof CEREMONIES;
export const CEREMONY_NAMES = Object.keys(CEREMONIES) as [CeremonyName, ...CeremonyName[]];
