import { z } from 'zod';
import type { Role } from '../domain/index.ts';
import { confirmedVerb, verb } from './define.ts';
import * as views from './policy-views.ts';

const everyone: readonly Role[] = ['viewer', 'operator', 'compliance', 'admin'];
/** Who writes rules and puts them in effect; never one person both. */
const keepers: readonly Role[] = ['compliance', 'admin'];
const nothing = z.strictObject({});
const profile = z.string().min(1).max(32);
/** A YAML file; the reader refuses more than 1 MiB in words of its own. */
const text = z.string().max(16 * 1024 * 1024);
const name = z.string().trim().min(1).max(80);
const reason = z.string().trim().min(3, 'give a reason of at least three characters').max(500);
const password = z.string().min(1).max(1024);
const meaning = z.enum(['review', 'approval', 'responsibility']);
const version = views.PolicyVersionRef;

/** Rules and their life: draft, check, replay, activate by a second person, in effect. */
export const POLICY_VERBS = {
  'policy.list': verb(everyone, 'list policies', nothing, views.PolicyListView),
  'policy.get': verb(everyone, 'read a policy', z.strictObject({ profile, version }), views.PolicyTextView),
  /** Mistakes and proofs for a text that is being written; nothing is kept. */
  'policy.checkText': verb(
    keepers,
    'check the text of a policy',
    z.strictObject({ profile, text }),
    views.PolicyCheckView,
  ),
  /** Keeps a text as a draft; with problems, nothing is kept and there is no version. */
  'policy.draft': verb(
    keepers,
    'draft a policy',
    z.strictObject({ profile, name, text, note: z.string().trim().max(500) }),
    z.object({
      version: views.PolicyVersionView.optional(),
      problems: z.array(views.PolicyProblemView),
    }),
  ),
  'policy.check': verb(
    keepers,
    'check a policy',
    z.strictObject({ profile, version }),
    views.PolicyCheckView,
  ),
  'policy.replay': verb(
    keepers,
    'replay decisions under a policy',
    z.strictObject({ profile, version, fromSeq: z.int().min(0).optional() }),
    views.PolicyReplayView,
  ),
  'policy.diff': verb(
    everyone,
    'compare policies',
    z.strictObject({ profile, left: version, right: version }),
    views.PolicyDiffView,
  ),
  'policy.activate': verb(
    keepers,
    'put a policy in effect',
    z.strictObject({ profile, version, reason, meaning, password }),
    views.PolicyVersionView,
  ),
  'policy.withdraw': confirmedVerb(
    keepers,
    'withdraw the draft of a policy',
    z.strictObject({ profile, version, reason }),
    views.PolicyVersionView,
  ),
  'policy.explain': verb(
    everyone,
    'ask why something was decided',
    z.strictObject({ seq: z.int().min(0) }),
    views.PolicyExplainView,
  ),
  'policy.explainRule': verb(
    everyone,
    'ask what a rule says',
    z.strictObject({ profile, version: version.default('in_effect'), rule: z.string().max(40) }),
    views.PolicyRuleExplainView,
  ),
  /** Asks for the site's public key file. */
  'policy.trustSite': verb(
    ['admin'],
    'trust the key of a site',
    z.strictObject({ password }),
    views.SiteView.nullable(),
  ),
  /** Asks for a pack that the site signed; it becomes a draft. */
  'policy.importPack': confirmedVerb(
    keepers,
    'import a policy pack',
    nothing,
    views.PolicyVersionView.nullable(),
  ),
} as const;
