import { describe, expect, test } from 'vitest';
import type { SessionView } from '../../../shared/ipc/index.ts';
import { PersonId, type Role } from '../../../shared/domain/index.ts';
import { passGates, type Message } from './gates.ts';
import { MAX_MESSAGE_SIZE } from './measure.ts';

const host = { kind: 'electron', appVersion: '0.1.0' } as const;
const signedOut: SessionView = { state: 'signed_out', host, people: [] };
const id = PersonId.parse('5f0c2b8e-2f3e-4e86-9d3c-2a1f0d5b7c11');
const signedIn = (role: Role): SessionView => ({
  state: 'signed_in',
  host,
  people: [],
  person: { id, name: 'Ada', role },
});
const message = (changes: Partial<Message> = {}): Message => ({
  name: 'session.getStatus',
  args: [{}],
  senderUrl: 'app://swarm/index.html',
  senderIsTopFrame: true,
  windowId: 1,
  ...changes,
});

/** Name of the gate that refused, or `passed`. */
function gate(changes: Partial<Message>, status: SessionView = signedIn('operator')): string {
  const verdict = passGates(message(changes), status);
  return verdict.passed ? 'passed' : verdict.refusal.gate;
}

describe('passGates', () => {
  test('lets a good message through with the parsed arguments', () => {
    expect(passGates(message({ name: 'datasets.list' }), signedIn('operator'))).toEqual({
      passed: true,
      verb: 'datasets.list',
      args: {},
    });
  });

  test('a verb for anyone needs no session', () => {
    expect(gate({}, signedOut)).toBe('passed');
  });

  test.each([
    ['nothing.here'],
    ['__proto__'],
    ['constructor'],
    ['toString'],
    [''],
    [undefined],
    [7],
    [{}],
    [['a']],
  ])('first gate refuses the name %j', (name) => {
    expect(gate({ name })).toBe('name');
  });

  test.each([
    [''],
    ['about:blank'],
    ['file:///etc/passwd'],
    ['https://app.invalid/index.html'],
    ['http://swarm/index.html'],
    ['app://other/index.html'],
    ['app://swarm.evil/index.html'],
    ['app://swarm@evil/index.html'],
    ['app://user@swarm/index.html'],
    ['app://swarm:1/index.html'],
    ['data:text/html,app://swarm/'],
    ['not an address'],
  ])('second gate refuses the sender %j', (senderUrl) => {
    expect(gate({ senderUrl })).toBe('sender');
  });

  test('second gate refuses frames inside a page, and senders without a window', () => {
    expect([gate({ senderIsTopFrame: false }), gate({ windowId: undefined })]).toEqual(['sender', 'sender']);
  });

  test.each([
    ['none', []],
    ['two', [{}, {}]],
    ['a second one that is undefined', [{}, undefined]],
    ['a surplus field', [{ admin: true }]],
    ['null', [null]],
    ['a list', [[]]],
    ['text', ['{}']],
    ['bytes', [new Uint8Array(4)]],
    ['too much', [{ text: 'x'.repeat(MAX_MESSAGE_SIZE) }]],
  ])('third gate refuses %s', (_name, args) => {
    expect(gate({ args })).toBe('arguments');
  });

  test('fourth gate refuses whoever is not signed in', () => {
    expect(gate({ name: 'datasets.list' }, signedOut)).toBe('session');
    expect(gate({ name: 'session.lock' }, { state: 'no_workspace', host, people: [] })).toBe('session');
  });

  test('fifth gate refuses a role that may not', () => {
    expect(gate({ name: 'datasets.chooseFile' }, signedIn('compliance'))).toBe('role');
  });

  test('the first gate that fails decides', () => {
    const all = { name: 'x', senderUrl: '', args: [], windowId: undefined };
    expect([
      gate(all, signedOut),
      gate({ ...all, name: 'datasets.list' }, signedOut),
      gate({ name: 'datasets.list', args: [] }, signedOut),
    ]).toEqual(['name', 'sender', 'arguments']);
  });

  test('neither refusal nor answer repeats what the page sent', () => {
    const secret = 'Jane Doe 078-05-1120';
    const verdicts = [
      passGates(message({ name: secret }), signedOut),
      passGates(message({ senderUrl: `app://${encodeURIComponent(secret)}/` }), signedOut),
      passGates(message({ args: [{ [secret]: secret }] }), signedOut),
      passGates(
        message({
          name: 'runs.signStatement',
          args: [{ run: secret, password: secret, meaning: secret, reasons: { [secret]: 5 } }],
        }),
        signedOut,
      ),
    ];
    for (const verdict of verdicts) {
      expect(verdict.passed).toBe(false);
      expect(JSON.stringify(verdict)).not.toMatch(/Jane|078/);
    }
  });

  test('says which fields do not fit', () => {
    const verdict = passGates(
      message({ name: 'session.signIn', args: [{ person: 'Ada', password: 5 }] }),
      signedOut,
    );
    expect(verdict).toMatchObject({
      passed: false,
      refusal: { verb: 'session.signIn', gate: 'arguments', reason: 'arguments do not match the contract' },
      answer: {
        ok: false,
        code: 'invalid_input',
        message: '`session.signIn`: `password`: invalid input: expected string, received number',
      },
    });
  });
});
