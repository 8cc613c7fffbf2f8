-- +goose Up
ALTER TABLE questionnaires ADD COLUMN edits BIGINT NOT NULL DEFAULT 0; -- counts the changes of a draft, so that two editors notice each other

ALTER TABLE questionnaires ADD COLUMN removed TEXT NOT NULL DEFAULT '';     -- JSON: the question last taken out of the draft, and where it stood

-- What leavers and employees say. It stands apart: nothing that reads
-- submissions can meet it.
CREATE TABLE responses (
  id               INTEGER PRIMARY KEY,
  client_id        BLOB NOT NULL UNIQUE,           -- the idempotency key, hashed: it may tell when it was made
  questionnaire_id BIGINT NOT NULL REFERENCES questionnaires(id),
  audience         TEXT NOT NULL,
  site_id          BIGINT NOT NULL REFERENCES sites(id),
  taken_by         BIGINT NOT NULL DEFAULT 0,      -- who asked; 0 they wrote themselves
  anonymous        INTEGER NOT NULL,               -- 1: no name, and only the day is kept
  lang             TEXT NOT NULL,
  answers          TEXT NOT NULL,                  -- JSON: question id -> list of answers
  name             TEXT NOT NULL DEFAULT '',
  email            TEXT NOT NULL DEFAULT '',
  phone            TEXT NOT NULL DEFAULT '',
  received_at      BIGINT NOT NULL
);
CREATE INDEX responses_questionnaire ON responses(questionnaire_id);
CREATE INDEX responses_taken ON responses(taken_by) WHERE taken_by <> 0;

-- A private link for one person. An anonymous one never knows its response.
CREATE TABLE invitations (
  id               INTEGER PRIMARY KEY,
  questionnaire_id BIGINT NOT NULL REFERENCES questionnaires(id),
  site_id          BIGINT NOT NULL REFERENCES sites(id),
  token_hash       BLOB NOT NULL UNIQUE,
  anonymous        INTEGER NOT NULL,
  name             TEXT NOT NULL DEFAULT '',       -- of whom it is for; '' where anonymous
  made_by          BIGINT NOT NULL,
  created_at       BIGINT NOT NULL,
  expires_at       BIGINT NOT NULL,
  used             INTEGER NOT NULL DEFAULT 0      -- not when: a time would name the person
);

-- How many people reached a question of a version, on a day.
CREATE TABLE c_reached (
  questionnaire_id BIGINT NOT NULL,
  question         TEXT NOT NULL,
  channel          TEXT NOT NULL,
  day              BIGINT NOT NULL,
  n                BIGINT NOT NULL,
  PRIMARY KEY (questionnaire_id, question, channel, day)
) WITHOUT ROWID;
