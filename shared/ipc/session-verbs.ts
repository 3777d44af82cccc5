import { z } from 'zod';
import { RunId } from '../domain/ids.ts';
import { LOOK_PURPOSES } from '../domain/look-purpose.ts';
import type { Role } from '../domain/roles.ts';
import { verb, type VerbDefinition } from './define.ts';
import { SessionView } from './session-views.ts';

const everyone: readonly Role[] = ['viewer', 'operator', 'compliance', 'admin'];
const password = z.string().min(1).max(1024);
const reason = z.string().trim().min(3, 'give a reason of at least three characters').max(500);
const nothing = z.strictObject({});
const done = z.object({});

/** Signing in and out, and what keeps a session alive. */
export const SESSION_VERBS = {
  'session.getStatus': verb('anyone', 'see the sign-in state', nothing, SessionView),
  'session.signIn': verb(
    'anyone',
    'sign in',
    z.strictObject({
      person: z.string().min(1).max(200),
      password,
      /** Of the authenticator, or a recovery code; where the person has a second factor. */
      code: z.string().max(40).optional(),
      /** For the role that the person stands in for, instead of their own. */
      deputy: z.boolean().optional(),
      /** Of the token, where the content keys lie under one. */
      pin: z.string().min(1).max(64).optional(),
      /** Of a hospital account that was confirmed just now. */
      ticket: z.string().max(64).optional(),
    }),
    SessionView,
  ),
  'session.lock': verb(everyone, 'lock the workspace', nothing, SessionView),
  /** Somebody is at the window; the automatic logoff starts anew. */
  'session.touch': verb(everyone, 'stay signed in', nothing, done),
  /** The password once more, for the one act that is named, within a minute. */
  'session.confirm': verb(
    everyone,
    'confirm an act with your password',
    z.strictObject({ verb: z.string().min(1).max(80), password }),
    done,
  ),
  /** The password with a code of the second factor, where an act was answered `code_needed`. */
  'session.confirmCode': verb(
    everyone,
    'confirm an act with your second factor',
    z.strictObject({ password, code: z.string().trim().min(1).max(40) }),
    done,
  ),
  /** Why a compliance officer opens content, on record before any is shown; it counts for an hour or until the session ends. */
  'session.statePurpose': verb(
    ['compliance'],
    'state why you open content',
    z.strictObject({ purpose: z.enum(LOOK_PURPOSES), reason }),
    SessionView,
  ),
  /** The operator's word that a run goes on while nobody is signed in. */
  'runs.keepGoing': verb(
    ['operator'],
    'let a run go on while you are away',
    z.strictObject({ run: RunId, reason, password }),
    done,
  ),
} as const satisfies Record<string, VerbDefinition>;

/** The session ends at this time unless somebody does something at the window. */
export const SESSION_NOTICES = { 'session.idle': z.object({ locksAtMs: z.int() }) } as const;
