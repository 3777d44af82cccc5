import { createPublicKey, randomBytes, randomUUID } from 'node:crypto';
import { execFileSync } from 'node:child_process';
import { mkdtemp, readFile, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { CallId, DATA_CATEGORIES, RunId, type PersonId, type Sha256Hex } from '../../shared/domain/index.ts';
import type { PayloadRef } from '../../shared/formats/index.ts';
import {
  createContent,
  createJournal,
  verifyJournal,
  verifyPayloads,
  type ContentStore,
  openReportRenderer,
  type Journal,
  type ReportRenderer,
} from '../evidence/index.ts';
import { sha256Hex, systemClock } from '../core/index.ts';
import { ed25519FromSeed } from '../keys/index.ts';
import { thisMachine, Transfers } from '../operations/index.ts';
import type { Caller } from './dispatch.ts';
import { erasePayloadVerbs } from './erase/payloads.ts';
import { payloadVerbs } from './payload-verbs.ts';

const RUN = RunId.parse('5f0c9d5e-8a94-4b3a-9d0e-111111111111');
const CALL = CallId.parse('5f0c9d5e-8a94-4b3a-9d0e-222222222222');
const IN_RUN = {
  actor: { id: 'application', role: 'none' },
  correlation: 'test',
  agent: 'data_cleaner',
  run: RUN,
  call: CALL,
} as const;
const HASH = '5a'.repeat(32) as Sha256Hex;
const cleo = {
  id: '5f0c9d5e-8a94-4b3a-9d0e-0000000000aa' as PersonId,
  name: 'Cleo',
  role: 'compliance',
} as const;
const caller: Caller = {
  ...{ person: cleo, correlation: 'c', signal: new AbortController().signal },
  ...{ content: 'moved', maySeeContent: true },
};
const contentDatabaseKey = randomBytes(32);

let workspace: { readonly options: Parameters<typeof createJournal>[0] };
let journal: Journal;
let payloads: ContentStore;
let verbs: ReturnType<typeof payloadVerbs> & ReturnType<typeof erasePayloadVerbs>;
let renderer: ReportRenderer;
let chosen: string | undefined;
const said: PayloadRef[] = [];
const places: string[] = ['workspace', 'export_folder'];
let answerSeq = 0;

beforeAll(async () => {
  const checkpointSeed = randomBytes(32);
  workspace = {
    options: {
      folder: await mkdtemp(join(tmpdir(), 'swarm-payloads-')),
      ...{ databaseKey: randomBytes(32), macKey: randomBytes(32), checkpointSeed },
      ...{ origin: `swarm-clinical/${randomUUID()}`, clock: systemClock },
    },
  };
  const { folder } = workspace.options;
  journal = await createJournal(workspace.options);
  payloads = await createContent({
    folder,
    workspaceId: randomUUID(),
    databaseKey: Uint8Array.from(contentDatabaseKey),
    categoryKeys: Object.fromEntries(DATA_CATEGORIES.map((name) => [name, randomBytes(32)])),
  });
  const desk = {
    journal,
    content: {
      payloads,
      runFiles: {
        destroyKeys: () => Promise.resolve(2),
        stored: () => Promise.resolve([{ file: 'conversations/data_cleaner.jsonl' }, { file: 'x' }]),
      },
      redactFor: () => Promise.resolve((text: string) => text.replaceAll('Doe', '[NAME]')),
    },
    place: { workspaceId: randomUUID() },
    metadata: { reportRootDer: randomBytes(64) },
    status: { people: [cleo] },
    everyone: [cleo],
    confirmPassword: (password: string) =>
      password === 'right' ? Promise.resolve() : Promise.reject(new Error('wrong password')),
  };
  const profile = { file: { residency: { conversation_history: places } } };
  const transfers = new Transfers({
    chooseFile: () => Promise.resolve(undefined),
    chooseSaveFile: () => Promise.resolve(chosen),
    journal: () => journal,
    machine: thisMachine,
    closedFolders: () => [],
    redact: (text) => text,
    wallMs: () => 0,
  });
  renderer = openReportRenderer(join(import.meta.dirname, '../../resources/fonts'));
  const catalogue = { profiles: new Map([['hipaa', profile]]) } as never;
  verbs = {
    ...payloadVerbs(desk as never, { catalogue, transfers }),
    ...erasePayloadVerbs(desk as never, { transfers, renderer, wallMs: systemClock.wallMs }),
  };
  await journal.event(
    'run.started',
    {
      ...{
        template: 't',
        pipelineSha256: HASH,
        policySha256: HASH,
        complianceProfile: 'hipaa',
        purpose: 'model',
      },
      ...{
        deidProfile: 'strict',
        dataset: randomUUID(),
        datasetVersion: 1,
        snapshotSha256: HASH,
      },
      ...{ modelSha256: HASH, agents: ['data_cleaner'] },
      limits: { llmCalls: 9, toolCalls: 9, tokens: 9, minutes: 9 },
    },
    { ...IN_RUN, call: undefined, actor: { id: cleo.id, role: 'operator' } },
  );
  for (const agent of ['data_cleaner', 'evaluator']) {
    const context = { ...IN_RUN, agent };
    const intent = await journal.intent('model.call', { step: 1, turn: 2, promptTokens: 3 }, context);
    const text = JSON.stringify({
      prompt: `table stays rows 900 columns 3\nF1 outliers stays.age rows 4\nasked of ${agent} by Doe`,
      answer: 'drop it',
    });
    const ref = await payloads.put('conversation_history', Buffer.from(text));
    said.push(ref);
    const body = { ok: true, answerTokens: 1, ms: 1 } as const;
    answerSeq = (await journal.outcome('model.call', intent, body, { ...context, payloads: [ref] })).seq;
  }
});

const textOf = (pdf: string): string =>
  execFileSync('pdftotext', ['-layout', pdf, '-'], { encoding: 'utf8', timeout: 20_000 });

afterAll(async () => {
  await renderer.close();
  await payloads.close();
  await journal.close();
  await rm(workspace.options.folder, { recursive: true });
});

const OPENLY = {
  recipient: 'the ethics board',
  protection: { kind: 'clear', reason: 'read on the spot' },
} as const;

const bodies = async (kind: 'conversation.export' | 'payload.erase'): Promise<unknown[]> =>
  (await journal.read.ofKinds([kind])).map(({ entry }) => entry.body);
const lines = async (path: string): Promise<Record<string, unknown>[]> =>
  (await readFile(path, 'utf8'))
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as Record<string, unknown>);

test('conversations leave as documented, for a purpose that is recorded before', async () => {
  chosen = undefined;
  expect(await verbs['conversations.export']({ run: RUN, purpose: 'review', ...OPENLY }, caller)).toBeNull();
  expect(await bodies('conversation.export')).toEqual([]);
  chosen = join(workspace.options.folder, 'out.jsonl');
  const written = await verbs['conversations.export'](
    { run: RUN, purpose: 'review of Doe', ...OPENLY },
    caller,
  );
  expect(written).toMatchObject({ agents: ['data_cleaner', 'evaluator'], lines: 2, erased: 0 });
  expect((await lines(chosen))[1]).toEqual({
    ...{ v: 1, run: RUN, agent: 'evaluator', seq: answerSeq, call: CALL, step: 1, turn: 2 },
    ...{ wallMs: expect.any(Number) as number, payloadSha256: said[1]?.sha256 },
    prompt:
      'table stays rows 900 columns 3\nF1 outliers stays.age rows withheld\nasked of evaluator by [NAME]',
    answer: 'drop it',
  });
  const [intent, outcome] = await bodies('conversation.export');
  expect(intent).toEqual({ purpose: 'review of [NAME]', calls: 2 });
  expect(outcome).toMatchObject({ ok: true, lines: 2, sha256: written?.sha256 });
});

test('one agent alone, nobody else, and nothing where the profile keeps conversations inside', async () => {
  chosen = join(workspace.options.folder, 'one.jsonl');
  await verbs['conversations.export']({ run: RUN, agent: 'evaluator', purpose: 'review', ...OPENLY }, caller);
  expect((await lines(chosen)).map(({ agent }) => agent)).toEqual(['evaluator']);
  const nobody = verbs['conversations.export'](
    { run: RUN, agent: 'mallory', purpose: 'review', ...OPENLY },
    caller,
  );
  await expect(nobody).rejects.toMatchObject({ code: 'not_found' });
  chosen = join(workspace.options.folder, 'never.jsonl');
  places.pop();
  const inside = verbs['conversations.export']({ run: RUN, purpose: 'review', ...OPENLY }, caller);
  await expect(inside).rejects.toMatchObject({ code: 'denied' });
  places.push('export_folder');
  await expect(stat(chosen)).rejects.toMatchObject({ code: 'ENOENT' });
});

test('nothing is erased under a run that goes on, nor without the password', async () => {
  const args = { run: RUN, reason: 'request of a patient', password: 'right' };
  await expect(verbs['payloads.erase'](args, caller)).rejects.toMatchObject({ code: 'wrong_usage' });
  await expect(verbs['payloads.erase']({ ...args, password: 'wrong' }, caller)).rejects.toThrow(
    'wrong password',
  );
  expect(await bodies('payload.erase')).toEqual([]);
  const ended = { state: 'stopped', reason: 'cancelled', calls: 0, denials: 0, tokens: 0 } as const;
  await journal.event(
    'run.ended',
    { ...ended, agreedWithUsual: 0, decided: 0 },
    { ...IN_RUN, call: undefined },
  );
});

test('an erased payload is unreadable, named in the journal, and every proof holds', async () => {
  const seq = answerSeq;
  const args = { seq, reason: 'request of Doe', password: 'right' };
  chosen = undefined;
  expect(await verbs['payloads.erase'](args, caller)).toBeNull();
  expect(await bodies('payload.erase')).toEqual([]);
  chosen = join(workspace.options.folder, 'one.pdf');
  expect(await verbs['payloads.erase'](args, caller)).toEqual({
    ...{ erased: 1, files: 0, before: 0, copies: ['conversations/data_cleaner.jsonl'] },
    certificate: { file: chosen, backups: 0, sha256: sha256Hex(await readFile(chosen)) },
  });
  expect(textOf(chosen)).toContain(`payloads of entry #${seq}`);
  await expect(payloads.get('conversation_history', said[1]!)).rejects.toThrow('erased');
  expect(await verbs['payloads.getStates']({ seq }, caller)).toEqual([{ ...said[1], state: 'erased' }]);
  const [intent] = await journal.read.ofKinds(['payload.erase']);
  expect(intent?.entry).toMatchObject({
    ...{ actor: { id: cleo.id, role: 'compliance' }, payloads: [said[1]], run: RUN },
    body: { payloads: 1, reason: 'request of [NAME]' },
  });
  await expect(verbs['payloads.erase'](args, caller)).rejects.toMatchObject({ code: 'not_found' });

  chosen = join(workspace.options.folder, 'after.jsonl');
  expect(
    await verbs['conversations.export']({ run: RUN, purpose: 'review', ...OPENLY }, caller),
  ).toMatchObject({
    erased: 1,
  });
  const [kept, gone] = await lines(chosen);
  expect([kept?.answer, gone?.answer, gone?.erased]).toEqual(['drop it', undefined, true]);

  await journal.checkpoint('run_end');
  const key = createPublicKey(ed25519FromSeed(workspace.options.checkpointSeed));
  const checkpointPublicKey = key.export({ format: 'der', type: 'spki' }).subarray(-32);
  const report = await verifyJournal({ ...workspace.options, checkpointPublicKey });
  expect(report.verdict).toBe('ok');
  const cited = new Map(said.map((ref) => [ref.id, ref.sha256]));
  const { folder } = workspace.options;
  const content = await verifyPayloads({ folder, contentDatabaseKey, cited: [cited] });
  expect([content.verdict, content.checks[0]?.detail]).toEqual([
    'ok',
    expect.stringContaining('1 of them erased'),
  ]);
});

test('the rest of a run goes at once', async () => {
  const rest = { run: RUN, reason: 'retention', password: 'right' };
  chosen = join(workspace.options.folder, 'run.pdf');
  expect(await verbs['payloads.erase'](rest, caller)).toMatchObject({
    ...{ erased: 1, before: 1, files: 2, copies: [] },
  });
  expect(textOf(chosen)).toMatch(/payloads of run 5f0c9d5e[\s\S]*1 payload, 2 files of the run/);
  expect((await bodies('payload.erase')).at(-1)).toMatchObject({ ok: true, files: 2 });
});
