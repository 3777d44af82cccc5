import type { IdentifierClass } from './labels.ts';

/** What is done about one of the Safe Harbor classes, for people who must answer for it. */
export interface Coverage {
  readonly class: IdentifierClass;
  /** The letter of 45 CFR 164.514(b)(2)(i). */
  readonly rule: string;
  readonly detected: 'in_text_and_tables' | 'mentions_only' | 'known_shapes_only';
  readonly how: string;
  /** What the software cannot see, and a person has to. */
  readonly person: string;
  /** What is left after both, for those who sign. */
  readonly residual: string;
}

/**
 * All 18 classes of 45 CFR 164.514(b)(2)(i), some of them in two parts: what is looked for, how, and what is
 * left to a person.
 */
export const COVERAGE: readonly Coverage[] = [
  {
    ...{ class: 'NAME', rule: '(A)', detected: 'in_text_and_tables' },
    how: 'Lists of names, titles, kin words and signatures, a trained tagger, columns of names, and the values of the run’s own tables.',
    person: 'Nicknames and descriptions that point at one person (“the mayor’s wife”).',
    residual:
      'A name without any sign of one, in capitals, in another language or misspelt by more than a letter.',
  },
  {
    ...{ class: 'ADDRESS', rule: '(B)', detected: 'in_text_and_tables' },
    how: 'Street lines, PO boxes, towns and counties by list and by grammar, and columns of places.',
    person: 'Landmarks and named buildings (“the farm behind the mill”).',
    residual: 'A place that no list knows, or that is only described.',
  },
  {
    ...{ class: 'ZIP', rule: '(B)', detected: 'in_text_and_tables' },
    how: 'Five- and nine-digit codes beside a state or a cue. The first three digits stay only where the dated census list allows it.',
    person: 'Whether the list of restricted prefixes is still the current one.',
    residual: 'Five digits without a cue, which may be any number.',
  },
  {
    ...{ class: 'DATE', rule: '(C)', detected: 'in_text_and_tables' },
    how: 'Written dates in all usual orders and languages, ranges, and columns of dates; the year may stay.',
    person: 'Dates in words of an occasion (“the day after her wedding”).',
    residual: 'A day that is told by an event, a season or a holiday.',
  },
  {
    ...{ class: 'AGE_OVER_89', rule: '(C)', detected: 'in_text_and_tables' },
    how: 'Ages of 90 and more, in figures and words, and birth years that reveal one.',
    person: 'Ages that follow from a story (“born before the first war”).',
    residual: 'An age that has to be worked out.',
  },
  {
    ...{ class: 'PHONE', rule: '(D)', detected: 'in_text_and_tables' },
    how: 'National and international forms with and without cue, extensions, pagers.',
    person: 'Numbers spelled in words.',
    residual: 'Digits in groups that no country writes so.',
  },
  {
    ...{ class: 'FAX', rule: '(E)', detected: 'in_text_and_tables' },
    how: 'As telephone numbers; the cue tells them apart.',
    person: 'Numbers spelled in words.',
    residual: 'As telephone numbers.',
  },
  {
    ...{ class: 'EMAIL', rule: '(F)', detected: 'in_text_and_tables' },
    how: 'Any address with an @ sign, also with spaces or words put in its way.',
    person: 'User names without a domain.',
    residual: 'An address in words.',
  },
  {
    ...{ class: 'SSN', rule: '(G)', detected: 'in_text_and_tables' },
    how: 'Nine digits in the written forms, checked against the ranges that are given out, or beside a cue.',
    person: 'The last four digits alone, without a cue.',
    residual: 'Four digits alone, and numbers outside the ranges that are given out.',
  },
  {
    ...{ class: 'MRN', rule: '(H)', detected: 'in_text_and_tables' },
    how: 'Numbers beside a cue, columns of record numbers, and their values wherever they appear again.',
    person: 'Short numbers without a cue that no table knows.',
    residual: 'A short number without a cue.',
  },
  {
    ...{ class: 'HEALTH_PLAN_ID', rule: '(I)', detected: 'in_text_and_tables' },
    how: 'Medicare identifiers by form, other plans’ numbers beside a cue or in their column.',
    person: 'Group names of small employers.',
    residual: 'A plan’s own form without a cue.',
  },
  {
    ...{ class: 'ACCOUNT', rule: '(J)', detected: 'in_text_and_tables' },
    how: 'Account and card numbers by check digit, bank numbers by form, others beside a cue.',
    person: 'Short numbers without a cue.',
    residual: 'A short number without a cue.',
  },
  {
    ...{ class: 'LICENSE', rule: '(K)', detected: 'in_text_and_tables' },
    how: 'DEA and NPI numbers by check digit, licence and certificate numbers beside a cue.',
    person: 'Numbers of boards that nobody names.',
    residual: 'A number without a check digit and without a cue.',
  },
  {
    ...{ class: 'VEHICLE', rule: '(L)', detected: 'in_text_and_tables' },
    how: 'Vehicle identification numbers by check digit, plates beside a cue.',
    person: 'A description of an unusual car.',
    residual: 'A plate without a cue.',
  },
  {
    ...{ class: 'DEVICE', rule: '(M)', detected: 'in_text_and_tables' },
    how: 'Unique device identifiers by form, serial numbers beside a cue or in their column.',
    person: 'Serial numbers without a cue.',
    residual: 'A serial number without a cue or a form.',
  },
  {
    ...{ class: 'URL', rule: '(N)', detected: 'in_text_and_tables' },
    how: 'Any web address, with and without its scheme.',
    person: 'Names of accounts on social networks.',
    residual: 'An account named without its network.',
  },
  {
    ...{ class: 'IP', rule: '(O)', detected: 'in_text_and_tables' },
    how: 'Addresses of version 4 and 6, and of network cards.',
    person: 'Names of machines.',
    residual: 'A machine that is named.',
  },
  {
    ...{ class: 'BIOMETRIC', rule: '(P)', detected: 'mentions_only' },
    how: 'Columns and mentions of finger and voice prints and the like are named; the prints themselves are not text.',
    person: 'Every biometric: remove it before import, or leave its column out.',
    residual: 'All of it: the software removes none.',
  },
  {
    ...{ class: 'PHOTO', rule: '(Q)', detected: 'mentions_only' },
    how: 'Columns that hold files or links of images; pictures are not read.',
    person: 'Every photograph and scan: remove it before import.',
    residual: 'All of it: the software reads no picture.',
  },
  {
    ...{ class: 'OTHER_ID', rule: '(R)', detected: 'known_shapes_only' },
    how: 'Case, accession and study numbers beside a cue, long codes of any kind, columns in which nearly every value differs.',
    person:
      'Any other unique number, characteristic or code, and whether what is left points at somebody in this hospital.',
    residual: 'Whatever points at one person without looking like a code.',
  },
];
