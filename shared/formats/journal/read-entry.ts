import { ROLES } from '../../domain/roles.ts';
import { canonicalJson, isPlainCanonicalJson } from '../canonical-json.ts';
import { bodySchema } from './encoding.ts';
import { Entry, ENTRY_FORMAT, EntryPhase } from './entry.ts';
import { EVENTS } from './events.ts';
import { isJsonObject } from './json-object.ts';

/** What is wrong with stored text as an entry, in a few words without any of its values. */
export type EntryFault =
  'not JSON' | 'not canonical' | 'not an entry' | 'unknown kind' | 'body not as catalogued';

/** Reads stored text as an entry and holds it against format, canonical form and catalogue. */
export function readEntry(text: string): { readonly entry: Entry } | { readonly fault: EntryFault } {
  let value: unknown;
  try {
    value = JSON.parse(text);
    if (!isPlainCanonicalJson(text) && canonicalJson(value) !== text) return { fault: 'not canonical' };
  } catch {
    return { fault: 'not JSON' };
  }
  let entry: Entry;
  if (isPlainEntry(value)) entry = value;
  else {
    const parsed = Entry.safeParse(value);
    if (!parsed.success) return { fault: 'not an entry' };
    entry = parsed.data;
  }
  const schema = bodySchema(entry.kind, entry.phase);
  if (schema === undefined || (entry.phase === 'outcome') !== (entry.intent !== undefined))
    return { fault: 'unknown kind' };
  if (!schema.safeParse(entry.body).success) return { fault: 'body not as catalogued' };
  return { entry };
}

const ID = /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;
const HASH = /^[0-9a-f]{64}$/;
const SHORT = 64;
const ROLES_OR_NONE: ReadonlySet<unknown> = new Set([...ROLES, 'none']);
const PHASES: ReadonlySet<unknown> = new Set(EntryPhase.options);
/** Members that every entry has. */
const ALWAYS = 12;

/**
 * Whether a value is plainly what `Entry` wants: most are, and a verifier asks for every entry there is.
 * Anything else is left to `Entry` to judge, which costs fifteen times as much (read-entry.test.ts
 * compares both).
 */
function isPlainEntry(value: unknown): value is Entry {
  if (typeof value !== 'object' || value === null) return false;
  const entry = value as Record<string, unknown>;
  const { agent, run, call, intent, actor, payloads, body, seq, epoch } = entry;
  const extra =
    Number(agent !== undefined) +
    Number(run !== undefined) +
    Number(call !== undefined) +
    Number(intent !== undefined);
  return (
    entry.v === ENTRY_FORMAT &&
    isCount(seq) &&
    isCount(epoch) &&
    epoch > 0 &&
    Number.isSafeInteger(entry.wallMs) &&
    Number.isFinite(entry.monoMs) &&
    typeof entry.kind === 'string' &&
    Object.hasOwn(EVENTS, entry.kind) &&
    PHASES.has(entry.phase) &&
    (intent === undefined || isCount(intent)) &&
    isActor(actor) &&
    (agent === undefined || isShort(agent)) &&
    (run === undefined || isId(run)) &&
    (call === undefined || isId(call)) &&
    isShort(entry.correlation) &&
    typeof entry.phiAccessed === 'boolean' &&
    isJsonObject(body) &&
    Array.isArray(payloads) &&
    payloads.every(isPayload) &&
    isHash(entry.prev) &&
    Object.keys(entry).length === ALWAYS + extra
  );
}

function isActor(value: unknown): boolean {
  if (typeof value !== 'object' || value === null) return false;
  const { id, role } = value as Record<string, unknown>;
  return (id === 'application' || isId(id)) && ROLES_OR_NONE.has(role) && Object.keys(value).length === 2;
}

function isPayload(value: unknown): boolean {
  if (typeof value !== 'object' || value === null) return false;
  const { id, sha256 } = value as Record<string, unknown>;
  return isId(id) && isHash(sha256) && Object.keys(value).length === 2;
}

function isCount(value: unknown): value is number {
  return Number.isSafeInteger(value) && (value as number) >= 0;
}

function isShort(value: unknown): boolean {
  return typeof value === 'string' && value.length <= SHORT;
}

function isId(value: unknown): boolean {
  return typeof value === 'string' && ID.test(value);
}

function isHash(value: unknown): boolean {
  return typeof value === 'string' && HASH.test(value);
}
