import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { EVENT_NAMES, EVENTS, type EventName } from '../../../shared/formats/index.ts';

const electron = join(import.meta.dirname, '../..');

/** Kinds that nothing emits yet, and why. An entry here goes once the code that emits it comes. */
const NOT_YET: Partial<Record<EventName, string>> = {
  'memory.read': 'agents keep no memory between runs yet',
  'memory.write': 'agents keep no memory between runs yet',
};

/** What an auditor asks for by name, and the kinds that answer. */
const CLASSES: Readonly<Record<string, readonly EventName[]>> = {
  'tool calls': ['tool.decided', 'tool.denied', 'tool.call'],
  'model calls': ['model.load', 'model.call'],
  'memory access': ['memory.read', 'memory.write'],
  'permission changes': [
    'person.proposed',
    'person.changed',
    'person.declined',
    'person.deputy_ended',
    'person.removed',
    'access.refused',
  ],
  'data access': ['dataset.import', 'content.purpose_stated', 'dataset.viewed'],
  'crypto-erase': ['payload.erase', 'dataset.erase', 'workspace.erase', 'erase.certificate'],
  'view and export': ['dataset.viewed', 'dataset.export', 'journal.viewed', 'report.issue'],
  authentication: [
    'auth.signed_in',
    'auth.sign_in_failed',
    'auth.locked_out',
    'auth.password_changed',
    'auth.second_factor_changed',
    'auth.provider_answered',
    'account.proposed',
    'account.linked',
    'account.declined',
    'account.unlinked',
    'auth.logoff_set',
    'auth.locked',
  ],
  configuration: ['config.loaded', 'workspace.created', 'workspace.opened'],
  key: [
    'key.created',
    'key.rotated',
    'key.rewrapped',
    'key.rewrap_paused',
    'key.rotation_ended',
    'key.rotation_asked',
    'key.aged',
    'keys.noted',
    'keys.put_back',
    'key.custody_moved',
    'recovery.made',
    'recovery.drilled',
    'recovery.used',
    'recovery.failed',
    'device.asked',
    'device.dismissed',
    'device.admitted',
    'device.shut_out',
    'device.moved',
    'device.weak_accepted',
  ],
  'service accounts': [
    'service_key.proposed',
    'service_key.declined',
    'service_key.made',
    'service_key.rotated',
    'service_key.revoked',
    'service_key.used',
    'service_key.refused',
    'service_key.taken_in',
  ],
  policy: ['config.loaded', 'policy.activated', 'denials.reviewed'],
  backup: ['backup.write', 'backup.scheduled', 'backup.schedule_ended', 'backup.restored', 'backup.drilled'],
  'evidence that leaves': ['evidence.export', 'sample.draw', 'report.save', 'witness.export'],
  integrity: [
    'integrity.verified',
    'integrity.log_cut',
    'journal.checkpoint',
    'epoch.began',
    'clock.stepped',
  ],
  'emergency access': [
    'emergency.envelope_made',
    'emergency.envelope_voided',
    'emergency.asked',
    'emergency.began',
    'emergency.resumed',
    'emergency.viewed',
    'emergency.ended',
    'emergency.told_system',
    'emergency.escalated',
    'emergency.seen',
    'emergency.drilled',
    'emergency.reviewed',
  ],
};

/** Production sources that can emit an entry: not tests, not what tests stand on, not the readers. */
const sources = readdirSync(electron, { recursive: true, encoding: 'utf8' })
  .filter((name) => name.endsWith('.ts') && !/\.test\.ts$|fixture|testing\/|temporary|\.child\./.test(name))
  .map((name) => readFileSync(join(electron, name), 'utf8'))
  .join('\n');

/** Whether a kind stands where it is written: as an argument of what appends, or as the kind of an item. */
function isEmitted(kind: string): boolean {
  const literal = `'${kind.replace('.', '\\.')}'`;
  return new RegExp(
    `(?:\\.(?:event|intent|record)|\\b(?:recordedAct|recordAct|spoolEvent|append|record)\\w*)\\(\\s*(?:[\\w.#]+,\\s*){0,2}${literal}|kind: ${literal}, phase`,
  ).test(sources);
}

describe('the catalogue', () => {
  test.each(EVENT_NAMES)('%s is emitted by the application, or says why not yet', (kind) => {
    expect(isEmitted(kind) || NOT_YET[kind] !== undefined).toBe(true);
  });

  test('has kinds for every class of event that is asked for', () => {
    for (const [name, kinds] of Object.entries(CLASSES))
      expect({ name, unknown: kinds.filter((kind) => !EVENT_NAMES.includes(kind)) }).toEqual({
        name,
        unknown: [],
      });
  });

  test('has a strict schema for every body: what it does not name is refused', () => {
    for (const kind of EVENT_NAMES)
      for (const [phase, schema] of Object.entries(EVENTS[kind]))
        if (schema instanceof z.ZodType) {
          const refused = schema.safeParse({ patient: 'PLANTED-CANARY' });
          expect({ kind, phase, refused: !refused.success }).toEqual({ kind, phase, refused: true });
        }
  });
});
