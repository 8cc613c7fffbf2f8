-- +goose Up
-- Whether a tablet shows a keyboard of the page's own: '' by itself, 'always', 'never'.
ALTER TABLE devices ADD COLUMN keyboard TEXT NOT NULL DEFAULT '';
