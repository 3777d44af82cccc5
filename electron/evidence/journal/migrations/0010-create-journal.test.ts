import { afterEach, beforeEach, expect, test } from 'vitest';
import { JOURNAL_SCHEMA_10 } from '../../../../shared/formats/index.ts';
import { openCipher, type SqliteDatabase } from '../../database/index.ts';
import {
  appendEach,
  HASH,
  IN_RUN,
  item,
  openFile,
  temporaryWorkspace,
  type TemporaryWorkspace,
} from '../temporary.ts';
import type { JournalFile } from '../writer.ts';

let workspace: TemporaryWorkspace;
let file: JournalFile;
let auditor: SqliteDatabase;

beforeEach(async () => {
  workspace = await temporaryWorkspace();
  file = await openFile(workspace, true);
  auditor = openCipher(workspace.database, workspace.options.databaseKey, {
    readonly: true,
    mustExist: true,
  });
});

afterEach(async () => {
  auditor.close();
  await file.close();
  await workspace.remove();
});

test('makes exactly the objects that the verifier wants', () => {
  expect(auditor.prepare('SELECT sql FROM sqlite_schema').pluck().all()).toEqual(JOURNAL_SCHEMA_10);
  expect(auditor.prepare('SELECT epoch, first_seq, hex(nodes) AS nodes FROM epoch').all()).toEqual([
    { epoch: 1, first_seq: 0, nodes: '' },
  ]);
});

test('permission_denials shows refused calls and refused verbs', () => {
  appendEach(
    file,
    item(workspace, {
      kind: 'tool.denied',
      body: { tool: 'web_search', stage: 'policy', ruleId: 'HIPAA-002', reason: 'no egress' },
      context: IN_RUN,
    }),
    item(workspace),
    item(workspace, { kind: 'access.refused', body: { verb: 'reports.issue', reason: 'not your role' } }),
  );
  expect(auditor.prepare('SELECT seq, what, rule, reason, agent FROM permission_denials').all()).toEqual([
    { seq: 0, what: 'web_search', rule: 'HIPAA-002', reason: 'no egress', agent: 'data_cleaner' },
    { seq: 2, what: 'reports.issue', rule: null, reason: 'not your role', agent: null },
  ]);
});

test('approvals shows each request once, with its answer where there is one', () => {
  const ids = ['a', 'b', 'c'].map((letter) => `5f0c9d5e-8a94-4b3a-9d0e-${letter.repeat(12)}`);
  const asked = (approval: string | undefined): ReturnType<typeof item> =>
    item(workspace, {
      kind: 'approval.requested',
      body: {
        approval,
        tool: 'cast_column',
        args: { column: 'age' },
        argsSha256: HASH,
        snapshotSha256: HASH,
        policySha256: HASH,
        ruleId: 'ASK-1',
        reason: 'loses values',
        valuesLost: 3,
        recordsTouched: 4,
        expiresAtMs: 5,
      },
      context: IN_RUN,
    });
  appendEach(
    file,
    ...ids.map(asked),
    item(workspace, {
      kind: 'approval.answered',
      body: { approval: ids[1], answer: 'approved', meaning: 'approval', reason: 'fine' },
    }),
    item(workspace, { kind: 'approval.voided', body: { approval: ids[2], reason: 'data changed' } }),
  );
  const rows = auditor.prepare('SELECT approval, asked_seq, closed_seq, answer, reason FROM approvals').all();
  expect(rows).toEqual([
    { approval: ids[0], asked_seq: 0, closed_seq: null, answer: null, reason: null },
    { approval: ids[1], asked_seq: 1, closed_seq: 3, answer: 'approved', reason: 'fine' },
    { approval: ids[2], asked_seq: 2, closed_seq: 4, answer: 'voided', reason: 'data changed' },
  ]);
});
