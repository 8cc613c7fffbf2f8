-- +goose Up
-- What a device last said of itself, and how its screen is seen.
ALTER TABLE devices ADD COLUMN health TEXT NOT NULL DEFAULT '{}';              -- JSON, see Health
ALTER TABLE devices ADD COLUMN diagonal INTEGER NOT NULL DEFAULT 0;            -- of a screen, in tenths of an inch; 0 not told
ALTER TABLE devices ADD COLUMN distance INTEGER NOT NULL DEFAULT 0;            -- of its readers, in centimetres; 0 not told

-- One row for each browser that was paired by link or by code. The token that
-- is told when a device is added stays in devices.token_hash.
CREATE TABLE device_tokens (
  hash       BLOB PRIMARY KEY,                 -- SHA-256 of the token in the cookie
  device_id  BIGINT NOT NULL REFERENCES devices(id),
  created_at BIGINT NOT NULL
);
CREATE INDEX device_tokens_device ON device_tokens(device_id);

CREATE TABLE device_links (
  hash      BLOB PRIMARY KEY,                  -- SHA-256 of the secret in the address
  device_id BIGINT NOT NULL REFERENCES devices(id),
  until     BIGINT NOT NULL,
  uses      INTEGER NOT NULL,                  -- left
  replaces  INTEGER NOT NULL                   -- 1: whoever was paired before is out
);

-- One row for each incident: a device and what is wrong with it.
CREATE TABLE device_alarms (
  id        INTEGER PRIMARY KEY,
  device_id BIGINT NOT NULL REFERENCES devices(id),
  kind      TEXT NOT NULL,
  since     BIGINT NOT NULL,                   -- when it began
  raised_at BIGINT NOT NULL,                   -- when it was noticed
  ended_at  BIGINT NOT NULL DEFAULT 0,
  mailed_to BIGINT NOT NULL DEFAULT 0          -- 0 nobody
);
CREATE UNIQUE INDEX device_alarms_open ON device_alarms(device_id, kind) WHERE ended_at = 0;
CREATE INDEX device_alarms_device ON device_alarms(device_id, raised_at);

CREATE INDEX submissions_device ON submissions(device_id, day, received_at) WHERE device_id <> 0;
