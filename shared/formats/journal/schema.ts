/** `application_id` of a journal database: "SWJ1". */
export const JOURNAL_APPLICATION_ID = 0x53_57_4a_31;

/**
 * Everything a journal database consists of, per schema version, in the order it is made. The writer's
 * migrations execute it; the verifier wants exactly these objects, letter by letter. Frozen once released.
 */
export const JOURNAL_SCHEMA_10 = [
  `CREATE TABLE run_events (
  seq INTEGER PRIMARY KEY,
  bytes TEXT NOT NULL,
  leaf BLOB NOT NULL,
  mac BLOB NOT NULL
) STRICT`,
  `CREATE TABLE epoch (
  only INTEGER PRIMARY KEY CHECK (only = 1),
  epoch INTEGER NOT NULL,
  first_seq INTEGER NOT NULL,
  prev BLOB NOT NULL,
  mac BLOB NOT NULL,
  nodes BLOB NOT NULL
) STRICT`,
  `CREATE TRIGGER run_events_grow_at_the_end BEFORE INSERT ON run_events
WHEN NEW.seq IS NOT (SELECT coalesce((SELECT max(seq) + 1 FROM run_events), (SELECT first_seq FROM epoch)))
BEGIN SELECT RAISE(ABORT, 'run_events only grows at its end'); END`,
  `CREATE TRIGGER run_events_are_not_changed BEFORE UPDATE ON run_events
BEGIN SELECT RAISE(ABORT, 'run_events are not changed'); END`,
  `CREATE TRIGGER run_events_are_not_removed BEFORE DELETE ON run_events
BEGIN SELECT RAISE(ABORT, 'run_events are not removed'); END`,
  `CREATE TRIGGER epoch_is_written_once BEFORE INSERT ON epoch
WHEN EXISTS (SELECT 1 FROM epoch)
BEGIN SELECT RAISE(ABORT, 'the epoch is written once'); END`,
  `CREATE TRIGGER epoch_is_not_changed BEFORE UPDATE ON epoch
BEGIN SELECT RAISE(ABORT, 'the epoch is not changed'); END`,
  `CREATE TRIGGER epoch_is_not_removed BEFORE DELETE ON epoch
BEGIN SELECT RAISE(ABORT, 'the epoch is not removed'); END`,
  `CREATE VIEW entries AS SELECT
  seq,
  bytes ->> '$.kind' AS kind,
  bytes ->> '$.phase' AS phase,
  bytes ->> '$.intent' AS intent,
  bytes ->> '$.wallMs' AS wall_ms,
  bytes ->> '$.actor.id' AS actor,
  bytes ->> '$.actor.role' AS role,
  bytes ->> '$.agent' AS agent,
  bytes ->> '$.run' AS run,
  bytes ->> '$.call' AS call,
  bytes ->> '$.correlation' AS correlation,
  bytes ->> '$.phiAccessed' AS phi_accessed,
  bytes -> '$.body' AS body
FROM run_events`,
  `CREATE VIEW permission_denials AS SELECT
  seq, wall_ms, actor, role, agent, run, call, correlation,
  coalesce(body ->> '$.tool', body ->> '$.verb') AS what,
  body ->> '$.stage' AS stage,
  body ->> '$.ruleId' AS rule,
  body ->> '$.reason' AS reason
FROM entries WHERE kind IN ('tool.denied', 'access.refused')`,
  `CREATE VIEW approvals AS SELECT
  asked.body ->> '$.approval' AS approval,
  asked.seq AS asked_seq, asked.wall_ms AS asked_ms, asked.run, asked.call,
  asked.actor AS asked_by, asked.agent,
  asked.body ->> '$.tool' AS tool,
  asked.body ->> '$.ruleId' AS rule,
  asked.body ->> '$.argsSha256' AS args_sha256,
  asked.body ->> '$.expiresAtMs' AS expires_ms,
  closed.seq AS closed_seq, closed.wall_ms AS closed_ms, closed.actor AS closed_by,
  CASE closed.kind
    WHEN 'approval.answered' THEN closed.body ->> '$.answer'
    WHEN 'approval.voided' THEN 'voided'
  END AS answer,
  closed.body ->> '$.meaning' AS meaning,
  closed.body ->> '$.reason' AS reason
FROM entries AS asked LEFT JOIN entries AS closed
  ON closed.kind IN ('approval.answered', 'approval.voided')
  AND closed.body ->> '$.approval' = asked.body ->> '$.approval'
WHERE asked.kind = 'approval.requested'`,
] as const;

export const JOURNAL_SCHEMAS: Readonly<Record<number, readonly string[]>> = { 10: JOURNAL_SCHEMA_10 };
/** The version that this application writes. */
export const JOURNAL_SCHEMA_VERSION = 10;
