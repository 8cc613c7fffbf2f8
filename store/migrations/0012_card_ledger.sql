-- +goose Up
-- What became of a print run, as the owner tells it. -1 stands for what was
-- not told; money is in hundredths of the site's currency.
ALTER TABLE card_runs ADD COLUMN unfinished INTEGER NOT NULL DEFAULT 0;   -- 1: its file is being made, nobody has seen a number of it
ALTER TABLE card_runs ADD COLUMN handed BIGINT NOT NULL DEFAULT -1;       -- cards that went out so far
ALTER TABLE card_runs ADD COLUMN handed_day TEXT NOT NULL DEFAULT '';     -- when: 2026-11-20
ALTER TABLE card_runs ADD COLUMN withdrawn_at BIGINT NOT NULL DEFAULT 0;  -- it is not handed out
ALTER TABLE card_runs ADD COLUMN print_cost BIGINT NOT NULL DEFAULT -1;   -- of the whole run
ALTER TABLE card_runs ADD COLUMN reply_cost BIGINT NOT NULL DEFAULT -1;   -- of each card that comes back by post
CREATE INDEX card_runs_unfinished ON card_runs(id) WHERE unfinished = 1;

ALTER TABLE sites ADD COLUMN currency TEXT NOT NULL DEFAULT '';           -- ISO 4217: EUR; '' not told
