import { z } from 'zod';
import { CallId, RunId, type Sha256Hex } from '../../domain/ids.ts';
import { ROLES } from '../../domain/roles.ts';
import { canonicalJson } from '../canonical-json.ts';
import { Actor, ENTRY_FORMAT, PayloadRef, type EntryPhase } from './entry.ts';
import { EVENTS, type EventName } from './events.ts';
import type { EntryContext } from './port.ts';

/** `prev` of the first entry of a journal. */
export const NO_PREVIOUS_LEAF = '0'.repeat(64) as Sha256Hex;

/** The schema of a body, or undefined where the catalogue knows no such kind in that phase. */
export function bodySchema(kind: string, phase: EntryPhase): z.ZodType | undefined {
  if (!Object.hasOwn(EVENTS, kind)) return undefined;
  const phases: Partial<Record<EntryPhase, z.ZodType>> = EVENTS[kind as EventName];
  return phases[phase];
}

const Context = z.strictObject({
  actor: Actor,
  correlation: z.string().max(64),
  agent: z.string().max(64).optional(),
  run: RunId.optional(),
  call: CallId.optional(),
  phiAccessed: z.boolean().optional(),
  payloads: z.array(PayloadRef).readonly().optional(),
});

const ID = /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;
const SHORT = 64;
const ROLES_OR_NONE: ReadonlySet<unknown> = new Set([...ROLES, 'none']);

/**
 * Whether a context is plainly what `Context` wants: most are, and every append waits for this check.
 * Anything else is left to `Context` to judge. Members that it does not know are never written.
 */
function isPlain({ actor, correlation, agent, run, call, phiAccessed, payloads }: EntryContext): boolean {
  return (
    isShort(correlation) &&
    (actor?.id === 'application' || ID.test(actor?.id)) &&
    ROLES_OR_NONE.has(actor.role) &&
    Object.keys(actor).length === 2 &&
    (agent === undefined || isShort(agent)) &&
    (run === undefined || ID.test(run)) &&
    (call === undefined || ID.test(call)) &&
    (phiAccessed === undefined || typeof phiAccessed === 'boolean') &&
    (payloads === undefined || payloads.length === 0)
  );
}

function isShort(value: unknown): boolean {
  return typeof value === 'string' && value.length <= SHORT;
}

export interface Draft {
  readonly kind: EventName;
  readonly phase: EntryPhase;
  readonly intent?: number | undefined;
  readonly body: unknown;
  readonly context: EntryContext;
  readonly wallMs: number;
  readonly monoMs: number;
}

/**
 * An entry's canonical text but for what only the writer knows: epoch, previous leaf and position.
 * Cut at those three places, so that the writer joins strings and the text is made once.
 */
export interface DraftText {
  readonly beforeEpoch: string;
  readonly beforePrev: string;
  readonly beforeSeq: string;
  readonly end: string;
}

/**
 * Checks a draft against the catalogue and writes its text. Members of a body that its schema does not
 * know are left out or refused, as the schema says.
 *
 * @throws Error for a kind, body or context that is not as catalogued: a bug in the caller. The message
 * names places, never values.
 */
export function encodeDraft(draft: Draft): DraftText {
  const schema = bodySchema(draft.kind, draft.phase);
  if (schema === undefined) throw new Error(`the journal knows no ${draft.phase} of kind \`${draft.kind}\``);
  const body = checked(schema, draft.body, draft, 'body');
  const context = isPlain(draft.context) ? draft.context : checked(Context, draft.context, draft, 'context');
  const { actor, agent, run, call, payloads } = context;
  // Members stand in the order of RFC 8785, which encoding.test.ts compares with `canonicalJson`. Ids and
  // roles have no letter that JSON would escape.
  return {
    beforeEpoch:
      `{"actor":{"id":"${actor.id}","role":"${actor.role}"}` +
      (agent === undefined ? '' : `,"agent":${canonicalJson(agent)}`) +
      `,"body":${canonicalJson(body)}` +
      (call === undefined ? '' : `,"call":"${call}"`) +
      `,"correlation":${canonicalJson(context.correlation)},"epoch":`,
    beforePrev:
      (draft.intent === undefined ? '' : `,"intent":${canonicalJson(draft.intent)}`) +
      `,"kind":"${draft.kind}","monoMs":${canonicalJson(draft.monoMs)}` +
      `,"payloads":${payloads === undefined ? '[]' : canonicalJson(payloads)},"phase":"${draft.phase}"` +
      `,"phiAccessed":${context.phiAccessed ?? false},"prev":"`,
    beforeSeq: run === undefined ? '","seq":' : `","run":"${run}","seq":`,
    end: `,"v":${ENTRY_FORMAT},"wallMs":${canonicalJson(draft.wallMs)}}`,
  };
}

/** The whole canonical text of an entry at its place in the journal. */
export function placeDraft(
  text: DraftText,
  place: { readonly epoch: number; readonly seq: number; readonly prev: string },
): string {
  const { beforeEpoch, beforePrev, beforeSeq, end } = text;
  return `${beforeEpoch}${place.epoch}${beforePrev}${place.prev}${beforeSeq}${place.seq}${end}`;
}

function checked<T>(schema: z.ZodType<T>, value: unknown, draft: Draft, what: string): T {
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  const places = result.error.issues.map((issue) => `${issue.path.join('.') || '(top)'} ${issue.code}`);
  throw new Error(`${what} of ${draft.phase} \`${draft.kind}\` is not as catalogued: ${places.join(', ')}`);
}
