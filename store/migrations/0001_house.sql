-- +goose Up
-- Times are unix milliseconds, booleans 0/1, JSON is TEXT: the same statements
-- are meant to run on another engine.

CREATE TABLE settings (
  key   TEXT PRIMARY KEY,
  value TEXT NOT NULL
);

CREATE TABLE sites (
  id           INTEGER PRIMARY KEY,
  slug         TEXT NOT NULL UNIQUE,
  name         TEXT NOT NULL,
  long_name    TEXT NOT NULL,
  prefix       TEXT NOT NULL UNIQUE,           -- of reference codes: LP-7K4M
  zone         TEXT NOT NULL,
  languages    TEXT NOT NULL,                  -- JSON array, the default first
  hours        TEXT NOT NULL,                  -- JSON, see Hours
  holidays     TEXT NOT NULL DEFAULT '[]',     -- JSON array of {day,name}
  promise      TEXT NOT NULL,                  -- "2wd", "8h"
  retain_days  INTEGER NOT NULL DEFAULT 30,    -- contact details, after closing
  address      TEXT NOT NULL DEFAULT '',
  public_key   TEXT NOT NULL UNIQUE,
  duty_user_id BIGINT,
  next_card    BIGINT NOT NULL DEFAULT 1,
  created_at   BIGINT NOT NULL
);

CREATE TABLE users (
  id            INTEGER PRIMARY KEY,
  email         TEXT NOT NULL UNIQUE,          -- lower case
  name          TEXT NOT NULL,
  role          TEXT NOT NULL,
  show_name     INTEGER NOT NULL DEFAULT 0,    -- first name on the board, else the role
  lang          TEXT NOT NULL DEFAULT '',
  password_hash TEXT NOT NULL,
  created_at    BIGINT NOT NULL,
  disabled_at   BIGINT NOT NULL DEFAULT 0
);

CREATE TABLE sessions (
  hash       BLOB PRIMARY KEY,                 -- SHA-256 of the id in the cookie
  user_id    BIGINT NOT NULL REFERENCES users(id),
  data       BLOB NOT NULL,
  created_at BIGINT NOT NULL,
  seen_at    BIGINT NOT NULL,
  expires_at BIGINT NOT NULL
);
CREATE INDEX sessions_user ON sessions(user_id);

CREATE TABLE devices (
  id         INTEGER PRIMARY KEY,
  kind       TEXT NOT NULL,
  name       TEXT NOT NULL,
  site_id    BIGINT NOT NULL REFERENCES sites(id),
  token_hash BLOB NOT NULL UNIQUE,
  created_at BIGINT NOT NULL,
  seen_at    BIGINT NOT NULL DEFAULT 0,
  revoked_at BIGINT NOT NULL DEFAULT 0
);

CREATE TABLE questionnaires (
  id         INTEGER PRIMARY KEY,
  name       TEXT NOT NULL,
  audience   TEXT NOT NULL,
  version    INTEGER NOT NULL,
  questions  TEXT NOT NULL,                    -- JSON, see Question
  created_at BIGINT NOT NULL
);

CREATE TABLE complaints (
  id           INTEGER PRIMARY KEY,
  site_id      BIGINT NOT NULL REFERENCES sites(id),
  kind         TEXT NOT NULL,
  status       TEXT NOT NULL DEFAULT 'heard',
  owner_id     BIGINT NOT NULL DEFAULT 0,
  action       TEXT NOT NULL DEFAULT '',
  by_when      BIGINT NOT NULL DEFAULT 0,
  why          TEXT NOT NULL DEFAULT '',       -- the words that explain the status
  asks         INTEGER NOT NULL,               -- somebody waits for an answer
  people       BIGINT NOT NULL DEFAULT 1,      -- of the whole group, kept on its root
  answer_by    BIGINT NOT NULL,                -- of who waits longest in the group
  warn_at      BIGINT NOT NULL,
  answered_at  BIGINT NOT NULL DEFAULT 0,      -- 0 while anybody in the group waits
  done_at      BIGINT NOT NULL DEFAULT 0,
  escalation   INTEGER NOT NULL DEFAULT 0,     -- 0 none, 1 manager, 2 director
  escalated_at BIGINT NOT NULL DEFAULT 0,
  escalated_to BIGINT NOT NULL DEFAULT 0,
  read_at      BIGINT NOT NULL DEFAULT 0,
  parent_id    BIGINT NOT NULL DEFAULT 0,      -- grouped into
  root_id      BIGINT NOT NULL DEFAULT 0,      -- 0: is its own root
  grouped_at   BIGINT NOT NULL DEFAULT 0,
  version      BIGINT NOT NULL DEFAULT 1,
  created_at   BIGINT NOT NULL
);
CREATE INDEX complaints_inbox ON complaints(site_id, answer_by) WHERE asks = 1 AND root_id = 0 AND answered_at = 0;
CREATE INDEX complaints_group ON complaints(root_id) WHERE root_id <> 0;
CREATE INDEX complaints_answered ON complaints(site_id, answered_at) WHERE answered_at <> 0;

CREATE TABLE submissions (
  id           INTEGER PRIMARY KEY,
  client_id    BLOB NOT NULL UNIQUE,           -- the idempotency key, kept for ever
  site_id      BIGINT NOT NULL REFERENCES sites(id),
  complaint_id BIGINT NOT NULL REFERENCES complaints(id),
  device_id    BIGINT NOT NULL DEFAULT 0,
  seq          BIGINT NOT NULL DEFAULT 0,
  channel      TEXT NOT NULL,
  lang         TEXT NOT NULL,
  mood         INTEGER NOT NULL DEFAULT 0,
  topics       TEXT NOT NULL DEFAULT '[]',
  text         TEXT NOT NULL DEFAULT '',
  answers      TEXT NOT NULL DEFAULT '{}',
  card_id      BIGINT NOT NULL DEFAULT 0,
  day          BIGINT NOT NULL,                -- days since 1970-01-01 at the site
  captured_at  BIGINT NOT NULL,
  received_at  BIGINT NOT NULL,
  asks         INTEGER NOT NULL,               -- this person waits for an answer
  answer_by    BIGINT NOT NULL,                -- the promise to this person
  answered_at  BIGINT NOT NULL DEFAULT 0,
  final        INTEGER NOT NULL,
  content      BLOB NOT NULL,                  -- SHA-256 of what was sent
  flags        INTEGER NOT NULL DEFAULT 0,     -- 1 clock off, 2 sent again with other words, 4 erased
  verdict      INTEGER NOT NULL DEFAULT 0      -- 1 put right, 2 not yet
);
CREATE INDEX submissions_complaint ON submissions(complaint_id);
CREATE INDEX submissions_promise ON submissions(site_id, received_at) WHERE asks = 1;

CREATE TABLE contacts (
  submission_id INTEGER PRIMARY KEY REFERENCES submissions(id),
  name          TEXT NOT NULL,
  email         TEXT NOT NULL,
  phone         TEXT NOT NULL
);

CREATE TABLE submission_topics (
  submission_id BIGINT NOT NULL,
  topic         TEXT NOT NULL,
  site_id       BIGINT NOT NULL,
  day           BIGINT NOT NULL,
  PRIMARY KEY (submission_id, topic)
) WITHOUT ROWID;

-- What arrived later under the same id with other words: kept, flagged.
CREATE TABLE other_versions (
  id            INTEGER PRIMARY KEY,
  submission_id BIGINT NOT NULL REFERENCES submissions(id),
  body          TEXT NOT NULL,
  content       BLOB NOT NULL,
  received_at   BIGINT NOT NULL,
  UNIQUE (submission_id, content)
);

CREATE TABLE additions (
  id            INTEGER PRIMARY KEY,
  submission_id BIGINT NOT NULL REFERENCES submissions(id),
  text          TEXT NOT NULL,
  at            BIGINT NOT NULL
);
CREATE INDEX additions_submission ON additions(submission_id);

CREATE TABLE entries (
  id           INTEGER PRIMARY KEY,
  complaint_id BIGINT NOT NULL UNIQUE REFERENCES complaints(id),
  site_id      BIGINT NOT NULL REFERENCES sites(id),
  said         TEXT NOT NULL,                  -- JSON: language -> staff-written sentence
  doing        TEXT NOT NULL,                  -- JSON: language -> sentence
  shown        INTEGER NOT NULL DEFAULT 0,
  shown_at     BIGINT NOT NULL DEFAULT 0,
  updated_at   BIGINT NOT NULL
);
CREATE INDEX entries_shown ON entries(site_id) WHERE shown = 1;

CREATE TABLE agreements (
  submission_id BIGINT NOT NULL,
  entry_id      BIGINT NOT NULL REFERENCES entries(id),
  at            BIGINT NOT NULL,
  PRIMARY KEY (submission_id, entry_id)
) WITHOUT ROWID;
CREATE INDEX agreements_entry ON agreements(entry_id);

CREATE TABLE answers (
  id           INTEGER PRIMARY KEY,
  complaint_id BIGINT NOT NULL REFERENCES complaints(id),
  user_id      BIGINT NOT NULL,
  text         TEXT NOT NULL,
  at           BIGINT NOT NULL
);
CREATE INDEX answers_complaint ON answers(complaint_id);

CREATE TABLE drafts (
  complaint_id BIGINT NOT NULL,
  user_id      BIGINT NOT NULL,
  text         TEXT NOT NULL,
  at           BIGINT NOT NULL,
  PRIMARY KEY (complaint_id, user_id)
) WITHOUT ROWID;

CREATE TABLE events (
  id         INTEGER PRIMARY KEY,
  at         BIGINT NOT NULL,
  actor_kind TEXT NOT NULL,
  actor_id   BIGINT NOT NULL,
  subject    TEXT NOT NULL,                    -- complaint, submission, site, user ...
  subject_id BIGINT NOT NULL,
  verb       TEXT NOT NULL,
  data       TEXT NOT NULL,                    -- JSON; never a customer's words or contact
  hash       BLOB NOT NULL                     -- SHA-256 over the previous hash and this row
);
CREATE INDEX events_subject ON events(subject, subject_id);

CREATE TABLE messages (
  id        INTEGER PRIMARY KEY,
  kind      TEXT NOT NULL,
  recipient TEXT NOT NULL,
  lang      TEXT NOT NULL,
  body      TEXT NOT NULL,                     -- JSON, what the letter's view needs
  due_at    BIGINT NOT NULL,
  tries     INTEGER NOT NULL DEFAULT 0,
  sent_at   BIGINT NOT NULL DEFAULT 0,
  problem   TEXT NOT NULL DEFAULT ''
);
CREATE INDEX messages_due ON messages(due_at) WHERE sent_at = 0;

CREATE TABLE pages (
  id          INTEGER PRIMARY KEY,
  site_id     BIGINT NOT NULL REFERENCES sites(id),
  device_id   BIGINT NOT NULL,
  user_id     BIGINT NOT NULL,                 -- who was paged
  at          BIGINT NOT NULL,
  answered_by BIGINT NOT NULL DEFAULT 0,
  answered_at BIGINT NOT NULL DEFAULT 0
);
CREATE INDEX pages_open ON pages(site_id) WHERE answered_at = 0;

CREATE TABLE card_runs (
  id               INTEGER PRIMARY KEY,
  site_id          BIGINT NOT NULL REFERENCES sites(id),
  questionnaire_id BIGINT NOT NULL,
  name             TEXT NOT NULL,
  lang             TEXT NOT NULL,
  spec             TEXT NOT NULL,              -- JSON: everything that the same print needs again
  first_number     BIGINT NOT NULL,
  count            BIGINT NOT NULL,
  created_at       BIGINT NOT NULL
);

CREATE TABLE cards (
  id            INTEGER PRIMARY KEY,
  run_id        BIGINT NOT NULL REFERENCES card_runs(id),
  site_id       BIGINT NOT NULL,
  number        BIGINT NOT NULL,
  submission_id BIGINT NOT NULL DEFAULT 0,
  UNIQUE (site_id, number)
);
CREATE INDEX cards_run ON cards(run_id);

-- Narrow counters, kept by trigger so that they cannot drift.
CREATE TABLE c_day (
  site_id BIGINT NOT NULL,
  day     BIGINT NOT NULL,
  channel TEXT NOT NULL,
  mood    INTEGER NOT NULL,
  n       BIGINT NOT NULL,
  PRIMARY KEY (site_id, day, channel, mood)
) WITHOUT ROWID;

CREATE TABLE c_topic (
  site_id BIGINT NOT NULL,
  day     BIGINT NOT NULL,
  topic   TEXT NOT NULL,
  n       BIGINT NOT NULL,
  PRIMARY KEY (site_id, day, topic)
) WITHOUT ROWID;

-- +goose StatementBegin
CREATE TRIGGER submissions_count AFTER INSERT ON submissions BEGIN
  INSERT INTO c_day(site_id, day, channel, mood, n) VALUES (NEW.site_id, NEW.day, NEW.channel, NEW.mood, 1)
    ON CONFLICT (site_id, day, channel, mood) DO UPDATE SET n = n + 1;
END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER submissions_recount AFTER UPDATE OF mood ON submissions WHEN NEW.mood <> OLD.mood BEGIN
  UPDATE c_day SET n = n - 1 WHERE site_id = OLD.site_id AND day = OLD.day AND channel = OLD.channel AND mood = OLD.mood;
  INSERT INTO c_day(site_id, day, channel, mood, n) VALUES (NEW.site_id, NEW.day, NEW.channel, NEW.mood, 1)
    ON CONFLICT (site_id, day, channel, mood) DO UPDATE SET n = n + 1;
END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER topics_count AFTER INSERT ON submission_topics BEGIN
  INSERT INTO c_topic(site_id, day, topic, n) VALUES (NEW.site_id, NEW.day, NEW.topic, 1)
    ON CONFLICT (site_id, day, topic) DO UPDATE SET n = n + 1;
END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER topics_uncount AFTER DELETE ON submission_topics BEGIN
  UPDATE c_topic SET n = n - 1 WHERE site_id = OLD.site_id AND day = OLD.day AND topic = OLD.topic;
END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER events_fixed BEFORE UPDATE ON events BEGIN
  SELECT RAISE(ABORT, 'events are never changed');
END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER events_kept BEFORE DELETE ON events BEGIN
  SELECT RAISE(ABORT, 'events are never removed');
END;
-- +goose StatementEnd
