/** What a word can do to the words beside it, as bits of `Tokens.roles`. */
export const ROLE = {
  month: 1,
  /** Before `3/14`: a date, not a score. */
  dateCue: 1 << 1,
  /** Before `3/14`: a score, not a date. */
  score: 1 << 2,
  title: 1 << 3,
  credential: 1 << 4,
  kin: 1 << 5,
  /** Before a colon: what follows is a person. */
  label: 1 << 6,
  /** Before capitalised words: likely a person. */
  lead: 1 << 7,
  particle: 1 << 8,
  suffix: 1 << 9,
  /** Ends a street in English: `Elm Street`. */
  way: 1 << 10,
  /** Begins a street elsewhere: `rue de Provence`. */
  wayHead: 1 << 11,
  unit: 1 << 12,
  /** Part of what a place of care is called: hospital, clinic. */
  care: 1 << 13,
  /** A state of the United States by its two letters, in capitals. */
  state: 1 << 14,
  /** What people do: after a person. */
  act: 1 << 15,
  /** Stands between a cue and its value: number, no, id, is. */
  link: 1 << 16,
  phone: 1 << 17,
  fax: 1 << 18,
  /** Before a place: in, at, from, near. */
  at: 1 << 19,
  weekday: 1 << 20,
  /** A word that begins a cue for a code. */
  cue: 1 << 21,
  /** Ends or is a number in words that an age can be. */
  age: 1 << 22,
  holiday: 1 << 23,
  /** Says that what follows is an address. */
  address: 1 << 24,
  /** Unit of measure or count after a number. */
  measure: 1 << 25,
  /** Words before which a long number is a code of medicine or a count. */
  code: 1 << 26,
  greeting: 1 << 27,
  /** Begins words after which a person stands: `signed by`. */
  phrase: 1 << 28,
  /** Begins the name of a country or a state. */
  region: 1 << 29,
  /** The ending of a picture's file name. */
  picture: 1 << 30,
  /** A number in words. */
  spoken: 1 << 31,
} as const;
