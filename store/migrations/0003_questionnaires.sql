-- +goose Up
-- A questionnaire is a series of versions: series is the id of the first one.
-- A version without published_at is the draft that the owner works on.
ALTER TABLE questionnaires ADD COLUMN series BIGINT NOT NULL DEFAULT 0;
ALTER TABLE questionnaires ADD COLUMN published_at BIGINT NOT NULL DEFAULT 0;
UPDATE questionnaires SET series = id, published_at = created_at;

ALTER TABLE sites ADD COLUMN questionnaire BIGINT NOT NULL DEFAULT 0;            -- the series that customers are asked; 0 the first
ALTER TABLE submissions ADD COLUMN questionnaire_id BIGINT NOT NULL DEFAULT 0;  -- the version that was asked; 0 before there were versions
ALTER TABLE submissions ADD COLUMN taken_by BIGINT NOT NULL DEFAULT 0;           -- who wrote it down for the person; 0 they did themselves
ALTER TABLE submissions ADD COLUMN burst INTEGER NOT NULL DEFAULT 0;             -- one of many quick taps: stored, thanked, left out of figures
