package store

import (
	"context"
	"crypto/sha256"
	"database/sql"
	"encoding/hex"
	"math"
	"time"
)

// Artwork is a picture that a post has approved for a site's reply cards.
type Artwork struct {
	ID            ArtworkID
	Site          SiteID
	Kind          string  // the postal face it is for, as the card names it
	Name          string  // of the file
	Sum           string  // SHA-256 of Data, hexadecimal: by it print runs name it
	Data          []byte  // nil in lists
	Preview       []byte  // PNG; nil where none could be made, and in lists
	Width, Height float64 // as printed, in millimetres, to a thousandth
	AddedAt       time.Time
}

const (
	maxArtwork   = 5 << 20
	mostArtworks = 40 // that a site is offered
)

// AddArtwork keeps a picture; Site, Kind, Name, Data, Preview, Width and Height
// are the caller's, who has looked into Data. The same file for the same face
// is the picture that is there already, with its new name and size: runs keep
// the size with which they were printed.
func (s *Store) AddArtwork(_ context.Context, by Actor, a Artwork) (Artwork, error) {
	if len(a.Data) == 0 || len(a.Data) > maxArtwork {
		return Artwork{}, invalid("artwork_size", "file")
	}
	if a.Width <= 0 || a.Height <= 0 || a.Width > 400 || a.Height > 400 {
		return Artwork{}, invalid("artwork_measure", "width")
	}
	sum := sha256.Sum256(a.Data)
	a.Sum = hex.EncodeToString(sum[:])
	err := s.update(by, func(t *tx) error {
		var n int
		if err := t.row(`/* Store.AddArtwork */ SELECT count(*) FROM artworks WHERE site_id=? AND removed_at=0 AND NOT (kind=? AND sha256=?)`, a.Site, a.Kind, a.Sum).Scan(&n); err != nil {
			return err
		}
		if n >= mostArtworks {
			return conflict("artwork_many")
		}
		a.AddedAt = t.now
		err := t.row(`/* Store.AddArtwork */ INSERT INTO artworks(site_id, kind, name, sha256, data, preview, width, height, added_at) VALUES (?,?,?,?,?,?,?,?,?)
			ON CONFLICT(site_id, kind, sha256) DO UPDATE SET name=excluded.name, preview=coalesce(excluded.preview, artworks.preview), width=excluded.width, height=excluded.height, added_at=excluded.added_at, removed_at=0
			RETURNING id`, a.Site, a.Kind, a.Name, a.Sum, a.Data, a.Preview, thousandths(a.Width), thousandths(a.Height), t.ms()).Scan(&a.ID)
		if err != nil {
			return err
		}
		return t.event("artwork", int64(a.ID), "artwork.added", map[string]string{"name": a.Name, "sha256": a.Sum})
	})
	return a, err
}

func thousandths(mm float64) int64 { return int64(math.Round(mm * 1000)) }

// RemoveArtwork takes a picture out of what the site is offered. Its bytes are
// erased unless a print run names it.
func (s *Store) RemoveArtwork(_ context.Context, by Actor, site SiteID, id ArtworkID) error {
	return s.update(by, func(t *tx) error {
		var sum string
		if err := t.row(`/* Store.RemoveArtwork */ SELECT sha256 FROM artworks WHERE id=? AND site_id=? AND removed_at=0`, id, site).Scan(&sum); err != nil {
			return none(err, "artwork")
		}
		var used bool
		if err := t.row(`/* Store.RemoveArtwork */ SELECT EXISTS (SELECT 1 FROM card_runs WHERE site_id=? AND spec LIKE ?)`, site, "%"+sum+"%").Scan(&used); err != nil {
			return err
		}
		change := `/* Store.RemoveArtwork */ DELETE FROM artworks WHERE id=? AND site_id=? AND ? > 0`
		if used {
			change = `/* Store.RemoveArtwork */ UPDATE artworks SET removed_at=?3 WHERE id=?1 AND site_id=?2`
		}
		if _, err := t.change(change, id, site, t.ms()); err != nil {
			return err
		}
		return t.event("artwork", int64(id), "artwork.removed", map[string]string{"sha256": sum})
	})
}

// Artworks lists what a site is offered, newest first, without their bytes.
func (s *Store) Artworks(ctx context.Context, site SiteID) ([]Artwork, error) {
	rows, err := s.read.QueryContext(ctx, `/* Store.Artworks */ SELECT id, site_id, kind, name, sha256, width, height, added_at FROM artworks WHERE site_id=? AND removed_at=0 ORDER BY added_at DESC, id DESC`, site)
	return collect(rows, err, func(r *sql.Rows) (a Artwork, err error) {
		var w, h, added int64
		err = r.Scan(&a.ID, &a.Site, &a.Kind, &a.Name, &a.Sum, &w, &h, &added)
		a.Width, a.Height, a.AddedAt = float64(w)/1000, float64(h)/1000, at(added)
		return a, err
	})
}

// ArtworkBySum gives a picture with its bytes, by face and hash: one that is no
// longer offered too, for runs print it again. NotFound if it was never kept.
func (s *Store) ArtworkBySum(ctx context.Context, site SiteID, kind, sum string) (Artwork, error) {
	return s.artwork(ctx, `site_id=? AND kind=? AND sha256=?`, site, kind, sum)
}

// Artwork gives a picture of the site with its bytes. NotFound if there is
// none such.
func (s *Store) Artwork(ctx context.Context, site SiteID, id ArtworkID) (Artwork, error) {
	return s.artwork(ctx, `site_id=? AND id=? AND removed_at=0`, site, id)
}

func (s *Store) artwork(ctx context.Context, where string, args ...any) (a Artwork, err error) {
	var w, h, added int64
	err = s.read.QueryRowContext(ctx, `/* Store.artwork */ SELECT id, site_id, kind, name, sha256, data, preview, width, height, added_at FROM artworks WHERE `+where, args...).
		Scan(&a.ID, &a.Site, &a.Kind, &a.Name, &a.Sum, &a.Data, &a.Preview, &w, &h, &added)
	a.Width, a.Height, a.AddedAt = float64(w)/1000, float64(h)/1000, at(added)
	return a, none(err, "artwork")
}
