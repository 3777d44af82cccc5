import { describe, expect, it } from 'vitest';
import type { FindingDraft } from '../findings/index.ts';
import { Ledger } from './ledger.ts';

const draft = (kind: FindingDraft['kind'], column: string, detail = 'x'): FindingDraft => ({
  kind,
  table: 'stays',
  column,
  detail,
});
const mrn = draft('direct_identifier', 'mrn');
const notes = draft('identifier_in_text', 'notes');
const KINDS = ['direct_identifier', 'identifier_in_text'];
const states = (ledger: Ledger) => ledger.items.map(({ finding, state }) => `${finding.id} ${state}`);

describe('the ledger of findings', () => {
  it('numbers what it sees once, and closes what it no longer sees', () => {
    const ledger = new Ledger();
    expect(ledger.look([mrn, notes], KINDS).found.map(({ id }) => id)).toEqual(['F1', 'F2']);
    expect(ledger.look([notes], KINDS)).toEqual({ found: [], closed: ['F1'] });
    expect(ledger.look([notes, draft('direct_identifier', 'ssn')], KINDS).found.map(({ id }) => id)).toEqual([
      'F3',
    ]);
    expect(states(ledger)).toEqual(['F1 closed', 'F2 open', 'F3 open']);
  });

  it('opens a finding again, under its id, when it comes back', () => {
    const ledger = new Ledger();
    ledger.look([mrn], KINDS);
    ledger.look([], KINDS);
    expect(ledger.look([mrn], KINDS).found.map(({ id }) => id)).toEqual(['F1']);
    expect(states(ledger)).toEqual(['F1 open']);
  });

  it('takes new figures over without a new id', () => {
    const ledger = new Ledger();
    ledger.look([mrn], KINDS);
    ledger.look([{ ...mrn, detail: 'class SSN' }], KINDS);
    expect(ledger.get('F1')?.finding.detail).toBe('class SSN');
  });

  it('does not close by a tool having run, but by a look; keep_column closes by itself', () => {
    const ledger = new Ledger();
    ledger.look([mrn, notes], KINDS);
    ledger.acted('F1', 'drop_column', 'direct identifier');
    ledger.acted('F2', 'keep_column', 'needed');
    expect(states(ledger)).toEqual(['F1 open', 'F2 closed']);
    expect(ledger.decided).toEqual([{ kind: 'identifier_in_text', column: 'notes' }]);
    ledger.look([mrn, notes], KINDS);
    expect(states(ledger)).toEqual(['F1 open', 'F2 closed']);
    ledger.look([], KINDS);
    expect(states(ledger)).toEqual(['F1 closed', 'F2 closed']);
  });

  it('never opens again what was refused', () => {
    const ledger = new Ledger();
    ledger.look([mrn], KINDS);
    ledger.refuse('F1');
    expect(ledger.look([mrn], KINDS)).toEqual({ found: [], closed: [] });
    expect(ledger.look([], KINDS)).toEqual({ found: [], closed: [] });
    expect(states(ledger)).toEqual(['F1 refused']);
    expect(ledger.decided).toEqual([{ kind: 'direct_identifier', column: 'mrn' }]);
  });

  it('leaves findings of other steps alone', () => {
    const ledger = new Ledger();
    ledger.look([mrn, notes], KINDS);
    expect(ledger.look([], ['direct_identifier'])).toEqual({ found: [], closed: ['F1'] });
    expect(ledger.open(['identifier_in_text']).map(({ finding }) => finding.id)).toEqual(['F2']);
  });

  it('goes on from what was stored, without touching it', () => {
    const before = new Ledger();
    before.look([mrn, notes], KINDS);
    before.leave('F2');
    const after = new Ledger(before.items);
    after.refuse('F1');
    expect([states(before), states(after)]).toEqual([
      ['F1 open', 'F2 open'],
      ['F1 refused', 'F2 open'],
    ]);
    expect(after.items.map(({ tried }) => tried)).toEqual([true, true]);
    after.nextRound();
    expect(after.items.map(({ tried }) => tried)).toEqual([false, false]);
    after.refuse('F99');
    expect(states(after)).toHaveLength(2);
  });
});
