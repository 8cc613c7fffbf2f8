-- +goose Up
-- The highest number that a series has given to an option of the owner's own, so that none is given twice.
ALTER TABLE questionnaires ADD COLUMN options_named BIGINT NOT NULL DEFAULT 0;
