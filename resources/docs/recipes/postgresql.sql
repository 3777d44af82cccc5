-- Exports of many workstations in one PostgreSQL database (12 or newer). Feed the CSV files of one or many
-- workstations to it, as often as new ones come; what was loaded before is passed over:
--
--   psql audit -v ON_ERROR_STOP=1 -v "source=cat exports/*.csv | grep -v '^workspace,'" -f postgresql.sql
--   psql audit -v ON_ERROR_STOP=1 -v "source=unzip -p bundle.zip audit.csv | tail -n +2" -f postgresql.sql

CREATE TABLE IF NOT EXISTS audit (
  workspace uuid NOT NULL,
  epoch bigint NOT NULL,
  seq bigint NOT NULL,
  leaf_sha256 text NOT NULL,
  recorded_at timestamptz NOT NULL,
  kind text NOT NULL,
  phase text NOT NULL,
  intent_seq bigint,
  actor_id text NOT NULL,
  actor_role text NOT NULL,
  agent text,
  run_id text,
  call_id text,
  correlation text NOT NULL,
  phi_accessed boolean NOT NULL,
  action text NOT NULL,
  outcome text NOT NULL,
  problem text,
  object_type text,
  object_id text,
  tool text,
  rule_id text,
  decision text,
  detail text,
  PRIMARY KEY (workspace, epoch, seq)
);

CREATE TEMP TABLE incoming (LIKE audit);
-- psql puts no variable into \copy itself, so the line is made first and then run.
\set load '\\copy incoming FROM PROGRAM ' :'source' ' WITH (FORMAT csv)'
:load

-- Two exports that tell of the same place must tell of the same entry: where their hashes differ, one of
-- the journals was rewritten. Nothing of such a place is loaded; look at it before anything else.
CREATE TABLE IF NOT EXISTS contradictions (workspace uuid, epoch bigint, seq bigint, hashes bigint);
INSERT INTO contradictions
  SELECT workspace, epoch, seq, count(DISTINCT leaf_sha256)
  FROM (
    SELECT workspace, epoch, seq, leaf_sha256 FROM incoming
    UNION ALL
    SELECT workspace, epoch, seq, leaf_sha256 FROM audit
  ) AS both_sides
  GROUP BY workspace, epoch, seq
  HAVING count(DISTINCT leaf_sha256) > 1;

INSERT INTO audit
  SELECT DISTINCT incoming.*
  FROM incoming
  WHERE NOT EXISTS (
    SELECT FROM contradictions AS c
    WHERE (c.workspace, c.epoch, c.seq) = (incoming.workspace, incoming.epoch, incoming.seq)
  )
  ON CONFLICT DO NOTHING;

-- Places that no export told of: an export of an earlier period is missing, or was never made.
CREATE OR REPLACE VIEW gaps AS
  SELECT workspace, epoch, seq + 1 AS from_seq, next_seq - 1 AS to_seq
  FROM (
    SELECT workspace, epoch, seq, lead(seq) OVER (PARTITION BY workspace, epoch ORDER BY seq) AS next_seq
    FROM audit
  ) AS places
  WHERE next_seq > seq + 1;
