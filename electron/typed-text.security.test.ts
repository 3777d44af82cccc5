import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { CONTRACT, VERB_NAMES, type VerbName } from '../shared/ipc/index.ts';
import { ObedientModel } from './runtime/run/testing/obedient-model.ts';
import { Composed, passwordOf, type Name } from './testing/composed.ts';

// Whatever people type can hold an identifier. Every field of the contract where they can type freely
// stands here with what becomes of it, and the words are then looked for wherever others can see.

/** `redacted` before it is written, `content` behind the content keys, `choice` only if it names what exists. */
type Fate = 'redacted' | 'content' | 'choice' | 'staff name' | 'not kept';

const FATES: Readonly<Record<string, Fate>> = {
  'session.signIn person': 'choice',
  'session.signIn code': 'not kept',
  'session.signIn ticket': 'choice',
  'accounts.propose ticket': 'choice',
  'accounts.unlink reason': 'redacted',
  'journal.beginEpoch code': 'not kept',
  'journal.beginEpoch ticket': 'choice',
  'people.enrolSecondFactor code': 'not kept',
  'people.removeSecondFactor code': 'not kept',
  'session.confirm verb': 'not kept',
  'session.confirmCode code': 'not kept',
  'session.statePurpose reason': 'redacted',
  'emergency.makeEnvelope witnessCode': 'not kept',
  'recovery.makeSheets witnessCode': 'not kept',
  'workspace.erase agreedCode': 'not kept',
  'runs.keepGoing reason': 'redacted',
  'workspace.create people[].name': 'staff name',
  'datasets.previewFile token': 'choice',
  'datasets.importFile token': 'choice',
  'datasets.get target': 'choice',
  'datasets.recordSourceFate reason': 'redacted',
  'datasets.exportTable purpose': 'redacted',
  'datasets.exportTable recipient': 'redacted',
  'datasets.exportTable protection.reason': 'redacted',
  'transfers.export purpose': 'redacted',
  'clipboard.copy text': 'not kept',
  'clipboard.copy reason': 'redacted',
  'conversations.export agent': 'choice',
  'conversations.export purpose': 'redacted',
  'conversations.export recipient': 'redacted',
  'conversations.export protection.reason': 'redacted',
  'payloads.erase agent': 'choice',
  'payloads.erase reason': 'redacted',
  'runs.checkDry template': 'choice',
  'runs.checkDry complianceProfile': 'choice',
  'runs.checkDry target': 'choice',
  'runs.start template': 'choice',
  'runs.start complianceProfile': 'choice',
  'runs.start problem': 'content',
  'runs.start target': 'choice',
  'runs.start model': 'choice',
  'runs.signStatement reasons{}': 'redacted',
  'approvals.answer reason': 'redacted',
  'agents.release agent': 'choice',
  'agents.release reason': 'redacted',
  'people.propose name': 'staff name',
  'people.propose reason': 'redacted',
  'people.decline reason': 'redacted',
  'people.remove reason': 'redacted',
  'people.proposeDeputy reason': 'redacted',
  'people.endDeputy reason': 'redacted',
  'serviceKeys.propose name': 'redacted',
  'serviceKeys.propose scope.template': 'choice',
  'serviceKeys.propose scope.complianceProfile': 'choice',
  'serviceKeys.propose reason': 'redacted',
  'serviceKeys.decline reason': 'redacted',
  'serviceKeys.revoke reason': 'redacted',
  'datasets.erase reason': 'redacted',
  'workspace.erase reason': 'redacted',
  'keys.rotate reason': 'redacted',
  'keys.ask reason': 'redacted',
  'keys.moveCustody reason': 'redacted',
  'keys.moveCustody tokenLabel': 'choice',
  'recovery.makeSheets reason': 'redacted',
  'recovery.use reason': 'redacted',
  'restore.accept reason': 'redacted',
  'emergency.makeEnvelope reason': 'redacted',
  'emergency.voidEnvelope reason': 'redacted',
  'emergency.begin note': 'content',
  'emergency.review reason': 'redacted',
  'posture.acceptNetwork reason': 'redacted',
  'posture.setStrict reason': 'redacted',
  'device.admit code': 'not kept',
  'device.admit reason': 'redacted',
  'device.dismiss reason': 'redacted',
  'device.shutOut reason': 'redacted',
  'device.move reason': 'redacted',
  'device.acceptWeak reason': 'redacted',
  'denials.review note': 'redacted',
  'signing.requestCertificate commonName': 'staff name',
  'signing.requestCertificate organisation': 'staff name',
  'signing.useToken tokenLabel': 'choice',
  'signing.useToken certificateLabel': 'choice',
  'journal.searchEntries filter.agents[]': 'not kept',
  'journal.searchEntries filter.correlation': 'not kept',
  'journal.searchEntries filter.text': 'not kept',
  'journal.readEntries look': 'choice',
  'journal.countEntries look': 'choice',
  'journal.beginEpoch person': 'choice',
};

/**
 * Rooms of the application whose words have one fate: rules are configuration whose notes pass the
 * redactor, texts that are tried on the redactor are kept nowhere, keys of witnesses are compared.
 */
const BY_ROOM = /^(?:policy|phi|audit)\./;
/** Passwords and sheets of paper are compared and kept nowhere. */
const SECRET =
  /(?:^|[ .\]])(?:password|newPassword|witnessPassword|agreedPassword|filePassword|pin|sheets\[\]|papers\[\])$/;

interface Shape {
  readonly type?: string;
  readonly properties?: Readonly<Record<string, Shape>>;
  readonly items?: Shape;
  readonly additionalProperties?: Shape | boolean;
  readonly anyOf?: readonly Shape[];
  readonly oneOf?: readonly Shape[];
  readonly enum?: readonly unknown[];
  readonly const?: unknown;
  readonly pattern?: string;
  readonly format?: string;
}

/** Paths to every text that no list, pattern or format bounds. */
function freeTexts(shape: Shape, path = ''): string[] {
  const inside = (name: string): string => (path === '' ? name : `${path}.${name}`);
  if (shape.type === 'string')
    return (shape.enum ?? shape.const ?? shape.pattern ?? shape.format) ? [] : [path];
  return [
    ...[...(shape.anyOf ?? []), ...(shape.oneOf ?? [])].flatMap((each) => freeTexts(each, path)),
    ...Object.entries(shape.properties ?? {}).flatMap(([name, each]) => freeTexts(each, inside(name))),
    ...(shape.items === undefined ? [] : freeTexts(shape.items, `${path}[]`)),
    ...(typeof shape.additionalProperties === 'object'
      ? freeTexts(shape.additionalProperties, `${path}{}`)
      : []),
  ];
}

describe('every field of the contract where people type freely', () => {
  it('has a fate that somebody decided', () => {
    const found = VERB_NAMES.filter((verb) => !BY_ROOM.test(verb)).flatMap((verb) => {
      const shape = z.toJSONSchema(CONTRACT[verb].args, { io: 'input', unrepresentable: 'any' }) as Shape;
      return freeTexts(shape).map((path) => `${verb} ${path}`);
    });
    expect([...new Set(found.filter((field) => !SECRET.test(field)))].sort()).toEqual(
      Object.keys(FATES).sort(),
    );
  });
});

const SECRETS = ['Maren Holt', 'maren.holt@example.org', '219-09-9999', '(555) 010-1001'];
const WORDS = `because ${SECRETS.join(', ')} said so`;

describe('what people type', () => {
  const model = new ObedientModel();
  let composed: Composed;
  beforeAll(async () => {
    composed = await Composed.create(model.launch);
    await work();
  });
  afterAll(() => composed.close());

  /** The main job, with patients' names in every field that takes words. */
  async function work(): Promise<void> {
    const file = join(composed.folder, 'Maren Holt maren.holt@example.org 219-09-9999.csv');
    const rows = Array.from(
      { length: 40 },
      (_, at) => `${4_100_000 + at},${at % 2 === 0 ? 'Maren Holt' : 'Ivo Prask'},${50 + at},W${at % 3}`,
    );
    await writeFile(file, ['mrn,patient_name,age,Ward of Maren Holt', ...rows, rows[0]].join('\n'));
    await composed.signIn('Otto');
    const { id: dataset } = await composed.import(file);
    await composed.call('datasets.recordSourceFate', { dataset, fate: 'kept', reason: WORDS });
    const { run } = await composed.call('runs.start', {
      ...{ template: 'table_readiness', dataset, purpose: 'quality', deidProfile: 'strict' },
      ...{ complianceProfile: 'hipaa', problem: WORDS },
    });
    let view = await composed.settled(run);
    expect(view.state).toBe('waiting_for_approval');
    await composed.signIn('Carla');
    for (const { id, state } of await composed.call('approvals.list', {}))
      if (state === 'waiting')
        await composed.call('approvals.answer', {
          ...{ approval: id, answer: 'approved', reason: WORDS, meaning: 'approval' },
          password: passwordOf('Carla'),
        });
    await composed.signIn('Otto');
    view = await composed.settled(
      run,
      ({ state }) => state === 'awaiting_attestation' || state === 'stopped',
    );
    const statement = await composed.call('runs.getStatement', { run });
    const reasons = Object.fromEntries(statement.columns.map(({ name }) => [name, WORDS]));
    await composed.call('runs.signStatement', {
      ...{ run, reasons, meaning: 'responsibility', password: passwordOf('Otto') },
    });
    await composed.ask('datasets.exportTable', {
      ...{ dataset, version: 1, format: 'csv', purpose: WORDS, raw: true },
      ...{ recipient: WORDS, protection: { kind: 'clear', reason: WORDS } },
    });
    await composed.application.dispatch('runs.start', {
      template: WORDS,
      dataset,
      purpose: 'model',
      deidProfile: 'strict',
      complianceProfile: WORDS,
    });
    await composed.signIn('Carla');
    const { denials } = await composed.call('denials.list', { offset: 0, limit: 10 });
    const seqs = denials.map(({ seq }) => seq);
    expect(seqs.length).toBeGreaterThan(0);
    await composed.call('denials.review', { denials: seqs, outcome: 'expected', note: WORDS });
    await composed.application.dispatch('agents.release', {
      agent: WORDS,
      reason: WORDS,
      meaning: 'review',
      password: 'x',
    });
    await composed.application.dispatch('journal.searchEntries', {
      filter: { text: WORDS, agents: [WORDS.slice(0, 60)] },
      limit: 10,
    });
    await composed.application.dispatch('session.signIn', { person: WORDS, password: WORDS });
  }

  const expectClean = (text: string, where: string): void => {
    for (const secret of SECRETS) expect(text.includes(secret), `${where}: ${secret}`).toBe(false);
  };

  it.each<Name>(['Vera', 'Ada'])('is not seen by %s, in whatever they ask', async (name) => {
    await composed.signIn(name);
    // A file that somebody chooses now is their own affair.
    composed.chosen = undefined;
    const role = name === 'Ada' ? 'admin' : 'viewer';
    let asked = 0;
    for (const verb of VERB_NAMES) {
      const { roles, args } = CONTRACT[verb];
      const may = roles === 'anyone' || (roles as readonly string[]).includes(role);
      if (
        !may ||
        !args.safeParse({}).success ||
        /^(?:session|workspace|models\.pin|policy\.(?:trust|import))/.test(verb)
      )
        continue;
      expectClean(JSON.stringify(await composed.application.dispatch(verb, {})), `${name}: ${verb}`);
      asked += 1;
    }
    for (const { id } of await composed.call('runs.list', {}))
      expectClean(JSON.stringify(await composed.call('runs.get', { run: id })), `${name}: runs.get`);
    const denials = await composed.call('denials.list', { offset: 0, limit: 100 });
    expectClean(JSON.stringify(denials), `${name}: denials`);
    expect(asked).toBeGreaterThan(3);
  });

  it('does not stand in any entry of the journal', async () => {
    await composed.signIn('Vera');
    const entries = await composed.entries({});
    expectClean(JSON.stringify(entries), 'journal');
    const kinds = new Set(entries.map(({ kind }) => kind));
    for (const kind of [
      'approval.answered',
      'denials.reviewed',
      'dataset.source_fate',
      'attestation.sign',
      'tool.denied',
    ] as const)
      expect(kinds.has(kind), kind).toBe(true);
    const [answered] = entries.filter(({ kind }) => kind === 'approval.answered');
    expect(answered?.body.reason).toMatch(/^because \[NAME\]/);
  });

  it('is known to those alone who hold content: the analyst’s own question, by nobody else', async () => {
    expect(model.prompts.join('\n')).not.toContain('said so');
    const verb: VerbName = 'runs.getStatement';
    await composed.signIn('Ada');
    const [run] = await composed.call('runs.list', {});
    expect(await composed.application.dispatch(verb, { run: run?.id })).toMatchObject({ ok: false });
  });
});
