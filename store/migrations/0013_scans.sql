-- +goose Up
-- Returned comment cards: what was read in one go, file by file, page by page,
-- card by card.
CREATE TABLE scan_batches (
  id            INTEGER PRIMARY KEY,
  site_id       BIGINT NOT NULL REFERENCES sites(id),
  source        TEXT NOT NULL,                 -- upload, folder, command
  user_id       BIGINT NOT NULL DEFAULT 0,     -- who brought it; 0: the program
  begun_at      BIGINT NOT NULL,
  finished_at   BIGINT NOT NULL DEFAULT 0,
  cancelled_at  BIGINT NOT NULL DEFAULT 0
);
CREATE INDEX scan_batches_site ON scan_batches(site_id, id);

CREATE TABLE scan_files (
  id            INTEGER PRIMARY KEY,
  batch_id      BIGINT NOT NULL REFERENCES scan_batches(id),
  name          TEXT NOT NULL,                 -- as whoever brought it calls it
  sum           BLOB NOT NULL,                 -- SHA-256
  size          BIGINT NOT NULL,
  kept          TEXT NOT NULL DEFAULT '',      -- a name made here, beside the database, until it is read
  pages         BIGINT NOT NULL DEFAULT 0,     -- how many it has; 0: not known
  state         TEXT NOT NULL,                 -- waiting, reading, read, same, refused, cancelled
  problem       TEXT NOT NULL DEFAULT '',      -- a key of the catalogue
  args          TEXT NOT NULL DEFAULT '{}',    -- JSON: what its sentence names
  same_as       BIGINT NOT NULL DEFAULT 0      -- the file that held the same bytes
);
CREATE INDEX scan_files_batch ON scan_files(batch_id);
CREATE INDEX scan_files_sum ON scan_files(sum);
CREATE INDEX scan_files_open ON scan_files(id) WHERE state IN ('waiting', 'reading');

CREATE TABLE scan_pages (
  id            INTEGER PRIMARY KEY,
  file_id       BIGINT NOT NULL REFERENCES scan_files(id),
  number        BIGINT NOT NULL,               -- from 1
  cards         INTEGER NOT NULL,
  problem       TEXT NOT NULL DEFAULT '',
  args          TEXT NOT NULL DEFAULT '{}',
  at            BIGINT NOT NULL,
  UNIQUE (file_id, number)
);

-- One card side found. Of a card's question sides the first stands for it.
CREATE TABLE scan_readings (
  id            INTEGER PRIMARY KEY,
  page_id       BIGINT NOT NULL REFERENCES scan_pages(id),
  batch_id      BIGINT NOT NULL,
  site_id       BIGINT NOT NULL,
  card_id       BIGINT NOT NULL DEFAULT 0,     -- 0: nobody knows which
  front         INTEGER NOT NULL,
  stands        INTEGER NOT NULL DEFAULT 0,    -- this one is the card's
  state         TEXT NOT NULL,
  was           TEXT NOT NULL DEFAULT '',      -- the state before a person decided
  reason        TEXT NOT NULL DEFAULT '',      -- code, unknown, not_flat
  residual      REAL NOT NULL DEFAULT 0,       -- mm
  why           TEXT NOT NULL DEFAULT '[]',    -- JSON: what a person has to look at
  marks         TEXT NOT NULL DEFAULT '[]',    -- JSON: boxes with state and confidence, as they were read
  seen          TEXT NOT NULL DEFAULT '[]',    -- JSON: the same as a person sees them
  inked         TEXT NOT NULL DEFAULT '[]',    -- JSON: fields in which something is written
  submission_id BIGINT NOT NULL DEFAULT 0,
  read_at       BIGINT NOT NULL,
  claimed_by    BIGINT NOT NULL DEFAULT 0,
  claimed_until BIGINT NOT NULL DEFAULT 0,
  decided_by    BIGINT NOT NULL DEFAULT 0,
  decided_at    BIGINT NOT NULL DEFAULT 0
);
CREATE UNIQUE INDEX scan_readings_card ON scan_readings(card_id) WHERE stands = 1;
CREATE INDEX scan_readings_paper ON scan_readings(card_id) WHERE card_id <> 0;
CREATE INDEX scan_readings_batch ON scan_readings(batch_id);
CREATE INDEX scan_readings_queue ON scan_readings(site_id, state, id);
CREATE INDEX scan_readings_submission ON scan_readings(submission_id) WHERE submission_id <> 0;
CREATE INDEX scan_readings_decided ON scan_readings(decided_by, decided_at) WHERE decided_by <> 0;

-- What people wrote, and the card with its line for contacts painted over: they
-- go with the words.
CREATE TABLE scan_pictures (
  reading_id    BIGINT NOT NULL REFERENCES scan_readings(id),
  part          TEXT NOT NULL,                 -- card, or the field of a writing area
  image         BLOB NOT NULL,                 -- JPEG or PNG
  PRIMARY KEY (reading_id, part)
);

-- What may show how somebody can be reached. It goes with the contacts.
CREATE TABLE scan_contacts (
  reading_id    BIGINT NOT NULL REFERENCES scan_readings(id),
  part          TEXT NOT NULL,                 -- contact, or card where nobody knows where on it the contact stands
  image         BLOB NOT NULL,
  PRIMARY KEY (reading_id, part)
);
