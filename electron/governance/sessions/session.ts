import type { PersonId, Principal, Role } from '../../../shared/domain/index.ts';
import type {
  ContentKeyring,
  DeputyFor,
  FactorUse,
  MetadataKeyring,
  Person,
  ServiceTerms,
  SignedInKeys,
} from '../../keys/index.ts';
import type { FailedBefore } from './attempts.ts';

export interface SignInFailure {
  readonly claimed: PersonId | 'unknown';
  /** Safe for the journal: never what was typed. */
  readonly reason: string;
  readonly wallMs: number;
  /** Set where so many wrong passwords came in a row that it is a lock-out. */
  readonly lockedOut?: { readonly failures: number } | undefined;
}

/** Somebody whose password was right. */
export interface Arrived {
  readonly person: Person;
  /** The account of the hospital that is linked to them. */
  readonly linked: string | undefined;
  readonly ticket: string | undefined;
}

/** Who is signed in: a person, or a service key, which is nobody. */
export interface SignedIn {
  readonly id: PersonId;
  readonly name: string;
  readonly role: Principal;
}

/** What an account of the hospital has to do with a session. */
export interface Admitted {
  /** Whether one was confirmed, and whether one has to be linked before anything else. */
  readonly byAccount: boolean;
  readonly mustLink: boolean;
  /** The role that the person would have had, where the account let them in as a viewer alone. */
  readonly narrowedFrom: Role | undefined;
}

export interface Session {
  readonly person: SignedIn;
  /** What a service key is good for; absent for a person. */
  readonly service?: ServiceTerms | undefined;
  /** How a person was let in beside their password; absent for a service key. */
  readonly admitted?: Admitted | undefined;
  readonly signedInAtMs: number;
  /** Wrong passwords at this name before this sign-in. */
  readonly failedBefore: FailedBefore | undefined;
  /** What proved the sign-in beside the password. */
  readonly factor: FactorUse | undefined;
  readonly hasSecondFactor: boolean;
  /** The duty that this session is for, where the person stands in for another role. */
  readonly deputy: DeputyFor | undefined;
  /** The key file that let a person in; absent for a service key. */
  readonly keyFile?: SignedInKeys['keyFile'] | undefined;
  readonly metadata: MetadataKeyring;
  /** Undefined for roles without content rights, and once locked. Taken anew for each use. */
  readonly content: ContentKeyring | undefined;
}

/** What somebody shows to be let in. */
export interface SignInProof {
  readonly password: string;
  readonly code?: string | undefined;
  /** For the role that the person stands in for, instead of their own. */
  readonly deputy?: boolean | undefined;
  /** Of the token, where the content keys lie under one. */
  readonly pin?: string | undefined;
  /** Of an account of the hospital that was confirmed just now. */
  readonly ticket?: string | undefined;
}
