-- +goose Up
-- Pictures belong to the words they came with and are erased with them.
CREATE TABLE photos (
  id            INTEGER PRIMARY KEY,
  submission_id BIGINT NOT NULL REFERENCES submissions(id),
  sent          BLOB NOT NULL,                 -- SHA-256 of the file as it was sent: sent twice it is kept once
  image         BLOB NOT NULL,                 -- JPEG made here, without the file's metadata
  thumb         BLOB NOT NULL,
  width         INTEGER NOT NULL,
  height        INTEGER NOT NULL,
  at            BIGINT NOT NULL,
  UNIQUE (submission_id, sent)
);

-- The code of a voucher is a permutation of submission_id.
CREATE TABLE vouchers (
  submission_id INTEGER PRIMARY KEY REFERENCES submissions(id),
  site_id       BIGINT NOT NULL REFERENCES sites(id),
  worth         TEXT NOT NULL,                 -- JSON: language -> words, as they were when it was given
  given_at      BIGINT NOT NULL,
  valid_until   BIGINT NOT NULL,               -- the first moment when it is over
  redeemed_at   BIGINT NOT NULL DEFAULT 0,
  redeemed_by   BIGINT NOT NULL DEFAULT 0
);
CREATE INDEX vouchers_site ON vouchers(site_id, given_at);

ALTER TABLE sites ADD COLUMN thanks TEXT NOT NULL DEFAULT '{}';   -- JSON, see Thanks
