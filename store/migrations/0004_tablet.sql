-- +goose Up
-- A tablet numbers its people 1..n; series is the memory they are numbered in,
-- anew after the browser was wiped. counted_from is where the promise starts:
-- when the person said it, if the tablet's clock was right, else on arrival.
ALTER TABLE submissions ADD COLUMN series TEXT NOT NULL DEFAULT '';
ALTER TABLE submissions ADD COLUMN counted_from BIGINT NOT NULL DEFAULT 0;     -- 0: received_at
CREATE INDEX submissions_seq ON submissions(device_id, series, seq) WHERE seq <> 0;

CREATE TABLE device_series (
  device_id BIGINT NOT NULL,
  series    TEXT NOT NULL,
  issued    BIGINT NOT NULL,                   -- the highest number that the tablet says it gave
  since     BIGINT NOT NULL,
  seen      BIGINT NOT NULL,
  PRIMARY KEY (device_id, series)
) WITHOUT ROWID;
