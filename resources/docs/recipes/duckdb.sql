-- Exports of many workstations in one DuckDB database. Put the Parquet files into `exports/` and run this
-- file as often as new ones come: what was loaded before is passed over. For CSV take
-- read_csv('exports/*.csv', header = true, types = {'recorded_at': 'TIMESTAMPTZ', 'epoch': 'BIGINT', 'seq': 'BIGINT',
-- 'intent_seq': 'BIGINT'}, all_varchar = false) in place of read_parquet.

CREATE TABLE IF NOT EXISTS audit (
  workspace VARCHAR NOT NULL,
  epoch BIGINT NOT NULL,
  seq BIGINT NOT NULL,
  leaf_sha256 VARCHAR NOT NULL,
  recorded_at TIMESTAMPTZ NOT NULL,
  kind VARCHAR NOT NULL,
  phase VARCHAR NOT NULL,
  intent_seq BIGINT,
  actor_id VARCHAR NOT NULL,
  actor_role VARCHAR NOT NULL,
  agent VARCHAR,
  run_id VARCHAR,
  call_id VARCHAR,
  correlation VARCHAR NOT NULL,
  phi_accessed BOOLEAN NOT NULL,
  action VARCHAR NOT NULL,
  outcome VARCHAR NOT NULL,
  problem VARCHAR,
  object_type VARCHAR,
  object_id VARCHAR,
  tool VARCHAR,
  rule_id VARCHAR,
  decision VARCHAR,
  detail VARCHAR,
  PRIMARY KEY (workspace, epoch, seq)
);

CREATE OR REPLACE TEMP TABLE incoming AS SELECT * FROM read_parquet('exports/*.parquet', union_by_name = true);

-- Two exports that tell of the same place must tell of the same entry: where their hashes differ, one of
-- the journals was rewritten. Nothing of such a place is loaded; look at it before anything else.
CREATE TABLE IF NOT EXISTS contradictions (workspace VARCHAR, epoch BIGINT, seq BIGINT, hashes BIGINT);
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
  ANTI JOIN contradictions USING (workspace, epoch, seq)
  ON CONFLICT DO NOTHING;

-- Places that no export told of: an export of an earlier period is missing, or was never made.
CREATE OR REPLACE VIEW gaps AS
  SELECT workspace, epoch, seq + 1 AS from_seq, next_seq - 1 AS to_seq
  FROM (
    SELECT workspace, epoch, seq, lead(seq) OVER (PARTITION BY workspace, epoch ORDER BY seq) AS next_seq
    FROM audit
  ) AS places
  WHERE next_seq > seq + 1;
