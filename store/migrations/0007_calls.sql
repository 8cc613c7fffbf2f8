-- +goose Up
-- Who can only be told by telephone, or asked for it: one row a person.
CREATE TABLE calls (
  submission_id INTEGER PRIMARY KEY REFERENCES submissions(id),
  site_id       BIGINT NOT NULL REFERENCES sites(id),
  due_at        BIGINT NOT NULL,               -- by when they were promised a call
  wished        INTEGER NOT NULL,              -- they asked for a call; 0: they left no other way
  tries         BIGINT NOT NULL DEFAULT 0,     -- calls that nobody answered
  tried_at      BIGINT NOT NULL DEFAULT 0,     -- the last of them
  reached_at    BIGINT NOT NULL DEFAULT 0      -- 0: still to be called
);
CREATE INDEX calls_open ON calls(site_id, due_at) WHERE reached_at = 0;

INSERT INTO calls(submission_id, site_id, due_at, wished)
  SELECT s.id, s.site_id, s.answer_by, 0 FROM contacts k JOIN submissions s ON s.id = k.submission_id
  WHERE k.phone <> '' AND k.email = '' AND s.asks = 1 AND s.answered_at = 0;

-- A wordless face, by the device that sent it and the time of the touch: see quickTaps.
CREATE INDEX submissions_taps ON submissions(site_id, device_id, captured_at) WHERE text = '' AND taken_by = 0 AND channel = 'kiosk';

-- How many of c_day and c_topic are quick taps. A marked row changes in nothing
-- but its mark, so the trigger sees every change.
CREATE TABLE c_burst (
  site_id BIGINT NOT NULL,
  day     BIGINT NOT NULL,
  channel TEXT NOT NULL,
  mood    INTEGER NOT NULL,
  n       BIGINT NOT NULL,
  PRIMARY KEY (site_id, day, channel, mood)
) WITHOUT ROWID;

CREATE TABLE c_burst_topic (
  site_id BIGINT NOT NULL,
  day     BIGINT NOT NULL,
  topic   TEXT NOT NULL,
  n       BIGINT NOT NULL,
  PRIMARY KEY (site_id, day, topic)
) WITHOUT ROWID;

-- +goose StatementBegin
CREATE TRIGGER submissions_burst AFTER UPDATE OF burst ON submissions WHEN NEW.burst <> OLD.burst BEGIN
  INSERT INTO c_burst(site_id, day, channel, mood, n) VALUES (NEW.site_id, NEW.day, NEW.channel, NEW.mood, NEW.burst - OLD.burst)
    ON CONFLICT (site_id, day, channel, mood) DO UPDATE SET n = n + excluded.n;
  INSERT INTO c_burst_topic(site_id, day, topic, n) SELECT k.site_id, k.day, k.topic, NEW.burst - OLD.burst FROM submission_topics k WHERE k.submission_id = NEW.id
    ON CONFLICT (site_id, day, topic) DO UPDATE SET n = n + excluded.n;
END;
-- +goose StatementEnd
