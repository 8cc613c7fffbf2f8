-- +goose Up
-- Pictures that a post has approved for a site's reply cards. A print run names
-- its picture by hash and site (card_runs.spec), so a picture that a run names
-- is never erased, only no longer offered.
CREATE TABLE artworks (
  id         INTEGER PRIMARY KEY,
  site_id    BIGINT NOT NULL REFERENCES sites(id),
  kind       TEXT NOT NULL,                    -- the postal face it is for
  name       TEXT NOT NULL,                    -- of the file
  sha256     TEXT NOT NULL,                    -- of data, hexadecimal
  data       BLOB NOT NULL,                    -- PNG, JPEG or PDF as it came
  preview    BLOB,                             -- PNG for screens; NULL: none could be made
  width      BIGINT NOT NULL,                  -- as printed, in thousandths of a millimetre
  height     BIGINT NOT NULL,
  added_at   BIGINT NOT NULL,
  removed_at BIGINT NOT NULL DEFAULT 0         -- no longer offered
);
CREATE UNIQUE INDEX artworks_file ON artworks(site_id, kind, sha256);
